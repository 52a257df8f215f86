package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import java.util.HashSet;
import org.jdbi.v3.core.Handle;

/**
 * The rows beside a resource's own that follow from it: what it refers to, the values it alone may
 * hold, and what it is counted in. They change with it, in its transaction.
 */
final class ResourceIndex {
  private final Handle handle;

  ResourceIndex(Handle handle) {
    this.handle = handle;
  }

  void add(Resource resource) {
    resource.references().forEach(reference -> refer(resource, reference));
    resource.holds().forEach(hold -> hold(resource, hold));
    resource.tallies().forEach(tally -> tally(tally, 1));
  }

  void remove(Resource resource) {
    handle.execute("DELETE FROM reference WHERE holder_key = ?", resource.name().key());
    resource.holds().forEach(this::release);
    resource.tallies().forEach(tally -> tally(tally, -1));
  }

  /** Writes only what differs. */
  void replace(Resource old, Resource current) {
    var oldReferences = new HashSet<>(old.references());
    var newReferences = new HashSet<>(current.references());
    for (var gone : oldReferences) {
      if (newReferences.contains(gone)) continue;
      handle.execute(
          "DELETE FROM reference WHERE holder_key = ? AND role = ? AND target_key = ?",
          old.name().key(),
          gone.role(),
          gone.target().key());
    }
    newReferences.stream()
        .filter(added -> !oldReferences.contains(added))
        .forEach(added -> refer(current, added));
    var oldHolds = new HashSet<>(old.holds());
    var newHolds = new HashSet<>(current.holds());
    oldHolds.stream().filter(gone -> !newHolds.contains(gone)).forEach(this::release);
    newHolds.stream()
        .filter(added -> !oldHolds.contains(added))
        .forEach(added -> hold(current, added));
    var oldTallies = new HashSet<>(old.tallies());
    var newTallies = new HashSet<>(current.tallies());
    oldTallies.stream().filter(gone -> !newTallies.contains(gone)).forEach(gone -> tally(gone, -1));
    newTallies.stream()
        .filter(added -> !oldTallies.contains(added))
        .forEach(added -> tally(added, 1));
  }

  private void refer(Resource holder, Resource.Reference reference) {
    handle.execute(
        "INSERT INTO reference (holder_key, role, target_key, holder_kind, holder_name, blocking)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        holder.name().key(),
        reference.role(),
        reference.target().key(),
        holder.kind().id(),
        holder.name().text(),
        reference.blocking());
  }

  private void hold(Resource holder, Resource.Hold hold) {
    if (isTaken(hold)) {
      // The other holder is not named: it may belong to another tenant.
      throw ControlException.of(
          new ControlError.AlreadyExists(
              Problem.of(
                      Reason.RESOURCE_ALREADY_EXISTS,
                      "The " + hold.space() + " '" + hold.value() + "' is taken; choose another.")
                  .with("space", hold.space())
                  .with("value", hold.value())));
    }
    handle.execute(
        "INSERT INTO held_value (space, content, holder_name) VALUES (?, ?, ?)",
        hold.space(),
        hold.value(),
        holder.name().text());
  }

  private void release(Resource.Hold hold) {
    handle.execute(
        "DELETE FROM held_value WHERE space = ? AND content = ?", hold.space(), hold.value());
  }

  private void tally(Resource.Tally tally, int step) {
    int known =
        handle.execute(
            "UPDATE tally SET total = total + ? WHERE sort = ? AND within_key = ?",
            step,
            tally.sort(),
            tally.within().key());
    if (known == 0) {
      handle.execute(
          "INSERT INTO tally (sort, within_key, total) VALUES (?, ?, ?)",
          tally.sort(),
          tally.within().key(),
          step);
    }
  }

  private boolean isTaken(Resource.Hold hold) {
    return handle
        .select(
            "SELECT 1 FROM held_value WHERE space = ? AND content = ?", hold.space(), hold.value())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }
}
