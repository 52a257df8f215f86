package io.postern.dns.snapshot;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.ForwardRule;
import io.postern.dns.view.ForwardRules;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.PackedNode;
import io.postern.dns.zone.PersistentMap;
import io.postern.dns.zone.SoaSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes indexes of units, block by block: each unit is applied to the index of the one before it. A
 * unit counts once its last block is there.
 */
public final class IndexReader {
  /** Each by its number in the format. */
  static final List<ClaimPolicy> POLICIES = List.of(ClaimPolicy.values());

  private ZoneIndex complete;
  private @Nullable ZoneIndex next;
  private @Nullable ZoneDraft zone;
  private final List<ForwardRules> rules = new ArrayList<>();

  /**
   * @param start what the first unit is applied to, unless it is a whole index
   */
  public IndexReader(ZoneIndex start) {
    this.complete = start;
  }

  /** The index of the last unit that was complete. */
  public ZoneIndex index() {
    return complete;
  }

  /**
   * Takes in the next block.
   *
   * @param octets the block with its frame
   * @return whether it ended a unit, so that there is another index
   * @throws DamagedStateException if it is not whole, or not what has to come next; then no more
   *     may follow
   */
  public boolean take(byte[] octets) throws DamagedStateException {
    return take(Block.records(octets));
  }

  boolean take(ByteBuffer records) throws DamagedStateException {
    try {
      var in = new RecordReader(records);
      var ended = false;
      while (in.hasMore()) {
        ended = take(RecordKind.of(in.octet()), in);
      }
      return ended;
    } catch (RuntimeException | UnknownHostException e) {
      // The octets are as they were written, so another program has written them.
      throw new DamagedStateException("a record that makes no sense here: " + e, e);
    }
  }

  /** Whether that ended a unit. */
  private boolean take(RecordKind kind, RecordReader in)
      throws DamagedStateException, UnknownHostException {
    if (kind == RecordKind.NODE || kind == RecordKind.NODE_GONE) {
      node(kind, in);
      return false;
    }
    endZone();
    if (kind == RecordKind.BEGIN) {
      begin(in.longNumber());
      return false;
    }
    var before = next;
    if (before == null) {
      throw new DamagedStateException("a unit without its beginning");
    }
    switch (kind) {
      case ZONE -> zone = draft(before, in);
      case ZONE_GONE -> next = before.withoutZone(in.number());
      case NETWORK_GONE -> next = before.withoutNetwork(in.number());
      case RULES -> rules.add(rules(in));
      case NETWORK -> next = withNetwork(before, in);
      case PUBLIC_NAME -> next = withPublicName(before, in);
      case PUBLIC_NAME_GONE ->
          next = before.withPublicNames(before.publicNames().withoutOnly(in.name()));
      case PRIVATE_LINK_NAME ->
          next =
              before.withPublicNames(
                  before.publicNames().withPrivateLinkName(in.name(), in.optionalName()));
      case PUBLIC_VIEW -> next = before.withPublicRecursion(in.flag());
      case END -> end(before.withRevision(in.longNumber()));
      case BEGIN, NODE, NODE_GONE -> throw new AssertionError(kind);
    }
    return kind == RecordKind.END;
  }

  private void begin(long base) throws DamagedStateException {
    if (next != null) {
      throw new DamagedStateException("a unit within another");
    }
    if (base != IndexWriter.FROM_NOTHING && base != complete.revision()) {
      throw new DamagedStateException(
          "it changes revision " + base + " and not revision " + complete.revision());
    }
    next = base == IndexWriter.FROM_NOTHING ? ZoneIndex.empty() : complete;
    rules.clear();
  }

  private void end(ZoneIndex index) {
    complete = index;
    next = null;
  }

  private ZoneDraft draft(ZoneIndex before, RecordReader in) throws DamagedStateException {
    var id = in.number();
    var fresh = in.flag();
    var apex = in.name();
    var policy = POLICIES.get(in.octet());
    var revision = in.longNumber();
    var soa = soa(in);
    var known = before.zone(id);
    if (!fresh && (known == null || !known.apex().equals(apex))) {
      throw new DamagedStateException("it changes the zone " + apex + ", which is not there");
    }
    return fresh || known == null
        ? ZoneDraft.fresh(id, apex, soa, policy, revision)
        : ZoneDraft.of(id, known.withSettings(soa, policy, revision));
  }

  private static SoaSettings soa(RecordReader in) {
    return new SoaSettings(
        in.optionalName(),
        in.name(),
        in.number(),
        in.number(),
        in.number(),
        in.number(),
        in.number());
  }

  private void node(RecordKind kind, RecordReader in) throws DamagedStateException {
    var draft = zone;
    if (draft == null) {
      throw new DamagedStateException("a name without a zone");
    }
    if (kind == RecordKind.NODE_GONE) {
      draft.remove(in.octets(in.number(), 0));
    } else {
      draft.put(packed(in, draft.apex()));
    }
  }

  private static byte[] packed(RecordReader in, DnsName apex) throws DamagedStateException {
    var packed = in.octets(in.number(), PackedNode.lastingPart());
    PackedNode.rehash(packed, apex);
    return packed;
  }

  private void endZone() {
    var draft = zone;
    var index = next;
    if (draft != null && index != null) {
      next = index.withZone(draft.id(), draft.build());
    }
    zone = null;
  }

  private static ForwardRules rules(RecordReader in)
      throws DamagedStateException, UnknownHostException {
    var count = in.count();
    var read = new ArrayList<ForwardRule>(count);
    for (int i = 0; i < count; i++) {
      read.add(new ForwardRule(in.name(), servers(in)));
    }
    return ForwardRules.of(read);
  }

  private static List<InetSocketAddress> servers(RecordReader in)
      throws DamagedStateException, UnknownHostException {
    var count = in.count();
    var servers = new ArrayList<InetSocketAddress>(count);
    for (int i = 0; i < count; i++) {
      var address = InetAddress.getByAddress(in.octets(in.octet(), 0));
      servers.add(new InetSocketAddress(address, in.number()));
    }
    return servers;
  }

  private ZoneIndex withNetwork(ZoneIndex before, RecordReader in) throws DamagedStateException {
    var key = in.text();
    var id = in.number();
    var recursion = in.flag();
    var known = in.number();
    if (known < 0 || known > rules.size()) {
      throw new DamagedStateException("a network with rules that are not there");
    }
    var view =
        new NetworkView(
            id,
            PersistentMap.empty(),
            numbers(in),
            known == 0 ? ForwardRules.none() : rules.get(known - 1),
            PersistentMap.empty(),
            recursion);
    return before.withNetwork(key, withZonesOf(view, before, in), prefixes(in));
  }

  private static List<Integer> numbers(RecordReader in) throws DamagedStateException {
    var count = in.count();
    var numbers = new ArrayList<Integer>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(in.number());
    }
    return numbers;
  }

  private static NetworkView withZonesOf(NetworkView empty, ZoneIndex index, RecordReader in)
      throws DamagedStateException {
    var view = empty;
    var links = in.count();
    for (int i = 0; i < links; i++) {
      var apex = in.name();
      var link = new Link(in.number(), in.flag());
      view = view.withLink(shared(apex, index, link.zoneId()), link);
    }
    var claimed = in.count();
    for (int i = 0; i < claimed; i++) {
      var apex = in.name();
      var zoneIds = numbers(in);
      view = view.withClaimed(shared(apex, index, zoneIds.getFirst()), zoneIds);
    }
    return view;
  }

  /** The zone's own apex if it is this one: thousands of networks have it in common. */
  private static DnsName shared(DnsName apex, ZoneIndex index, int zoneId) {
    var zone = index.zone(zoneId);
    return zone != null && zone.apex().equals(apex) ? zone.apex() : apex;
  }

  private static Set<Prefix> prefixes(RecordReader in) throws DamagedStateException {
    var count = in.count();
    var prefixes = new HashSet<Prefix>();
    for (int i = 0; i < count; i++) {
      prefixes.add(new Prefix(in.flag(), in.longNumber(), in.longNumber(), in.octet()));
    }
    return prefixes;
  }

  private static ZoneIndex withPublicName(ZoneIndex before, RecordReader in)
      throws DamagedStateException {
    var fqdn = in.name();
    var alias = in.optionalName();
    var hasEndpoint = in.flag();
    var records = PackedNode.unpack(packed(in, DnsName.ROOT));
    return before.withPublicNames(
        before.publicNames().withOnly(new PublicName(fqdn, records, alias, hasEndpoint)));
  }
}
