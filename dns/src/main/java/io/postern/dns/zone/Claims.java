package io.postern.dns.zone;

/**
 * The claims on one name, by network and then age, each by its number in that order: what has to be
 * known to choose among them.
 */
public interface Claims {
  int claimCount();

  int networkOf(int claim);

  /** The age of a claim, lower is older. */
  long orderOf(int claim);

  boolean isLive(int claim);

  /** The live claim of the lowest order, of whatever network; -1 if none is live. */
  int oldestLive();
}
