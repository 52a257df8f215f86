package io.postern.server.kernel;

import java.time.Duration;

/** Why a call was refused. Knows no transport: {@code ErrorMapper} gives each its status code. */
public sealed interface ControlError {
  Problem problem();

  /** What was named does not exist, or the caller may not know that it does. */
  record NotFound(Problem problem) implements ControlError {}

  /** The name, or a value that must be unique, is taken. */
  record AlreadyExists(Problem problem) implements ControlError {}

  /** The resource changed since the caller read it. */
  record StaleEtag(Problem problem) implements ControlError {}

  /** The state a resource is in does not allow the change. */
  record IllegalTransition(Problem problem) implements ControlError {}

  /** Other resources need the one that should go. */
  record InUse(Problem problem) implements ControlError {}

  /** The request itself is wrong, whatever the state of the system. */
  record InvalidArgument(Problem problem) implements ControlError {}

  /** Another precondition does not hold: a setting, a registration, a policy. */
  record PreconditionFailed(Problem problem) implements ControlError {}

  /** Nobody knows who calls: nothing was shown, or what was shown proves nothing. */
  record Unauthenticated(Problem problem) implements ControlError {}

  record PermissionDenied(Problem problem) implements ControlError {}

  /** A limit was reached. */
  record QuotaExceeded(Problem problem) implements ControlError {}

  /** Too many calls of a sort; the same call is taken a while later. */
  record RateLimited(Problem problem, Duration retryAfter) implements ControlError {}

  /** The cursor is older than the oldest change kept. */
  record RevisionCompacted(Problem problem) implements ControlError {}

  /** What the caller may see is other than when it began. */
  record RightsChanged(Problem problem) implements ControlError {}

  /** It took longer than a call may take; what it would have written may be written. */
  record TookTooLong(Problem problem) implements ControlError {}

  /** Nothing wrong with the request: try again. */
  record Unavailable(Problem problem) implements ControlError {}
}
