package io.postern.server.connection.model;

/**
 * A question that a connection has to pass, in the order in which they are asked (Rules §3, then
 * §2): first those of the request, then those of the connection that came of it.
 */
public enum Check {
  WELL_FORMED(Side.CONSUMER, "The request is well-formed."),
  PERMISSION(Side.CONSUMER, "The caller may write endpoints in this subscription."),
  PLACE(
      Side.CONSUMER, "The subnet is of the endpoint's subscription and region, and may be joined."),
  SUBNET(Side.CONSUMER, "The subnet is not delegated to a service."),
  QUOTA(Side.CONSUMER, "The quotas of the subscription and the network have room."),
  CONSUMER_REGISTERED(
      Side.CONSUMER, "Microsoft.Network is registered in the endpoint's subscription."),
  TARGET(Side.CONSUMER, "There is such a target, and it takes requests of the subscription."),
  PROVIDER_REGISTERED(
      Side.PROVIDER, "Microsoft.Network is registered in the target's subscription."),
  SERVICE_QUOTA(Side.PROVIDER, "The private link service has room for one more endpoint."),
  REQUEST_MESSAGE(Side.CONSUMER, "The request message is not too long."),
  GROUP(Side.CONSUMER, "The target has the group that is asked for."),
  CHOSEN_ADDRESSES(Side.CONSUMER, "The chosen addresses are for members of the group."),
  REJECT_LIST(Side.PROVIDER, "The consumer is not on the reject list."),
  AUTO_APPROVAL(
      Side.PROVIDER,
      "The target does not approve the subscription by itself.",
      "The target approves the subscription by itself."),
  APPROVAL_RIGHT(
      Side.CONSUMER,
      "The request does not use a right of the caller to approve connections of the target.",
      "The caller approves by its own right on the target."),
  ACCEPT_LIST(
      Side.PROVIDER,
      "No entry of the accept list approves the consumer without a limit.",
      "The consumer is on the accept list."),
  CONNECTION_LIMIT(
      Side.PROVIDER,
      "The limit of connections leaves room.",
      "The consumer is on the accept list, and its limit leaves room."),
  LEFT_TO_OWNER(Side.CONSUMER, "The request may be left to the owner of the target."),
  ADDRESSES(Side.CONSUMER, "The subnet has free addresses for all members."),
  NAME(Side.CONSUMER, "The names of the endpoint and its interface are free."),
  TARGET_KEPT(Side.PROVIDER, "The target and the connection at it are still there."),
  TIME_LIMIT(Side.PROVIDER, "The time allowed is not over."),
  OWNER_DECISION(Side.PROVIDER, "The request was approved."),
  SUSPENSION(Side.PROVIDER, "The connection is not paused.");

  /** Whose resources and settings are asked, and who can do something when it is not passed. */
  public enum Side {
    NOBODY,
    CONSUMER,
    PROVIDER
  }

  private final Side side;
  private final String passed;
  private final String approved;

  Check(Side side, String passed) {
    this(side, passed, passed);
  }

  Check(Side side, String passed, String approved) {
    this.side = side;
    this.passed = passed;
    this.approved = approved;
  }

  public Side side() {
    return side;
  }

  /** What is so when nothing was in the way here; tells nothing of either side's resources. */
  public String passed() {
    return passed;
  }

  /** What is so when a request was approved here. */
  public String approved() {
    return approved;
  }
}
