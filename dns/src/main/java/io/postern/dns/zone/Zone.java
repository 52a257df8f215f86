package io.postern.dns.zone;

import io.postern.dns.metric.QueryVolume;
import io.postern.dns.name.DnsName;
import io.postern.dns.name.NameOctets;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A private zone: an apex, its SOA, and the nodes below. Immutable and shared by all networks
 * linked to it.
 *
 * <p>The names form a tree without gaps: a name with nothing of its own that lies above a name with
 * records is there as an empty non-terminal (RFC 4592 §2.2.2). Each name counts its direct
 * children, so adding or removing one touches only its own ancestors.
 */
public final class Zone {
  private final Head head;
  private final Tree tree;

  /** The names. */
  record Tree(NameTable names, Counts counts) {
    Tree with(byte[] packed, byte @Nullable [] before) {
      var rest = before == null ? counts : counts.without(before);
      return new Tree(names.with(packed), rest.with(packed));
    }

    Tree without(byte[] packed) {
      return new Tree(names.without(packed), counts.without(packed));
    }
  }

  /**
   * How many names there are of a sort.
   *
   * @param holding those that hold something
   * @param ruling those that have a say in what is answered for others
   * @param turning those among them that are delegations or DNAMEs
   */
  record Counts(int holding, int ruling, int turning) {
    static final Counts NONE = new Counts(0, 0, 0);

    Counts with(byte[] packed) {
      return plus(packed, 1);
    }

    Counts without(byte[] packed) {
      return plus(packed, -1);
    }

    private Counts plus(byte[] packed, int sign) {
      return new Counts(
          holding + (PackedNode.isHolding(packed) ? sign : 0),
          ruling + (PackedNode.isRuling(packed) ? sign : 0),
          turning + (PackedNode.isTurning(packed) ? sign : 0));
    }
  }

  /** What does not depend on the names: shared by all zones that differ only in those. */
  private record Head(
      DnsName apex,
      SoaSettings settings,
      ClaimPolicy policy,
      long revision,
      OwnedSet soa,
      OwnedSet negativeSoa,
      PackedSoa packedSoa,
      QueryVolume volume) {

    static Head of(
        DnsName apex, SoaSettings settings, ClaimPolicy policy, long revision, QueryVolume volume) {
      // The serial is the low half of the revision, as serial arithmetic expects (RFC 1982).
      var soa = settings.toRecordSet(apex, (int) revision);
      return new Head(
          apex,
          settings,
          policy,
          revision,
          new OwnedSet(apex, soa),
          new OwnedSet(apex, soa.withTtl(settings.negativeTtlSeconds())),
          PackedSoa.of(apex, settings, (int) revision),
          volume);
    }
  }

  private Zone(Head head, Tree tree) {
    this.head = head;
    this.tree = tree;
  }

  /** A zone that holds its SOA only. */
  public static Zone empty(DnsName apex, SoaSettings soa, ClaimPolicy policy, long revision) {
    return new ZoneBuilder(apex).build(soa, policy, revision);
  }

  static Zone of(DnsName apex, SoaSettings soa, ClaimPolicy policy, long revision, Tree tree) {
    return new Zone(Head.of(apex, soa, policy, revision, new QueryVolume()), tree);
  }

  public DnsName apex() {
    return head.apex();
  }

  public SoaSettings soaSettings() {
    return head.settings();
  }

  public ClaimPolicy claimPolicy() {
    return head.policy();
  }

  /** The revision at which the zone last changed; its low 32 bits are the SOA's serial. */
  public long revision() {
    return head.revision();
  }

  /** What counts the queries: one for the zone's whole life, whatever it changes to. */
  public QueryVolume queryVolume() {
    return head.volume();
  }

  /** Number of names that hold something. */
  public int nodeCount() {
    return tree.counts().holding();
  }

  /** The SOA as answered to a question for it. */
  public OwnedSet soa() {
    return head.soa();
  }

  /** The SOA as it goes with a denial, its TTL lowered to the negative TTL (RFC 2308 §3). */
  public OwnedSet negativeSoa() {
    return head.negativeSoa();
  }

  /** The SOA of a denial, ready to be written. */
  public PackedSoa packedSoa() {
    return head.packedSoa();
  }

  /**
   * What stands at {@code name}: {@link Node#EMPTY} for an empty non-terminal, null for no name.
   */
  public @Nullable Node node(DnsName name) {
    var packed = packed(name);
    return packed == null ? null : PackedNode.unpack(packed);
  }

  /** Whether the zone has the name, if only because there are others below it. */
  public boolean hasName(DnsName name) {
    return packed(name) != null;
  }

  private byte @Nullable [] packed(DnsName name) {
    if (!name.isSubdomainOf(head.apex)) {
      return null;
    }
    var owner = name.wireLength() - head.apex.wireLength();
    return tree.names().find(name.toWire(), owner, name.hashCode());
  }

  /**
   * What stands at an ancestor of a name, the name itself being number 0; null for no name.
   *
   * @param apex which of the ancestors the zone's apex is
   */
  public byte @Nullable [] packed(NameOctets name, int ancestor, int apex) {
    return tree.names().find(name, name.start(ancestor), name.start(apex), name.hash(ancestor));
  }

  /** Whether the zone may hold the wildcard directly below an ancestor; false is for sure. */
  public boolean mayHoldWildcardBelow(NameOctets name, int ancestor) {
    return tree.names().mayHold(name.hashOfWildcardBelow(ancestor));
  }

  /** Whether there are names that have a say in what is answered for others. */
  public boolean hasRulingNames() {
    return tree.counts().ruling() > 0;
  }

  /** Whether a question may leave the zone on its way down: by a delegation or a DNAME. */
  public boolean hasTurns() {
    return tree.counts().turning() > 0;
  }

  /** Whether name servers below the apex say that others answer for {@code name} and below. */
  public boolean isCut(DnsName name) {
    var node = hasTurns() && !name.equals(head.apex) ? node(name) : null;
    return node != null && node.recordSet(RecordType.NS) != null;
  }

  /** Whether other names stand below {@code name}. */
  public boolean hasNamesBelow(DnsName name) {
    var packed = packed(name);
    return packed != null && PackedNode.children(packed) > 0;
  }

  /** Every name that holds something, in no particular order. */
  public void forEachNode(BiConsumer<DnsName, Node> action) {
    tree.names()
        .forEach(packed -> {
          if (PackedNode.isHolding(packed)) {
            action.accept(PackedNode.name(packed, head.apex), PackedNode.unpack(packed));
          }
        });
  }

  /** Told of a name that differs, with what stands there in each of two zones. */
  @FunctionalInterface
  public interface Difference {
    void tell(DnsName name, Node before, Node after);
  }

  /**
   * Tells the names at which two versions of a zone may hold something else. Costs what was changed
   * on the way from one version to the other.
   *
   * @param everything tells every name that holds something in one of them, whether it differs or
   *     not
   * @throws IllegalArgumentException if they are not of one apex
   */
  public static void compare(Zone before, Zone after, boolean everything, Difference told) {
    if (!before.apex().equals(after.apex())) {
      throw new IllegalArgumentException(before.apex() + " is not " + after.apex());
    }
    NameTable.compare(
        before.tree.names(),
        after.tree.names(),
        everything,
        (was, is) -> {
          if ((was != null && PackedNode.isHolding(was))
              || (is != null && PackedNode.isHolding(is))) {
            told.tell(nameOf(after.apex(), was, is), nodeOf(was), nodeOf(is));
          }
        });
  }

  /** Told of a name as it was packed and as it is; null where it is not there. */
  @FunctionalInterface
  public interface PackedDifference {
    void tell(byte @Nullable [] before, byte @Nullable [] after);
  }

  /**
   * Tells every name that is packed otherwise in two versions of a zone, the empty non-terminals
   * too. Costs what was changed on the way from one version to the other.
   *
   * @param before null tells all names
   */
  public static void comparePacked(@Nullable Zone before, Zone after, PackedDifference told) {
    NameTable.compare(
        before == null ? NameTable.EMPTY : before.tree.names(),
        after.tree.names(),
        false,
        told::tell);
  }

  private static DnsName nameOf(DnsName apex, byte @Nullable [] was, byte @Nullable [] is) {
    var packed = was == null ? Objects.requireNonNull(is) : was;
    return PackedNode.name(packed, apex);
  }

  private static Node nodeOf(byte @Nullable [] packed) {
    return packed == null ? Node.EMPTY : PackedNode.unpack(packed);
  }

  public Zone withRevision(long changedAt) {
    return withHead(Head.of(head.apex, head.settings, head.policy, changedAt, head.volume));
  }

  public Zone withSoaSettings(SoaSettings settings) {
    return withHead(Head.of(head.apex, settings, head.policy, head.revision, head.volume));
  }

  public Zone withClaimPolicy(ClaimPolicy policy) {
    return withHead(Head.of(head.apex, head.settings, policy, head.revision, head.volume));
  }

  /** This zone with all of these set. */
  public Zone withSettings(SoaSettings soa, ClaimPolicy policy, long changedAt) {
    return withHead(Head.of(head.apex, soa, policy, changedAt, head.volume));
  }

  /**
   * This zone with a name as another version of it has it, with the number of names below it: what
   * else differs from that version has to follow.
   */
  public Zone withPacked(byte[] packed) {
    var at = PackedNode.ownerAt();
    var owner = Arrays.copyOfRange(packed, at, at + PackedNode.ownerLength(packed));
    return new Zone(head, tree.with(packed, packed(owner)));
  }

  /** This zone without a name, in the same way. */
  public Zone withoutPacked(byte[] owner) {
    var before = packed(owner);
    return before == null ? this : new Zone(head, tree.without(before));
  }

  private byte @Nullable [] packed(byte[] owner) {
    return tree.names().find(owner, owner.length, head.apex.hashBelow(owner, 0, owner.length));
  }

  private Zone withHead(Head changed) {
    return new Zone(changed, tree);
  }

  /**
   * This zone with {@code node} in place of whatever stood at {@code name}; an empty node removes.
   *
   * @throws IllegalArgumentException if the name is not in the zone, or the node has what a zone
   *     may not hold there: an SOA, or a CNAME at the apex
   */
  public Zone withNode(DnsName name, Node node) {
    check(head.apex, name, node);
    var before = packed(name);
    return new Zone(head, node.isEmpty() ? removed(name, before) : placed(name, node, before));
  }

  public Zone withoutNode(DnsName name) {
    return withNode(name, Node.EMPTY);
  }

  static void check(DnsName apex, DnsName name, Node node) {
    if (!name.isSubdomainOf(apex)) {
      throw new IllegalArgumentException(name + " is not in the zone " + apex);
    }
    if (node.recordSet(RecordType.SOA) != null) {
      throw new IllegalArgumentException("the SOA of " + apex + " comes from its settings");
    }
    if (name.equals(apex) && node.recordSet(RecordType.CNAME) != null) {
      throw new IllegalArgumentException("a CNAME may not stand at the apex " + apex);
    }
  }

  private byte[] pack(DnsName name, Node node, int children) {
    return PackedNode.pack(name, head.apex, node, children);
  }

  private Tree placed(DnsName name, Node node, byte @Nullable [] before) {
    if (before != null) {
      return tree.with(pack(name, node, PackedNode.children(before)), before);
    }
    return withChildCounted(tree.with(pack(name, node, 0), null), name.parent());
  }

  private Tree withChildCounted(Tree grown, DnsName parent) {
    var packed = packed(parent);
    if (packed != null) {
      var counted = PackedNode.withChildren(packed, PackedNode.children(packed) + 1);
      return grown.with(counted, packed);
    }
    return withChildCounted(grown.with(pack(parent, Node.EMPTY, 1), null), parent.parent());
  }

  private Tree removed(DnsName name, byte @Nullable [] before) {
    return before == null
        ? tree
        : pruned(tree, name, before, pack(name, Node.EMPTY, PackedNode.children(before)));
  }

  /** The tree with {@code after} at the name, or without the name once nothing needs it. */
  private Tree pruned(Tree shrunk, DnsName name, byte[] before, byte[] after) {
    var isNeeded = PackedNode.children(after) > 0 || PackedNode.isHolding(after);
    if (isNeeded || name.equals(head.apex)) {
      return shrunk.with(after, before);
    }
    var parent = name.parent();
    var above = packed(parent);
    var rest = shrunk.without(before);
    return above == null
        ? rest
        : pruned(
            rest, parent, above, PackedNode.withChildren(above, PackedNode.children(above) - 1));
  }
}
