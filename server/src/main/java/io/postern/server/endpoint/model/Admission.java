package io.postern.server.endpoint.model;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.ConnectionState.Approved;
import io.postern.server.connection.model.ConnectionState.Pending;
import io.postern.server.connection.model.ConnectionState.Rejected;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.link.model.ConnectionPolicy.Consumer;
import io.postern.server.link.model.ConnectionPolicy.Party;
import io.postern.server.link.model.ConnectionPolicy.Standing;
import io.postern.server.link.model.TargetLists;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What becomes of a request for a connection: approved at once, left to the target's owner,
 * rejected, or refused altogether. Decides by values alone.
 *
 * @param party who asks
 * @param manual whether the owner of the target is asked instead of using the caller's own right
 * @param mayApprove whether the caller itself has the right to approve connections of the target
 * @param toService whether the target is a private link service; otherwise it is a private-link
 *     resource
 */
public record Admission(
    Party party,
    boolean manual,
    boolean mayApprove,
    boolean toService,
    TargetLists lists) {
  /**
   * The state a new connection starts in. The reject list comes first, then every way to be
   * approved, then the reasons to wait.
   *
   * @param approvedFor how many approved connections a consumer of the accept list has at the
   *     target
   * @throws ControlException {@code PermissionDenied}: an automatic request for a resource needs
   *     the right to approve it
   */
  public ConnectionState decide(ToLongFunction<Consumer> approvedFor, Instant now) {
    var standing = lists.policy().standing(party, approvedFor);
    if (standing == Standing.REJECTED) return new Rejected(ActionCode.IN_REJECT_LIST);
    // What a managed service asks for is decided by hand, each time it asks.
    boolean byRight = !manual && mayApprove && !party.managed();
    if (byRight || lists.approvesAtOnce(party) || standing == Standing.ACCEPTED)
      return new Approved(false, Optional.empty());
    boolean listed = standing == Standing.LIMIT_REACHED;
    if (!listed && !manual && !toService && !party.managed()) throw noRight();
    return new Pending(ActionCode.of(standing), lists.policy().pendingTtl().map(now::plus));
  }

  private static ControlException noRight() {
    return ControlException.of(
        new ControlError.PermissionDenied(
            Problem.inField(
                Reason.LINKED_AUTHORIZATION_FAILED,
                "private_endpoint.private_link_service_connection.manual",
                "You have no right to approve connections of the target; set manual, and its owner"
                    + " will be asked.")));
  }
}
