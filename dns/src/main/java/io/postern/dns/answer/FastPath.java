package io.postern.dns.answer;

import io.postern.dns.lookup.ClaimPick;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.name.NameOctets;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.PackedNode;
import io.postern.dns.zone.Zone;
import org.jspecify.annotations.Nullable;

/**
 * Answers usual queries straight from the index, without making an object.
 *
 * <p>It knows the outcomes that depend on nothing but what stands at a name: records or one claim
 * that answers, a type that is not there, a name that is not there, and the CNAMEs between such
 * names, be it a zone's or the hop of a public name. Whatever has a condition to it is left to the
 * plain path: wildcards, delegations, names left to the public side, forwarding, several claims at
 * once, responses that would not fit. For what it answers, the response is octet for octet that of
 * the plain path.
 *
 * <p>To be used again and again, by one thread at a time.
 */
public final class FastPath {
  /** What {@link #answer} gives for a query that is for the plain path. */
  public static final int LEFT = 0;

  private static final int MAX_HOPS = 4;
  private static final int MIN_UDP_SIZE = 512;
  private static final int MAX_UDP_SIZE = 1232;

  /** Octets of the longest response; the plain path has what is longer. */
  public static final int MAX_RESPONSE = 4096;

  private static final int TYPE_A = 1;
  private static final int TYPE_CNAME = 5;
  private static final int TYPE_TXT = 16;
  private static final int TYPE_AAAA = 28;

  private static final int RESPONSE = 0x8000;
  private static final int AUTHORITATIVE = 0x0400;
  private static final int RECURSION_AVAILABLE = 0x0080;

  private final boolean datagrams;
  private final UsualQuery query = new UsualQuery();
  private final AnswerWriter writer = new AnswerWriter();
  private final PackedNode node = new PackedNode();
  private final ClaimPick pick = new ClaimPick();
  private final NameOctets[] targets = new NameOctets[MAX_HOPS];
  private final @Nullable Zone[] visited = new Zone[MAX_HOPS + 1];
  private int hops;
  private int zones;
  private Rcode rcode = Rcode.NOERROR;

  private FastPath(boolean datagrams) {
    this.datagrams = datagrams;
    for (int i = 0; i < MAX_HOPS; i++) {
      targets[i] = new NameOctets();
    }
  }

  /** For queries over UDP, whose clients say how long a response may be. */
  public static FastPath overUdp() {
    return new FastPath(true);
  }

  /** For queries over a stream. */
  public static FastPath overTcp() {
    return new FastPath(false);
  }

  /** Where a chain stands after one name. */
  private enum Step {
    FURTHER,
    DONE,
    /** For the plain path. */
    LEFT
  }

  /** Reads a query; false if it is for the plain path. */
  public boolean reads(byte[] message, int length) {
    return query.read(message, length);
  }

  /**
   * Answers the query that was read last.
   *
   * @param recursionAvailable whether the response says that names may be asked upstream
   * @param response written to from its beginning; of {@link #MAX_RESPONSE} octets
   * @return the length of the response; {@link #LEFT} if the query is for the plain path
   */
  public int answer(
      ZoneIndex index, NetworkView view, boolean recursionAvailable, byte[] response) {
    var end = query.copyQuestion(response);
    writer.begin(response, query.name, end, limit());
    rcode = Rcode.NOERROR;
    hops = 0;
    zones = 0;
    var name = query.name;
    while (true) {
      switch (step(index, view, name)) {
        case LEFT -> {
          return LEFT;
        }
        case DONE -> {
          return finish(recursionAvailable, response);
        }
        case FURTHER -> name = targets[hops - 1];
      }
    }
  }

  private int limit() {
    if (!datagrams) {
      return MAX_RESPONSE - UsualQuery.OPT_LENGTH;
    }
    return query.hasEdns()
        ? Math.clamp(query.udpSize(), MIN_UDP_SIZE, MAX_UDP_SIZE) - UsualQuery.OPT_LENGTH
        : MIN_UDP_SIZE;
  }

  private int finish(boolean recursionAvailable, byte[] response) {
    if (!writer.isComplete()) {
      return LEFT;
    }
    if (query.hasEdns()) {
      writer.putOpt(MAX_UDP_SIZE, query.dnssecOk());
    }
    var flags = RESPONSE | AUTHORITATIVE | query.echoedFlags() | rcode.code();
    putShort(response, 2, recursionAvailable ? flags | RECURSION_AVAILABLE : flags);
    putShort(response, 6, writer.answers());
    putShort(response, 8, writer.authorities());
    for (int i = 0; i < zones; i++) {
      var zone = visited[i];
      if (zone != null) {
        zone.queryVolume().count();
      }
    }
    return writer.length();
  }

  private static void putShort(byte[] target, int at, int value) {
    target[at] = (byte) (value >> 8);
    target[at + 1] = (byte) value;
  }

  /** The code of the response given last. */
  public Rcode rcode() {
    return rcode;
  }

  private Step step(ZoneIndex index, NetworkView view, NameOctets name) {
    if (!view.links().isEmpty()) {
      for (int ancestor = 0; ancestor <= name.labels(); ancestor++) {
        var link = index.link(view, name, ancestor);
        var zone = link == null ? null : index.zone(link.zoneId());
        if (link != null && zone != null) {
          return inZone(index, zone, link, view, name, ancestor);
        }
      }
    }
    var isOthers = !view.rules().isEmpty() || index.mayHaveClaim(view, name);
    return isOthers ? Step.LEFT : onPublicSide(index, name);
  }

  /** What the public side has; its denials, which name a domain of their own, are not for here. */
  private Step onPublicSide(ZoneIndex index, NameOctets name) {
    var packed = index.publicNames().packed(name);
    if (packed == null) {
      return Step.LEFT;
    }
    node.on(packed);
    var recorded = recorded(name);
    return recorded == null ? Step.LEFT : recorded;
  }

  /** The records made by hand: those of the type, or a CNAME; null if there are none. */
  private @Nullable Step recorded(NameOctets name) {
    var set = query.type() == TYPE_CNAME ? PackedNode.NONE : node.set(query.type());
    if (set != PackedNode.NONE) {
      return found(name, set);
    }
    var cname = node.set(TYPE_CNAME);
    return cname == PackedNode.NONE ? null : alias(name, cname);
  }

  private Step inZone(
      ZoneIndex index, Zone zone, Link link, NetworkView view, NameOctets name, int apex) {
    if (zone.hasRulingNames() && isRuled(zone, name, apex)) {
      return Step.LEFT;
    }
    visited[zones] = zone;
    zones++;
    var packed = zone.packed(name, 0, apex);
    if (packed == null) {
      var isOthers = link.redirectsMissingNames() || index.mayHaveClaim(view, name);
      return isOthers ? Step.LEFT : deny(zone, Rcode.NXDOMAIN);
    }
    node.on(packed);
    var recorded = recorded(name);
    if (recorded != null) {
      return recorded;
    }
    return node.claimCount() == 0 ? deny(zone, Rcode.NOERROR) : claimed(zone, view, name);
  }

  /**
   * Whether a name above, or a wildcard beside, has a say in what is answered for a name; true also
   * where that is not sure.
   */
  private static boolean isRuled(Zone zone, NameOctets name, int apex) {
    var encloser = apex;
    for (int ancestor = apex; ancestor >= 0; ancestor--) {
      var packed = zone.packed(name, ancestor, apex);
      if (packed == null) {
        return zone.mayHoldWildcardBelow(name, encloser);
      }
      if (PackedNode.isRuling(packed)) {
        return true;
      }
      encloser = ancestor;
    }
    return false;
  }

  private Step alias(NameOctets name, int cname) {
    if (hops == MAX_HOPS) {
      return Step.LEFT;
    }
    var target = targets[hops];
    var at = node.firstRecord(cname);
    var from = at + Short.BYTES;
    var end = from + node.recordLength(at);
    if (target.read(node.octets(), from, end) != end) {
      return Step.LEFT;
    }
    writer.putAlias(name, node.ttlSeconds(cname), target);
    hops++;
    return query.type() == TYPE_CNAME ? Step.DONE : Step.FURTHER;
  }

  /** Of other types the data may have names to compress, or more may go with it. */
  private Step found(NameOctets name, int set) {
    var type = query.type();
    if (type != TYPE_A && type != TYPE_AAAA && type != TYPE_TXT) {
      return Step.LEFT;
    }
    writer.putSet(name, node, set, type, query.id());
    return Step.DONE;
  }

  private Step deny(Zone zone, Rcode code) {
    writer.putDenial(zone.packedSoa());
    rcode = code;
    return Step.DONE;
  }

  private Step claimed(Zone zone, NetworkView view, NameOctets name) {
    pick.pick(node, zone.claimPolicy(), view);
    return switch (pick.count()) {
      case 0 -> node.hasRecordSets() ? deny(zone, Rcode.NOERROR) : Step.LEFT;
      case 1 -> fromClaim(zone, name, pick.claim(0));
      default -> Step.LEFT;
    };
  }

  private Step fromClaim(Zone zone, NameOctets name, int claim) {
    var type = query.type();
    var set = type == TYPE_A || type == TYPE_AAAA ? node.setOfClaim(claim, type) : PackedNode.NONE;
    if (set == PackedNode.NONE) {
      return deny(zone, Rcode.NOERROR);
    }
    writer.putSet(name, node, set, type, query.id());
    return Step.DONE;
  }
}
