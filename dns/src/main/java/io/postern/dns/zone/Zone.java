package io.postern.dns.zone;

import io.postern.dns.metric.QueryVolume;
import io.postern.dns.name.DnsName;
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
  private final PersistentMap<DnsName, Entry> entries;
  private final int nodeCount;

  /** Names that hold a delegation or a DNAME. */
  private final int turnCount;

  /** A name of the tree: what it holds, and how many names stand directly below it. */
  private record Entry(Node node, int children) {
    boolean isNeeded() {
      return children > 0 || !node.isEmpty();
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
          volume);
    }
  }

  private Zone(Head head, PersistentMap<DnsName, Entry> entries, int nodeCount, int turnCount) {
    this.head = head;
    this.entries = entries;
    this.nodeCount = nodeCount;
    this.turnCount = turnCount;
  }

  /** A zone that holds its SOA only. */
  public static Zone empty(DnsName apex, SoaSettings soa, ClaimPolicy policy, long revision) {
    var tree = PersistentMap.<DnsName, Entry>empty().with(apex, new Entry(Node.EMPTY, 0));
    return new Zone(Head.of(apex, soa, policy, revision, new QueryVolume()), tree, 0, 0);
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
    return nodeCount;
  }

  /** The SOA as answered to a question for it. */
  public OwnedSet soa() {
    return head.soa();
  }

  /** The SOA as it goes with a denial, its TTL lowered to the negative TTL (RFC 2308 §3). */
  public OwnedSet negativeSoa() {
    return head.negativeSoa();
  }

  /**
   * What stands at {@code name}: {@link Node#EMPTY} for an empty non-terminal, null for no name.
   */
  public @Nullable Node node(DnsName name) {
    var entry = entries.get(name);
    return entry == null ? null : entry.node();
  }

  /** Whether other names stand below {@code name}. */
  public boolean hasNamesBelow(DnsName name) {
    var entry = entries.get(name);
    return entry != null && entry.children() > 0;
  }

  /** Whether a question may leave the zone on its way down: by a delegation or a DNAME. */
  public boolean hasTurns() {
    return turnCount > 0;
  }

  /** Whether name servers below the apex say that others answer for {@code name} and below. */
  public boolean isCut(DnsName name) {
    var node = hasTurns() ? node(name) : null;
    return node != null && isCut(name, node);
  }

  /** Every name that holds something, in no particular order. */
  public void forEachNode(BiConsumer<DnsName, Node> action) {
    entries.forEach((name, entry) -> {
      if (!entry.node().isEmpty()) {
        action.accept(name, entry.node());
      }
    });
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

  private Zone withHead(Head changed) {
    return new Zone(changed, entries, nodeCount, turnCount);
  }

  /**
   * This zone with {@code node} in place of whatever stood at {@code name}; an empty node removes.
   *
   * @throws IllegalArgumentException if the name is not in the zone, or the node has what a zone
   *     may not hold there: an SOA, or a CNAME at the apex
   */
  public Zone withNode(DnsName name, Node node) {
    check(name, node);
    var before = entries.get(name);
    var held = before != null && !before.node().isEmpty() ? 1 : 0;
    var holds = node.isEmpty() ? 0 : 1;
    var changed = node.isEmpty() ? removed(entries, name) : placed(entries, name, node, before);
    var turned = before == null ? 0 : turns(name, before.node());
    return new Zone(
        head, changed, nodeCount - held + holds, turnCount - turned + turns(name, node));
  }

  private int turns(DnsName name, Node node) {
    return isCut(name, node) || node.recordSet(RecordType.DNAME) != null ? 1 : 0;
  }

  private boolean isCut(DnsName name, Node node) {
    return node.recordSet(RecordType.NS) != null && !name.equals(head.apex);
  }

  public Zone withoutNode(DnsName name) {
    return withNode(name, Node.EMPTY);
  }

  private void check(DnsName name, Node node) {
    if (!name.isSubdomainOf(head.apex)) {
      throw new IllegalArgumentException(name + " is not in the zone " + head.apex);
    }
    if (node.recordSet(RecordType.SOA) != null) {
      throw new IllegalArgumentException("the SOA of " + head.apex + " comes from its settings");
    }
    if (name.equals(head.apex) && node.recordSet(RecordType.CNAME) != null) {
      throw new IllegalArgumentException("a CNAME may not stand at the apex " + head.apex);
    }
  }

  private PersistentMap<DnsName, Entry> placed(
      PersistentMap<DnsName, Entry> tree, DnsName name, Node node, @Nullable Entry before) {
    if (before != null) {
      return tree.with(name, new Entry(node, before.children()));
    }
    return withChildCounted(tree.with(name, new Entry(node, 0)), name.parent());
  }

  private static PersistentMap<DnsName, Entry> withChildCounted(
      PersistentMap<DnsName, Entry> tree, DnsName parent) {
    var entry = tree.get(parent);
    if (entry != null) {
      return tree.with(parent, new Entry(entry.node(), entry.children() + 1));
    }
    return withChildCounted(tree.with(parent, new Entry(Node.EMPTY, 1)), parent.parent());
  }

  private PersistentMap<DnsName, Entry> removed(PersistentMap<DnsName, Entry> tree, DnsName name) {
    var entry = tree.get(name);
    if (entry == null) {
      return tree;
    }
    return pruned(tree, name, new Entry(Node.EMPTY, entry.children()));
  }

  /** The tree with {@code entry} at the name, or without the name once nothing needs it. */
  private PersistentMap<DnsName, Entry> pruned(
      PersistentMap<DnsName, Entry> tree, DnsName name, Entry entry) {
    if (entry.isNeeded() || name.equals(head.apex)) {
      return tree.with(name, entry);
    }
    var parent = name.parent();
    var above = tree.get(parent);
    var rest = tree.without(name);
    return above == null
        ? rest
        : pruned(rest, parent, new Entry(above.node(), above.children() - 1));
  }
}
