package io.postern.server.connection.model;

import io.postern.server.connection.model.ConnectionCommand.ApplyLists;
import io.postern.server.connection.model.ConnectionCommand.Approve;
import io.postern.server.connection.model.ConnectionCommand.Disconnect;
import io.postern.server.connection.model.ConnectionCommand.Expire;
import io.postern.server.connection.model.ConnectionCommand.Reject;
import io.postern.server.connection.model.ConnectionCommand.Resubmit;
import io.postern.server.connection.model.ConnectionCommand.Resume;
import io.postern.server.connection.model.ConnectionCommand.Suspend;
import io.postern.server.connection.model.ConnectionState.Approved;
import io.postern.server.connection.model.ConnectionState.Disconnected;
import io.postern.server.connection.model.ConnectionState.Pending;
import io.postern.server.connection.model.ConnectionState.Rejected;
import io.postern.server.connection.model.Decision.Moved;
import io.postern.server.connection.model.Decision.Refused;
import io.postern.server.connection.model.Decision.Unchanged;
import io.postern.server.kernel.ControlError.IllegalTransition;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.link.model.ConnectionPolicy.Listing;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Every state against every command. A new state or command does not compile until it has its row
 * here.
 */
public final class ConnectionMachine {
  private ConnectionMachine() {}

  public static Decision decide(ConnectionState state, ConnectionCommand command, Instant now) {
    return switch (state) {
      case Pending pending ->
          switch (command) {
            case Approve approve -> new Moved(pending.approve(approve.until()));
            case Reject reject -> new Moved(pending.reject(ActionCode.CONNECTION_REJECTED));
            case Suspend suspend ->
                illegal(state, "suspend", "only an approved connection can be paused");
            case Resume resume -> illegal(state, "resume", "it is not approved");
            case Resubmit resubmit -> illegal(state, "resubmit", "the request is still open");
            case ApplyLists lists -> listed(pending, lists.listing());
            case Disconnect disconnect -> new Moved(new Disconnected(disconnect.why()));
            case Expire expire ->
                isDue(pending, now)
                    ? new Moved(pending.reject(ActionCode.REQUEST_EXPIRED))
                    : new Unchanged();
          };
      case Approved approved ->
          switch (command) {
            case Approve approve -> new Unchanged();
            case Reject reject -> new Moved(approved.reject(ActionCode.CONNECTION_REJECTED));
            case Suspend suspend ->
                approved.suspended() ? new Unchanged() : new Moved(approved.withSuspended(true));
            case Resume resume ->
                approved.suspended() ? new Moved(approved.withSuspended(false)) : new Unchanged();
            case Resubmit resubmit -> illegal(state, "resubmit", "it is approved already");
            case ApplyLists lists ->
                lists.overrule() && lists.listing() == Listing.REJECTED
                    ? new Moved(approved.reject(ActionCode.IN_REJECT_LIST))
                    : new Unchanged();
            case Disconnect disconnect -> new Moved(new Disconnected(disconnect.why()));
            case Expire expire ->
                isDue(approved, now)
                    ? new Moved(approved.reject(ActionCode.APPROVAL_EXPIRED))
                    : new Unchanged();
          };
      case Rejected rejected ->
          switch (command) {
            case Approve approve ->
                approve.rejectionIsFinal()
                    ? rejectionIsFinal()
                    : new Moved(rejected.approve(approve.until()));
            case Reject reject -> new Unchanged();
            case Suspend suspend ->
                illegal(state, "suspend", "only an approved connection can be paused");
            case Resume resume -> illegal(state, "resume", "it is not approved");
            // Still on the reject list: the answer is the one there is.
            case Resubmit resubmit ->
                resubmit.admitted().equals(rejected)
                    ? new Unchanged()
                    : new Moved(resubmit.admitted());
            case ApplyLists lists -> listed(rejected, lists);
            case Disconnect disconnect -> new Moved(new Disconnected(disconnect.why()));
            case Expire expire -> new Unchanged();
          };
      case Disconnected disconnected ->
          switch (command) {
            case Approve approve -> ended(state, "approve");
            case Reject reject -> ended(state, "reject");
            case Suspend suspend -> ended(state, "suspend");
            case Resume resume -> ended(state, "resume");
            case Resubmit resubmit -> ended(state, "resubmit");
            case ApplyLists lists -> new Unchanged();
            case Disconnect disconnect -> new Unchanged();
            case Expire expire -> new Unchanged();
          };
    };
  }

  private static Decision listed(Pending pending, Listing listing) {
    var action = ActionCode.of(listing);
    return switch (listing) {
      case REJECTED -> new Moved(pending.reject(action));
      case ACCEPTED -> new Moved(pending.approve(Optional.empty()));
      case LIMIT_REACHED, NOT_ACCEPTED, UNDECIDED ->
          pending.action() == action ? new Unchanged() : new Moved(pending.waitFor(action));
    };
  }

  private static Decision listed(Rejected rejected, ApplyLists lists) {
    if (!lists.overrule() || lists.rejectionIsFinal()) return new Unchanged();
    return switch (lists.listing()) {
      case ACCEPTED -> new Moved(rejected.approve(Optional.empty()));
      case LIMIT_REACHED ->
          new Moved(new Pending(ActionCode.CONNECTION_LIMIT_REACHED, lists.due()));
      case REJECTED, NOT_ACCEPTED, UNDECIDED -> new Unchanged();
    };
  }

  private static boolean isDue(ConnectionState state, Instant now) {
    return state.due().isPresent() && !state.due().get().isAfter(now);
  }

  private static Refused ended(ConnectionState state, String verb) {
    return illegal(state, verb, "the only thing left is to delete the endpoint");
  }

  private static Refused illegal(ConnectionState state, String verb, String why) {
    var label = state.label().name().toLowerCase(Locale.ROOT);
    return new Refused(
        new IllegalTransition(
            Problem.of(
                    Reason.ILLEGAL_TRANSITION,
                    "A " + label + " connection cannot be moved by '" + verb + "': " + why + ".")
                .with("state", state.label().name())
                .with("verb", verb)));
  }

  private static Refused rejectionIsFinal() {
    return new Refused(
        new IllegalTransition(
            Problem.of(
                    Reason.PRIVATE_ENDPOINT_CONNECTION_STATUS_NOT_PENDING,
                    "The target's policy makes a rejection final; the consumer has to ask again, or"
                        + " delete the endpoint.")
                .with("state", ConnectionState.Label.REJECTED.name())));
  }
}
