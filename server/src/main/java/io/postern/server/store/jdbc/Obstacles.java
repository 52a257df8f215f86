package io.postern.server.store.jdbc;

import io.postern.server.connection.model.Connection;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.ScopeLock;
import io.postern.server.store.ReadTx;
import java.util.stream.Collectors;

/** What stands in the way of deleting a resource: a lock, or others that need it. */
final class Obstacles {
  /** How many resources an error names. */
  private static final int SHOWN = 10;

  private final ReadTx tx;
  private final Principal caller;

  Obstacles(ReadTx tx, Principal caller) {
    this.tx = tx;
    this.caller = caller;
  }

  void requireNone(Resource resource) {
    requireUnlocked(resource);
    requireUnreferenced(resource);
  }

  /**
   * What a call names was looked at before; this is for what goes with it. A connection goes with
   * its endpoint, which is somebody else's: the lock of the one does not bind the other.
   */
  private void requireUnlocked(Resource resource) {
    if (resource.kind().equals(Connection.KIND)) return;
    var name = resource.name();
    name.subscription()
        .ifPresent(subscription ->
            ScopeLock.requireNone(
                tx.locksIn(subscription), resource.kind().action("delete", name), name));
  }

  private void requireUnreferenced(Resource resource) {
    var blockers = tx.blockers(resource.name(), SHOWN + 1);
    if (blockers.isEmpty()) return;
    var named = blockers.stream().filter(this::mayName).limit(SHOWN).toList();
    var shown = named.stream().map(ResourceName::text).collect(Collectors.joining(", "));
    var more = named.size() == blockers.size() ? "" : named.isEmpty() ? "others" : " and others";
    throw ControlException.of(
        new ControlError.InUse(
            Problem.of(
                    Reason.RESOURCE_IN_USE,
                    "The "
                        + resource.kind().label()
                        + " '"
                        + resource.name()
                        + "' is needed by "
                        + shown
                        + more
                        + "; delete or detach those first.")
                .with("resource", resource.name().text())
                .with("blockers", shown)));
  }

  /** Whether the caller may know of what stands in the way: of its tenant, and for it to read. */
  private boolean mayName(ResourceName blocker) {
    return caller.isAdministrator()
        || caller.tenant().equals(tx.ownerOf(blocker))
            && tx.grantsOf(caller.tenant().orElseThrow())
                .of(caller.id())
                .decide(blocker.armType() + "/read", blocker)
                .isAllowed();
  }
}
