package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.NameHash;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows beside a resource's own that follow from it: what it refers to, the values it alone may
 * hold, and what it is counted in. They change with it, in its transaction.
 */
final class ResourceIndex {
  private final Sql sql;

  /** By how much this writer has changed each number; the group writes them. */
  private final Map<Resource.Tally, Long> counted = new HashMap<>();

  ResourceIndex(Sql sql) {
    this.sql = sql;
  }

  Map<Resource.Tally, Long> counted() {
    return counted;
  }

  /** Writes what several writers, or one alone, have counted. */
  static void write(Sql sql, Map<Resource.Tally, Long> counted) {
    counted.forEach((tally, step) -> {
      if (step != 0) add(sql, tally, step);
    });
  }

  private static void add(Sql sql, Resource.Tally tally, long step) {
    int known =
        sql.run(
            "UPDATE tally SET total = total + ? WHERE sort = ? AND within_key = ?",
            step,
            tally.sort(),
            tally.within().key());
    if (known == 0) {
      sql.run(
          "INSERT INTO tally (sort, within_key, total) VALUES (?, ?, ?)",
          tally.sort(),
          tally.within().key(),
          step);
    }
  }

  private void tally(Resource.Tally tally, long step) {
    var _ = counted.merge(tally, step, Long::sum);
  }

  /**
   * @param row the number of the resource's own row
   */
  void add(Resource resource, long row) {
    refer(resource, row, resource.references());
    resource.holds().forEach(hold -> hold(resource, hold));
    resource.tallies().forEach(tally -> tally(tally, 1));
  }

  void remove(Resource resource, long row) {
    sql.run("DELETE FROM reference WHERE holder = ?", row);
    resource.holds().forEach(this::release);
    resource.tallies().forEach(tally -> tally(tally, -1));
  }

  /** Writes only what differs. */
  void replace(Resource old, Resource current, long row) {
    var oldReferences = new HashSet<>(old.references());
    var newReferences = new HashSet<>(current.references());
    for (var gone : oldReferences) {
      if (newReferences.contains(gone)) continue;
      sql.run(
          "DELETE FROM reference WHERE holder = ? AND role = ? AND target = ?",
          row,
          gone.role(),
          NameHash.of(gone.target()));
    }
    newReferences.removeAll(oldReferences);
    refer(current, row, newReferences);
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

  private void refer(Resource holder, long row, Collection<Resource.Reference> references) {
    if (references.isEmpty()) return;
    var rows = new ArrayList<@Nullable Object[]>();
    for (var reference : references)
      rows.add(
          new @Nullable Object[] {
            row,
            reference.role(),
            NameHash.of(reference.target()),
            holder.kind().id(),
            reference.blocking()
          });
    sql.insert("reference (holder, role, target, holder_kind, blocking)", rows);
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
    sql.run(
        "INSERT INTO held_value (space, content, holder_name) VALUES (?, ?, ?)",
        hold.space(),
        hold.value(),
        holder.name().text());
  }

  private void release(Resource.Hold hold) {
    sql.run("DELETE FROM held_value WHERE space = ? AND content = ?", hold.space(), hold.value());
  }

  private boolean isTaken(Resource.Hold hold) {
    return sql.hasRow(
        "SELECT 1 FROM held_value WHERE space = ? AND content = ?", hold.space(), hold.value());
  }
}
