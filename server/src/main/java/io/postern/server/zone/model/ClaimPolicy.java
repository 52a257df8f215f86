package io.postern.server.zone.model;

/**
 * What a zone answers when several endpoints claim one name. The end of a claim never removes
 * another.
 */
public enum ClaimPolicy {
  /** Each network gets the endpoints in it, else those of a peered network, else the oldest. */
  PER_VNET,

  /** All networks get the oldest approved one. */
  FIRST_WINS,

  /** All networks get all approved ones. */
  ALL,

  /**
   * The second claim is refused. Claims that were there before the zone had this policy are
   * answered as with {@link #FIRST_WINS}.
   */
  ERROR;

  /** Whether one claim answers all networks, so that what becomes of one depends on the others. */
  public boolean hasOneWinner() {
    return this == FIRST_WINS || this == ERROR;
  }
}
