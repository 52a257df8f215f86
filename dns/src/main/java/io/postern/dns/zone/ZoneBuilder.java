package io.postern.dns.zone;

import io.postern.dns.name.DnsName;
import org.jspecify.annotations.Nullable;

/**
 * A zone in the making, for many names at once: nobody sees it before it is built, so nothing is
 * copied when a name is added. By one thread; it takes no more once the zone has been built.
 */
public final class ZoneBuilder {
  private final DnsName apex;
  private final NameTable.Builder names = new NameTable.Builder();
  private Zone.Counts counts = Zone.Counts.NONE;

  public ZoneBuilder(DnsName apex) {
    this.apex = apex;
    names.add(PackedNode.pack(apex, apex, Node.EMPTY, 0));
  }

  /**
   * What stands at a name of the zone so far: {@link Node#EMPTY} for an empty non-terminal, null
   * for no name.
   */
  public @Nullable Node node(DnsName name) {
    var packed = packed(name);
    return packed == null ? null : PackedNode.unpack(packed);
  }

  private byte @Nullable [] packed(DnsName name) {
    var owner = name.wireLength() - apex.wireLength();
    return names.find(name.toWire(), owner, name.hashCode());
  }

  /**
   * Puts {@code node}, which holds something, in place of whatever stands at {@code name}.
   *
   * @throws IllegalArgumentException as {@link Zone#withNode} has it
   */
  public void put(DnsName name, Node node) {
    Zone.check(apex, name, node);
    var before = packed(name);
    if (before == null) {
      place(PackedNode.pack(name, apex, node, 0));
      countBelow(name.parent());
    } else {
      counts = counts.without(before);
      place(PackedNode.pack(name, apex, node, PackedNode.children(before)));
    }
  }

  /**
   * Adds a name as another zone has it, with the number of names below it: that zone's other names
   * have to follow.
   */
  public void add(byte[] packed) {
    place(packed);
  }

  private void place(byte[] packed) {
    names.add(packed);
    counts = counts.with(packed);
  }

  private void countBelow(DnsName parent) {
    var packed = packed(parent);
    if (packed != null) {
      PackedNode.addChild(packed);
    } else {
      names.add(PackedNode.pack(parent, apex, Node.EMPTY, 1));
      countBelow(parent.parent());
    }
  }

  public Zone build(SoaSettings soa, ClaimPolicy policy, long revision) {
    return Zone.of(apex, soa, policy, revision, new Zone.Tree(names.build(), counts));
  }
}
