package io.postern.server.connection.model;

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

  record Disconnect(ActionCode why) implements ConnectionCommand {}

  /** Time passed: ends what is due. */
  record Expire() implements ConnectionCommand {}
}
