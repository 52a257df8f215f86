package io.postern.server.access;

import io.postern.server.access.model.DenyAssignment;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Grants;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Rights;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.WriteTx;
import jakarta.inject.Inject;
import java.util.List;

/** The use cases that take actions away from callers, and give them back. */
final class DenyAssignments {
  private final Policy policy;
  private final PermittedResources permitted;

  @Inject
  DenyAssignments(Policy policy, PermittedResources permitted) {
    this.policy = policy;
    this.permitted = permitted;
  }

  /** Whose scope a new deny assignment is for. */
  String tenant(WriteTx tx, RequestContext context, ResourceName name) {
    policy.require(tx, context, DenyAssignment.KIND, "write", name);
    return tx.ownerOf(name)
        .orElseThrow(() -> ControlException.notFound(DenyAssignment.KIND.label(), name));
  }

  DenyAssignment create(WriteTx tx, RequestContext context, DenyAssignment wanted) {
    Limits.requireRoom(tx, DenyAssignment.in(wanted.tenant()), DenyAssignment.MAX_IN_TENANT);
    requireUndoable(context, wanted);
    return tx.create(wanted, "denied");
  }

  /** Nobody takes from itself the right to undo what it did. */
  private static void requireUndoable(RequestContext context, DenyAssignment wanted) {
    if (context.principal().isAdministrator()) return;
    var undo = DenyAssignment.KIND.action("delete");
    var rights = new Grants(List.of(), List.of(wanted.denial())).of(context.principal().id());
    if (rights.decide(undo, wanted.name()).outcome() != Rights.Outcome.DENIED) return;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        "deny_assignment.actions",
        "You would take the right to undo this from yourself; leave "
            + undo
            + " out by not_actions, or exclude yourself.");
  }

  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, DenyAssignment.KIND, "delete", name, etag);
    tx.delete(current, "denied no more");
  }
}
