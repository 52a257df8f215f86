package io.postern.dns.view;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Eight levels of a tree of prefixes in one, so that a look-up takes a step for each octet of an
 * address in place of each bit. Made anew from the tree on the way to a prefix that changes;
 * everything beside that way is shared. Immutable.
 */
final class OctetNode {
  /** What stands at an octet where no prefix that ends within it says anything. */
  private static final int UNSAID = -2;

  private static final int OCTETS = 256;

  private final int[] networks;
  private final @Nullable OctetNode[] below;

  private OctetNode(int[] networks, @Nullable OctetNode[] below) {
    this.networks = networks;
    this.below = below;
  }

  /**
   * The node of a tree in which one prefix has changed.
   *
   * @param before the node of the tree as it was; null if it had none
   * @param tree where the prefixes begin that are longer than {@code depth}
   * @param depth of the tree, in bits
   * @return null if there is no longer prefix
   */
  static @Nullable OctetNode of(
      @Nullable OctetNode before, PrefixNode tree, Prefix changed, int depth) {
    if (tree.isLeaf()) {
      return null;
    }
    var networks = new int[OCTETS];
    fill(networks, tree, 0, OCTETS, UNSAID);
    var below = before == null ? new @Nullable OctetNode[OCTETS] : before.below.clone();
    var end = depth + Byte.SIZE;
    if (changed.length() > end) {
      var octet = 0;
      var next = tree;
      for (int place = depth; place < end; place++) {
        octet = octet << 1 | (changed.bit(place) ? 1 : 0);
        var child = next.child(changed.bit(place));
        next = child == null ? PrefixNode.EMPTY : child;
      }
      below[octet] = of(below[octet], next, changed, end);
    }
    return new OctetNode(networks, below);
  }

  /** Gives the octets below a node what the longest prefix says that ends within them. */
  private static void fill(int[] networks, PrefixNode node, int from, int count, int shorter) {
    var said = count == OCTETS || node.networks().isEmpty() ? shorter : only(node.networks());
    var half = count / 2;
    if (half == 0 || node.isLeaf()) {
      Arrays.fill(networks, from, from + count, said);
      return;
    }
    fill(networks, orEmpty(node.zero()), from, half, said);
    fill(networks, orEmpty(node.one()), from + half, half, said);
  }

  private static PrefixNode orEmpty(@Nullable PrefixNode node) {
    return node == null ? PrefixNode.EMPTY : node;
  }

  /** The one network that claims a prefix, unless several do. */
  static int only(List<Integer> claimants) {
    return claimants.size() == 1 ? claimants.getFirst() : NetworkView.NO_NETWORK;
  }

  /**
   * The network of an IPv4 address.
   *
   * @param otherwise where no prefix holds it
   */
  static int networkOf(@Nullable OctetNode root, long address, int otherwise) {
    var found = otherwise;
    var node = root;
    for (int behind = Prefix.IPV4_LENGTH - Byte.SIZE; node != null; behind -= Byte.SIZE) {
      var octet = (int) (address >>> behind) & 0xff;
      var said = node.networks[octet];
      found = said == UNSAID ? found : said;
      node = node.below[octet];
    }
    return found;
  }
}
