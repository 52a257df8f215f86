package io.postern.server.connection.model;

import io.postern.server.connection.model.Check.Side;

/**
 * Why a connection stands where it stands: the check of Rules §2 that decided, and who can do
 * something about it. Every other check before it was passed.
 */
public record Standing(Check decided, Side side) {
  /** What the code of a state comes from. A new code does not compile until it has its line. */
  public static Standing of(ActionCode action) {
    return switch (action) {
      case NONE -> new Standing(Check.SUSPENSION, Side.NOBODY);
      case SUSPENDED -> new Standing(Check.SUSPENSION, Side.PROVIDER);
      case PROVIDER_APPROVAL_REQUIRED, NOT_IN_ALLOW_LIST, IN_REJECT_LIST ->
          new Standing(Check.OWNER_DECISION, Side.PROVIDER);
      case CONNECTION_LIMIT_REACHED, CONNECTION_REJECTED ->
          new Standing(Check.OWNER_DECISION, Side.CONSUMER);
      case REQUEST_EXPIRED, APPROVAL_EXPIRED -> new Standing(Check.TIME_LIMIT, Side.CONSUMER);
      case TARGET_DELETED, CONNECTION_DELETED_BY_PROVIDER ->
          new Standing(Check.TARGET_KEPT, Side.CONSUMER);
    };
  }
}
