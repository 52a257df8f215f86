package io.postern.dns.zone;

import java.util.List;

/**
 * An endpoint's claim on a name: addresses that hold for the network the endpoint is in.
 *
 * <p>A claim is live while the endpoint's connection lets traffic through and dormant otherwise. A
 * dormant claim gives no address; it keeps the name from being denied, so that the public side can
 * answer (see {@code Lookup.Dormant}).
 *
 * @param networkId the network the addresses belong to
 * @param order age of the claim, lower is older; members of one endpoint under one name share it
 * @param state whether its connection lets traffic through, and why not
 * @param recordSets A and AAAA only
 */
public record Claim(int networkId, long order, ClaimState state, List<RecordSet> recordSets) {
  public Claim {
    recordSets = List.copyOf(recordSets);
    for (var set : recordSets) {
      if (!set.type().isAddress()) {
        throw new IllegalArgumentException("a claim holds A and AAAA, not " + set.type());
      }
    }
    if (recordSets.isEmpty()) {
      throw new IllegalArgumentException("a claim holds at least one address");
    }
  }

  /** A claim that is live, or whose connection is pending. */
  public Claim(int networkId, long order, boolean live, List<RecordSet> recordSets) {
    this(networkId, order, live ? ClaimState.LIVE : ClaimState.PENDING, recordSets);
  }

  public boolean live() {
    return state == ClaimState.LIVE;
  }
}
