package io.postern.server.connection.model;

import io.postern.server.link.model.ConnectionPolicy.Listing;
import java.time.Instant;
import java.util.Optional;

/** What can be asked of a connection. */
public sealed interface ConnectionCommand {
  /**
   * @param until when the approval runs out
   * @param rejectionIsFinal the target's policy: whether a rejected connection stays rejected
   */
  record Approve(Optional<Instant> until, boolean rejectionIsFinal) implements ConnectionCommand {}

  record Reject() implements ConnectionCommand {}

  record Suspend() implements ConnectionCommand {}

  record Resume() implements ConnectionCommand {}

  /** The consumer asks again; the answer is decided as at create. */
  record Resubmit(ConnectionState admitted) implements ConnectionCommand {}

  /**
   * The target's lists are asked again, because they changed or because there is room.
   *
   * @param listing what they say of the consumer now
   * @param overrule whether they have a say in what was decided before
   * @param rejectionIsFinal the target's policy, as for {@link Approve}
   * @param due when a request that goes back to waiting expires
   */
  record ApplyLists(
      Listing listing, boolean overrule, boolean rejectionIsFinal, Optional<Instant> due)
      implements ConnectionCommand {}

  record Disconnect(ActionCode why) implements ConnectionCommand {}

  /** Time passed: ends what is due. */
  record Expire() implements ConnectionCommand {}
}
