package io.postern.dns.view;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which network an address belongs to: the owner of the longest prefix that holds it.
 *
 * <p>A prefix that several networks claim tells nothing about who asks; an address whose longest
 * prefix is such a one matches no network, not the owner of a shorter one. A look-up takes at most
 * one step for each octet of the longest IPv4 prefix, for each bit of the longest IPv6 prefix.
 * Immutable.
 */
public final class PrefixTable {
  private static final PrefixTable EMPTY =
      new PrefixTable(PrefixNode.EMPTY, null, PrefixNode.EMPTY);

  private final PrefixNode ipv4;
  private final @Nullable OctetNode ipv4Octets;
  private final PrefixNode ipv6;

  private PrefixTable(PrefixNode ipv4, @Nullable OctetNode ipv4Octets, PrefixNode ipv6) {
    this.ipv4 = ipv4;
    this.ipv4Octets = ipv4Octets;
    this.ipv6 = ipv6;
  }

  public static PrefixTable empty() {
    return EMPTY;
  }

  /**
   * What the table says of a block of addresses.
   *
   * @param network the one that all of the block belongs to; empty if to none, to several, or some
   *     of it to another
   * @param scope the length of the widest prefix around the block's first address in which the
   *     table says the same of every address, so that what holds here must not be carried beyond
   *     it. Longer than the block's own length where a longer prefix lies within the block
   */
  public record Match(OptionalInt network, int scope) {}

  /** The network {@code address} belongs to; empty if to none or to several. */
  public OptionalInt networkOf(InetAddress address) {
    return match(Prefix.of(address, address.getAddress().length * 8)).network();
  }

  /**
   * The same of an address in numbers, as a {@link Prefix} has it: {@link NetworkView#NO_NETWORK}
   * if to none or to several.
   */
  public int networkOf(boolean inIpv4, long high, long low) {
    return inIpv4
        ? OctetNode.networkOf(ipv4Octets, low, OctetNode.only(ipv4.networks()))
        : networkOfIpv6(high, low);
  }

  private int networkOfIpv6(long high, long low) {
    var node = ipv6;
    var nearest = node.networks();
    for (int depth = 0; depth < Prefix.IPV6_LENGTH; depth++) {
      node = node.child(Prefix.bit(high, low, Prefix.IPV6_LENGTH - 1 - depth));
      if (node == null) {
        break;
      }
      nearest = node.networks().isEmpty() ? nearest : node.networks();
    }
    return OctetNode.only(nearest);
  }

  /** The network that a whole block belongs to, and how far that holds. */
  public Match match(Prefix block) {
    var node = root(block);
    var nearest = node.networks();
    int depth = 0;
    while (depth < block.length() && !node.isLeaf()) {
      var next = node.child(block.bit(depth));
      depth++;
      if (next == null) {
        return new Match(only(nearest), depth);
      }
      node = next;
      nearest = node.networks().isEmpty() ? nearest : node.networks();
    }
    return node.isLeaf()
        ? new Match(only(nearest), depth)
        : new Match(OptionalInt.empty(), depthOfFirst(node, depth));
  }

  private static OptionalInt only(List<Integer> networks) {
    return networks.size() == 1 ? OptionalInt.of(networks.getFirst()) : OptionalInt.empty();
  }

  /** Where the first address below a node is told apart from all others. */
  private static int depthOfFirst(PrefixNode start, int startDepth) {
    var node = start;
    int depth = startDepth;
    while (node != null && !node.isLeaf()) {
      node = node.zero();
      depth++;
    }
    return depth;
  }

  private PrefixNode root(Prefix prefix) {
    return prefix.ipv4() ? ipv4 : ipv6;
  }

  /** The networks that claim exactly this prefix. */
  public List<Integer> claimants(Prefix prefix) {
    var node = root(prefix);
    for (int depth = 0; depth < prefix.length(); depth++) {
      var next = node.child(prefix.bit(depth));
      if (next == null) {
        return List.of();
      }
      node = next;
    }
    return node.networks();
  }

  /** This table with {@code prefix} claimed by one more network. */
  public PrefixTable with(Prefix prefix, int networkId) {
    if (claimants(prefix).contains(networkId)) {
      return this;
    }
    return withRoot(
        prefix,
        root(prefix)
            .with(
                prefix,
                networks -> Stream.concat(networks.stream(), Stream.of(networkId)).toList()));
  }

  /** This table without the network's claim on {@code prefix}. */
  public PrefixTable without(Prefix prefix, int networkId) {
    if (!claimants(prefix).contains(networkId)) {
      return this;
    }
    return withRoot(
        prefix,
        root(prefix)
            .with(prefix, networks -> networks.stream().filter(id -> id != networkId).toList()));
  }

  private PrefixTable withRoot(Prefix prefix, PrefixNode root) {
    return prefix.ipv4()
        ? new PrefixTable(root, OctetNode.of(ipv4Octets, root, prefix, 0), ipv6)
        : new PrefixTable(ipv4, ipv4Octets, root);
  }
}
