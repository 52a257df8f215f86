package io.postern.dns.view;

import io.postern.dns.zone.PersistentMap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which network an address belongs to: the owner of the longest prefix that holds it.
 *
 * <p>A prefix that several networks claim tells nothing about who asks; an address whose longest
 * prefix is such a one matches no network, not the owner of a shorter one. Each prefix length in
 * use costs a look-up one probe, and address plans have few. Immutable.
 */
public final class PrefixTable {
  private static final int LENGTHS = 129;
  private static final PrefixTable EMPTY =
      new PrefixTable(PersistentMap.empty(), new int[LENGTHS], new int[LENGTHS]);

  private final PersistentMap<Prefix, List<Integer>> owners;
  private final int[] ipv4PrefixesOfLength;
  private final int[] ipv6PrefixesOfLength;

  private PrefixTable(
      PersistentMap<Prefix, List<Integer>> owners, int[] ipv4Prefixes, int[] ipv6Prefixes) {
    this.owners = owners;
    this.ipv4PrefixesOfLength = ipv4Prefixes;
    this.ipv6PrefixesOfLength = ipv6Prefixes;
  }

  public static PrefixTable empty() {
    return EMPTY;
  }

  /** The network {@code address} belongs to; empty if to none or to several. */
  public OptionalInt networkOf(InetAddress address) {
    var whole = Prefix.of(address, address.getAddress().length * 8);
    var prefixesOfLength = whole.ipv4() ? ipv4PrefixesOfLength : ipv6PrefixesOfLength;
    for (int length = whole.length(); length >= 0; length--) {
      if (prefixesOfLength[length] == 0) {
        continue;
      }
      var networks = owners.get(whole.shortened(length));
      if (networks != null) {
        return networks.size() == 1 ? OptionalInt.of(networks.getFirst()) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /** The networks that claim exactly this prefix. */
  public List<Integer> claimants(Prefix prefix) {
    var networks = owners.get(prefix);
    return networks == null ? List.of() : networks;
  }

  /** This table with {@code prefix} claimed by one more network. */
  public PrefixTable with(Prefix prefix, int networkId) {
    var before = owners.get(prefix);
    if (before == null) {
      return changed(prefix, List.of(networkId), +1);
    }
    if (before.contains(networkId)) {
      return this;
    }
    var networks = new ArrayList<>(before);
    networks.add(networkId);
    return changed(prefix, networks, 0);
  }

  /** This table without the network's claim on {@code prefix}. */
  public PrefixTable without(Prefix prefix, int networkId) {
    var before = owners.get(prefix);
    if (before == null || !before.contains(networkId)) {
      return this;
    }
    if (before.size() == 1) {
      return changed(prefix, null, -1);
    }
    return changed(prefix, before.stream().filter(id -> id != networkId).toList(), 0);
  }

  private PrefixTable changed(Prefix prefix, @Nullable List<Integer> networks, int step) {
    var changedOwners =
        networks == null ? owners.without(prefix) : owners.with(prefix, List.copyOf(networks));
    return prefix.ipv4()
        ? new PrefixTable(
            changedOwners, counted(ipv4PrefixesOfLength, prefix, step), ipv6PrefixesOfLength)
        : new PrefixTable(
            changedOwners, ipv4PrefixesOfLength, counted(ipv6PrefixesOfLength, prefix, step));
  }

  private static int[] counted(int[] prefixesOfLength, Prefix prefix, int step) {
    if (step == 0) {
      return prefixesOfLength;
    }
    var copy = Arrays.copyOf(prefixesOfLength, LENGTHS);
    copy[prefix.length()] += step;
    return copy;
  }
}
