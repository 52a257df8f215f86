package io.postern.dns.view;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A node of a binary tree of prefixes: as deep as its prefix is long. There is one only on the way
 * to a prefix that somebody claims, so a node without children claims its own.
 *
 * @param networks those that claim exactly this prefix
 * @param zero the half whose next bit is 0
 */
record PrefixNode(List<Integer> networks, @Nullable PrefixNode zero, @Nullable PrefixNode one) {
  static final PrefixNode EMPTY = new PrefixNode(List.of(), null, null);

  PrefixNode {
    networks = List.copyOf(networks);
  }

  @Nullable PrefixNode child(boolean bit) {
    return bit ? one : zero;
  }

  boolean isLeaf() {
    return zero == null && one == null;
  }

  /** This tree with other claims on one prefix; it shares all that is beside the way there. */
  PrefixNode with(Prefix prefix, UnaryOperator<List<Integer>> change) {
    var changed = changed(this, prefix, 0, change);
    return changed == null ? EMPTY : changed;
  }

  private static @Nullable PrefixNode changed(
      @Nullable PrefixNode before, Prefix prefix, int depth, UnaryOperator<List<Integer>> change) {
    var node = before == null ? EMPTY : before;
    var after =
        depth == prefix.length()
            ? new PrefixNode(change.apply(node.networks), node.zero, node.one)
            : node.withChild(
                prefix.bit(depth),
                changed(node.child(prefix.bit(depth)), prefix, depth + 1, change));
    return after.isLeaf() && after.networks.isEmpty() ? null : after;
  }

  private PrefixNode withChild(boolean bit, @Nullable PrefixNode child) {
    return bit ? new PrefixNode(networks, zero, child) : new PrefixNode(networks, child, one);
  }
}
