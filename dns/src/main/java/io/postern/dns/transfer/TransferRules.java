package io.postern.dns.transfer;

import io.postern.dns.codec.Signed;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.Client;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.PrefixSet;
import io.postern.dns.view.ZoneIndex;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who may have whole zones, who is told of changes, and how much of it there is at one time. Nobody
 * may, unless it is listed.
 *
 * @param keys names of the keys with which the zones of their own network may be asked for; each is
 *     one that queries may be signed with
 * @param prefixes from where zones may be asked for without a signature, on listeners that are
 *     bound to a network
 * @param secondaries who is told when a zone has changed
 * @param mostAtOnce transfers under way at one time, at least 1
 * @param mostOfNetwork how many of them may be for one network, at least 1
 * @param longest how long one transfer may take
 */
public record TransferRules(
    Set<DnsName> keys,
    PrefixSet prefixes,
    List<Secondary> secondaries,
    int mostAtOnce,
    int mostOfNetwork,
    Duration longest) {

  public static final int MOST_AT_ONCE = 20;
  public static final int MOST_OF_NETWORK = 10;
  public static final Duration LONGEST = Duration.ofMinutes(10);

  /** No transfers. */
  public static final TransferRules NONE = of(Set.of(), PrefixSet.NONE, List.of());

  public TransferRules {
    keys = Set.copyOf(keys);
    secondaries = List.copyOf(secondaries);
    if (mostAtOnce < 1 || mostOfNetwork < 1) {
      throw new IllegalArgumentException("limits of transfers must be at least 1");
    }
    if (longest.isNegative() || longest.isZero()) {
      throw new IllegalArgumentException("a transfer takes some time");
    }
    if (new HashSet<>(secondaries).size() != secondaries.size()) {
      throw new IllegalArgumentException("a secondary is listed twice");
    }
  }

  /** Rules with the usual limits: 20 transfers at once, 10 for one network, 10 minutes each. */
  public static TransferRules of(
      Set<DnsName> keys, PrefixSet prefixes, List<Secondary> secondaries) {
    return new TransferRules(keys, prefixes, secondaries, MOST_AT_ONCE, MOST_OF_NETWORK, LONGEST);
  }

  /** The same with other limits. */
  public TransferRules withLimits(int atOnce, int ofNetwork, Duration time) {
    return new TransferRules(keys, prefixes, secondaries, atOnce, ofNetwork, time);
  }

  /**
   * Whether a client may have the zones of a view. A signature decides by itself: a key of another
   * network gives no right to this one, wherever it comes from.
   */
  public boolean permit(ZoneIndex index, NetworkView view, Client client, Signed signed) {
    return switch (signed) {
      case Signed.By by ->
          keys.contains(DnsName.parse(by.key().name()))
              && index.networkId(by.key().networkKey()).equals(OptionalInt.of(view.networkId()));
      case Signed.Not _ -> client.networkKey() != null && prefixes.contains(client.source());
      case Signed.Refused _ -> false;
    };
  }
}
