package io.postern.server.endpoint.model;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.Check;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.ConnectionState.Approved;
import io.postern.server.connection.model.ConnectionState.Pending;
import io.postern.server.connection.model.ConnectionState.Rejected;
import io.postern.server.connection.model.Trail;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.ConnectionPolicy;
import io.postern.server.link.model.ConnectionPolicy.Party;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What becomes of a request for a connection: approved at once, left to the target's owner,
 * rejected, or refused altogether. Decides by values alone. What a managed service asks for, the
 * owner decides by hand each time (Azure: the same).
 *
 * @param party who asks
 * @param manual whether the owner of the target is asked instead of using the caller's own right
 * @param approvalAction the action that is the right to approve connections of the target
 * @param mayApprove whether the caller itself has the right to approve connections of the target
 * @param toService whether the target is a private link service; otherwise it is a private-link
 *     resource
 * @param approvesAtOnce whether the target lists the subscription for automatic approval
 */
public record Admission(
    Party party,
    boolean manual,
    String approvalAction,
    boolean mayApprove,
    boolean toService,
    boolean approvesAtOnce,
    ConnectionPolicy policy) {
  /**
   * The state a new connection starts in. The reject list comes first, then every way to be
   * approved, then the reasons to wait. {@link ConnectionPolicy#listing} says the same of the lists
   * to those who asked before.
   *
   * @param approvedFor how many approved connections a consumer of the accept list has at the
   *     target
   * @param asked the target, for the trail
   * @throws ControlException {@code PermissionDenied}: an automatic request for a resource needs
   *     the right to approve it
   */
  public ConnectionState decide(
      ToLongFunction<ConnectionPolicy.Consumer> approvedFor,
      Instant now,
      Trail trail,
      ResourceName asked) {
    trail.begin(Check.REJECT_LIST, asked);
    if (policy.rejects(party)) return new Rejected(ActionCode.IN_REJECT_LIST);
    trail.begin(Check.AUTO_APPROVAL, asked);
    if (approvesAtOnce) return new Approved(false, Optional.empty());
    trail.begin(Check.APPROVAL_RIGHT, asked);
    trail.note(() -> "It is " + approvalAction + ".");
    if (!manual && mayApprove && !party.managed()) return new Approved(false, Optional.empty());
    trail.begin(Check.ACCEPT_LIST, asked);
    var accepted = policy.accepts(party);
    if (accepted.isPresent()) {
      var consumer = accepted.get();
      trail.note(() -> "It covers " + consumer.id() + ".");
      if (consumer.connectionLimit() == 0) return new Approved(false, Optional.empty());
      trail.begin(Check.CONNECTION_LIMIT, asked);
      long used = approvedFor.applyAsLong(consumer);
      trail.note(() ->
          used + " of " + consumer.connectionLimit() + " for " + consumer.id() + " are used.");
      return used < consumer.connectionLimit()
          ? new Approved(false, Optional.empty())
          : pending(ActionCode.CONNECTION_LIMIT_REACHED, now);
    }
    trail.begin(Check.LEFT_TO_OWNER, asked);
    if (!manual && !toService && !party.managed()) throw noRight();
    return pending(
        policy.acceptList().isEmpty() || party.managed()
            ? ActionCode.PROVIDER_APPROVAL_REQUIRED
            : ActionCode.NOT_IN_ALLOW_LIST,
        now);
  }

  private Pending pending(ActionCode why, Instant now) {
    return new Pending(why, policy.pendingTtl().map(now::plus));
  }

  private ControlException noRight() {
    return ControlException.of(
        new ControlError.PermissionDenied(
            Problem.inField(
                    Reason.LINKED_AUTHORIZATION_FAILED,
                    "private_endpoint.private_link_service_connection.manual",
                    "You have no right to approve connections of the target; set manual, and its"
                        + " owner will be asked.")
                .with("action", approvalAction)));
  }
}
