package io.postern.server.connection;

import io.postern.server.auth.Policy;
import io.postern.server.connection.ledger.ApprovalAction;
import io.postern.server.connection.ledger.ConnectionLedger;
import io.postern.server.connection.ledger.Reconciliation;
import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionCommand;
import io.postern.server.connection.model.ConnectionCommand.Approve;
import io.postern.server.connection.model.ConnectionCommand.Disconnect;
import io.postern.server.connection.model.ConnectionCommand.Reject;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.WriteTx;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/** What the owner of a target does with the connections that lead to it. */
final class Connections {
  private final Policy policy;
  private final PermittedResources permitted;

  @Inject
  Connections(Policy policy, PermittedResources permitted) {
    this.policy = policy;
    this.permitted = permitted;
  }

  Connection approve(
      WriteTx tx,
      RequestContext context,
      ResourceName name,
      String etag,
      String description,
      Optional<Instant> until) {
    if (until.isPresent() && !until.get().isAfter(tx.now())) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "approved_until",
          "An approval ends in the future; leave it unset for no end.");
    }
    var connection = permitted.get(tx, context, Connection.KIND, "write", name, etag);
    requireApproval(tx, context, connection);
    boolean isFinal =
        Reconciliation.lists(tx, connection.target())
            .filter(lists -> lists.policy().rejectIsFinal())
            .isPresent();
    return ConnectionLedger.move(
        tx, context, connection, new Approve(until, isFinal), words(description, "description"));
  }

  /** Rejects, suspends or resumes. */
  Connection move(
      WriteTx tx,
      RequestContext context,
      ResourceName name,
      String etag,
      ConnectionCommand command,
      String description) {
    var connection = permitted.get(tx, context, Connection.KIND, "write", name, etag);
    if (command instanceof Reject) requireApproval(tx, context, connection);
    return ConnectionLedger.move(
        tx, context, connection, command, words(description, "description"));
  }

  /** The connection ends; it stays readable until its endpoint is deleted. */
  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag, String reason) {
    var connection = permitted.get(tx, context, Connection.KIND, "delete", name, etag);
    var why = words(reason, "reason");
    ConnectionLedger.move(
        tx, context, connection, new Disconnect(ActionCode.CONNECTION_DELETED_BY_PROVIDER), why);
  }

  private static String words(String text, String field) {
    return Connection.message(text, Connection.MAX_MESSAGE, field);
  }

  /** Who decides needs the right to at the target, as for approving a request of one's own. */
  private void requireApproval(WriteTx tx, RequestContext context, Connection connection) {
    var target = connection.target();
    policy.requireAction(
        tx, context, Connection.KIND, ApprovalAction.of(tx, target), connection.name());
  }
}
