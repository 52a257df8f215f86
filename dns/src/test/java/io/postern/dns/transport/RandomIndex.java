package io.postern.dns.transport;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.ForwardRule;
import io.postern.dns.view.ForwardRules;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.ClaimState;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Indexes by chance, of names from a small stock of labels, so that zones lie within each other,
 * chains meet, and most questions hit something.
 */
public final class RandomIndex {
  public static final List<String> APEXES = List.of("z", "a.z", "privatelink.z", "b.a.z", "y");
  public static final int NETWORKS = 4;

  private static final List<String> LABELS =
      List.of("a", "b", "c", "acct1", "acct2", "acct3", "ns1", "privatelink");
  private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.1");

  private final Random random;

  public RandomIndex(Random random) {
    this.random = random;
  }

  static String key(int network) {
    return "net" + network;
  }

  String label() {
    return LABELS.get(random.nextInt(LABELS.size()));
  }

  /** A name at or below one of the apexes, or of none of them. */
  DnsName name() {
    var name = DnsName.parse(random.nextInt(12) == 0 ? "x" : apex());
    for (int labels = random.nextInt(4); labels > 0; labels--) {
      name = name.child(label());
    }
    return name;
  }

  private String apex() {
    return APEXES.get(random.nextInt(APEXES.size()));
  }

  public ZoneIndex next() {
    var index = ZoneIndex.empty().withRevision(random.nextLong(1, 1L << 40));
    for (int id = 0; id < APEXES.size(); id++) {
      index = index.withZone(id, zone(DnsName.parse(APEXES.get(id))));
    }
    for (int network = 1; network <= NETWORKS; network++) {
      index = index.withNetwork(key(network), view(network), space(network));
    }
    for (int i = 0; i < 12; i++) {
      index = withPublicName(index);
    }
    return index;
  }

  /** The index after a few changes, of every sort that there is. */
  public ZoneIndex changed(ZoneIndex before) {
    var index = before.withRevision(before.revision() + 1 + random.nextInt(3));
    for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
      index = changedOnce(index);
    }
    return index;
  }

  private ZoneIndex changedOnce(ZoneIndex index) {
    var id = random.nextInt(APEXES.size());
    var zone = index.zone(id);
    var network = 1 + random.nextInt(NETWORKS);
    var known = index.network(network);
    return switch (random.nextInt(12)) {
      case 0 -> zone == null ? index : index.withoutZone(id);
      case 1 -> index.withZone(id, zone(DnsName.parse(APEXES.get(id))));
      // An id is never another zone's, but a zone may come back under another one.
      case 2 -> index.withZone(id + 100, zone(DnsName.parse(APEXES.get(id))));
      case 3 -> index.withoutNetwork(network);
      case 4 -> index.withNetwork(key(network), view(network), space(network));
      case 5 -> known == null ? index : index.withView(view(network));
      case 6 -> withPublicName(index);
      case 7 -> index.withoutPublicName(name());
      case 8 -> index.withPublicRecursion(random.nextBoolean());
      default -> zone == null ? index : index.withZone(id, changed(zone, index.revision()));
    };
  }

  private Zone changed(Zone zone, long revision) {
    var apex = zone.apex();
    var changed = zone.withRevision(revision);
    for (int i = random.nextInt(4); i >= 0; i--) {
      var name = apex;
      for (int labels = random.nextInt(4); labels > 0; labels--) {
        name = name.child(random.nextInt(12) == 0 ? "*" : label());
      }
      changed =
          random.nextInt(3) == 0
              ? changed.withoutNode(name)
              : changed.withNode(name, node(name.equals(apex), random.nextInt(2) == 0));
    }
    return random.nextInt(4) == 0
        ? changed.withSoaSettings(soa()).withClaimPolicy(ClaimPolicy.FIRST_WINS)
        : changed;
  }

  /** The first network is where the clients of these tests are. */
  private static Set<Prefix> space(int network) {
    return network == 1
        ? Set.of(Prefix.parse("127.0.0.0/8"))
        : Set.of(Prefix.parse("10." + network + ".0.0/16"), Prefix.parse("126.0.0.0/7"));
  }

  private NetworkView view(int network) {
    var rules = random.nextInt(4) == 0;
    var view = NetworkView.of(network, random.nextBoolean());
    for (int id = 0; id < APEXES.size(); id++) {
      if (random.nextInt(3) > 0) {
        view = view.withLink(DnsName.parse(APEXES.get(id)), new Link(id, random.nextInt(4) == 0));
      }
      if (random.nextInt(3) == 0) {
        view = view.withClaimed(DnsName.parse(APEXES.get(id)), List.of(id));
      }
    }
    if (random.nextBoolean()) {
      view = view.withPeers(List.of(network % NETWORKS + 1));
    }
    // Nobody answers there: these tests never ask for recursion where there are rules.
    var rule = new ForwardRule(name(), List.of(new InetSocketAddress(NOBODY, 9)));
    return rules ? view.withRules(ForwardRules.of(List.of(rule))) : view;
  }

  private ZoneIndex withPublicName(ZoneIndex index) {
    var fqdn = name();
    var link = name();
    var records = random.nextBoolean() ? List.of(cname()) : List.of(addresses(RecordType.A));
    var name = PublicName.of(fqdn, records);
    return index.withPublicName(
        fqdn.equals(link) ? name : name.withPrivateLink(link, random.nextInt(4) > 0));
  }

  private Zone zone(DnsName apex) {
    var policies = ClaimPolicy.values();
    var policy =
        random.nextBoolean() ? ClaimPolicy.PER_NETWORK : policies[random.nextInt(policies.length)];
    var zone = Zone.empty(apex, soa(), policy, random.nextLong(1L << 33));
    var wild = random.nextInt(3) == 0;
    for (int i = 0; i < 25; i++) {
      var name = apex;
      for (int labels = random.nextInt(4); labels > 0; labels--) {
        name = name.child(wild && random.nextInt(8) == 0 ? "*" : label());
      }
      zone = zone.withNode(name, node(name.equals(apex), random.nextInt(3) == 0));
    }
    return zone;
  }

  private SoaSettings soa() {
    var mname = random.nextBoolean() ? null : name();
    return new SoaSettings(mname, name(), random.nextInt(4000), 1, 2, 3, random.nextInt(4000));
  }

  private Node node(boolean isApex, boolean claimed) {
    return switch (random.nextInt(isApex ? 8 : 10)) {
      case 0 -> Node.of(addresses(RecordType.A), addresses(RecordType.AAAA));
      case 1 -> Node.of(text(), RecordSet.of(RecordType.MX, 7, Rdata.mx(1, name())));
      case 2 -> Node.of(addresses(RecordType.A), named(RecordType.NS));
      case 3 ->
          Node.of(
              named(RecordType.PTR), RecordSet.of(RecordType.SRV, 9, Rdata.srv(1, 2, 3, name())));
      case 4 -> random.nextInt(4) == 0 ? Node.of(named(RecordType.DNAME)) : Node.of(text());
      case 5, 6 -> new Node(claimed ? List.of(text()) : List.of(), claims());
      case 7 -> Node.of(addresses(RecordType.A));
      default -> Node.of(cname());
    };
  }

  private RecordSet cname() {
    return RecordSet.cname(random.nextInt(100), name());
  }

  private RecordSet named(RecordType type) {
    return RecordSet.of(type, random.nextInt(100), Rdata.name(name()));
  }

  private RecordSet text() {
    var strings = new ArrayList<String>();
    for (int i = random.nextInt(10) == 0 ? 6 : 0; i >= 0; i--) {
      strings.add("x".repeat(random.nextInt(250)));
    }
    return RecordSet.of(RecordType.TXT, 30, Rdata.txt(strings));
  }

  /** Sometimes more than any datagram takes. */
  private RecordSet addresses(RecordType type) {
    var count = random.nextInt(12) == 0 ? 20 + random.nextInt(60) : 1 + random.nextInt(3);
    var rdata = IntStream.range(0, count).mapToObj(i -> address(type, i)).toList();
    return new RecordSet(type, random.nextInt(1000), rdata);
  }

  private Rdata address(RecordType type, int number) {
    var octets = new byte[type.equals(RecordType.A) ? 4 : 16];
    random.nextBytes(octets);
    octets[0] = 10;
    octets[1] = (byte) number;
    try {
      return Rdata.address(InetAddress.getByAddress(octets));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private List<Claim> claims() {
    var claims = new ArrayList<Claim>();
    for (int order = random.nextInt(4); order >= 0; order--) {
      var sets = new ArrayList<RecordSet>(List.of(addresses(RecordType.A)));
      if (random.nextInt(3) == 0) {
        sets.add(addresses(RecordType.AAAA));
      }
      var network = 1 + random.nextInt(NETWORKS + 1);
      var states = ClaimState.values();
      var state = random.nextInt(4) > 0 ? ClaimState.LIVE : states[random.nextInt(states.length)];
      claims.add(new Claim(network, order, state, sets));
    }
    return claims;
  }
}
