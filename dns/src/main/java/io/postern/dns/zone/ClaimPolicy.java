package io.postern.dns.zone;

/** How a zone chooses among the claims of several endpoints on one name. */
public enum ClaimPolicy {
  /** Each network its own endpoint's address, else a peered network's, else the oldest. */
  PER_NETWORK,
  /** The oldest live claim answers every network. */
  FIRST_WINS,
  /** All live claims answer every network. */
  ALL
}
