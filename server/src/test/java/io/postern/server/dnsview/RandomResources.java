package io.postern.server.dnsview;

import io.postern.server.connection.model.Connection;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PublicRecord;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import io.postern.server.zone.model.ClaimPolicy;
import io.postern.server.zone.model.DomainName;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordData;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.ResolutionPolicy;
import io.postern.server.zone.model.VirtualNetworkLink;
import io.postern.server.zone.model.ZoneGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * A small set of resources that changes at random, the way the use cases let it change: nothing
 * refers to what is not there, and what goes takes along what cannot stay.
 */
final class RandomResources {
  static final int NETWORKS = 4;
  static final int SITES = 3;
  static final int TARGETS = 3;
  static final List<String> APEXES =
      List.of("privatelink." + Samples.BLOB, "corp.example", "db.corp.example");

  private static final int GATEWAYS = 3;
  private static final int ENDPOINTS = 6;
  private static final List<String> GROUPS = List.of("g1", "g2");
  private static final List<String> RELATIVE_NAMES = List.of("@", "*", "acct0", "acct1", "www.x");

  private final Random random;
  private final BiConsumer<Resource, Long> put;
  private final BiConsumer<Resource, Long> remove;
  private final TreeMap<ResourceName, Resource> all = new TreeMap<>();
  private long revision;

  /**
   * @param put told of each resource that is new or changed, and of the revision
   * @param remove told of each that went
   */
  RandomResources(
      Random random, BiConsumer<Resource, Long> put, BiConsumer<Resource, Long> remove) {
    this.random = random;
    this.put = put;
    this.remove = remove;
  }

  /** All that are there. */
  Collection<Resource> all() {
    return List.copyOf(all.values());
  }

  /** Does one thing, or nothing where what it needs is missing. */
  void step() {
    switch (random.nextInt(13)) {
      case 0 -> putNetwork();
      case 1 -> togglePeering();
      case 2 -> putZone();
      case 3, 4 -> putLink();
      case 5, 6 -> putRecordSet();
      case 7 -> putTarget();
      case 8 -> putEndpoint();
      case 9 -> putZoneGroup();
      case 10 -> removeAny();
      case 11 -> putGateway();
      case 12 -> putSite();
      default -> throw new AssertionError();
    }
  }

  void removeAny() {
    if (all.isEmpty()) return;
    remove(new ArrayList<>(all.values()).get(random.nextInt(all.size())));
  }

  private void put(Resource resource) {
    all.put(resource.name(), resource);
    put.accept(resource, ++revision);
  }

  private void drop(Resource resource) {
    if (all.remove(resource.name()) != null) remove.accept(resource, ++revision);
  }

  private boolean has(ResourceName name) {
    return all.containsKey(name);
  }

  /** The revision of a resource's creation: its own if it is there, else the next. */
  private long created(ResourceName name) {
    var known = all.get(name);
    return known == null ? revision + 1 : known.meta().created().number();
  }

  private <T> List<T> those(Class<T> type, Predicate<T> which) {
    return all.values().stream().filter(type::isInstance).map(type::cast).filter(which).toList();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private ResourceName anyZoneName() {
    return Samples.zoneName(pick(GROUPS), pick(APEXES));
  }

  private void putNetwork() {
    int number = random.nextInt(NETWORKS);
    // Every other time of the same space as its neighbour, so that the two cancel out.
    var prefix = "10." + (random.nextBoolean() ? number : number ^ 1) + ".0.0/16";
    put(Samples.network(number, created(Samples.networkName(number)), prefix));
  }

  /** Stays in its network, whatever else changes. */
  private void putGateway() {
    int number = random.nextInt(GATEWAYS);
    int network = random.nextInt(NETWORKS);
    if (has(Samples.gatewayName(number)) || !has(Samples.networkName(network))) return;
    put(Samples.gateway(number, revision + 1, network));
  }

  /** Now and then of the same addresses as another site, or as a network. */
  private void putSite() {
    int number = random.nextInt(SITES);
    var gateways =
        those(VirtualNetworkGateway.class, _ -> random.nextBoolean()).stream()
            .map(Resource::name)
            .toList();
    var prefix = "10." + random.nextInt(NETWORKS + SITES) + ".0.0/16";
    put(Samples.site(number, created(Samples.siteName(number)), prefix, gateways));
  }

  private void togglePeering() {
    int from = random.nextInt(NETWORKS);
    int to = random.nextInt(NETWORKS);
    if (from == to || !has(Samples.networkName(from)) || !has(Samples.networkName(to))) return;
    var known = all.get(Samples.peeringName(from, to));
    if (known != null) {
      remove(known);
      return;
    }
    var back = all.get(Samples.peeringName(to, from));
    var state = back == null ? Peering.State.INITIATED : Peering.State.CONNECTED;
    put(Samples.peering(from, to, revision + 1, state));
    if (back instanceof Peering other) put(other.withState(state));
  }

  private void putZone() {
    var name = anyZoneName();
    put(
        Samples.zone(
            name, created(name), pick(List.of(ClaimPolicy.values())), 1 + random.nextInt(10)));
  }

  private void putLink() {
    var zone = anyZoneName();
    int network = random.nextInt(NETWORKS);
    var name = Samples.linkName(zone, network);
    var apex = PrivateDnsZone.apex(zone);
    boolean taken =
        !those(
                VirtualNetworkLink.class,
                link ->
                    link.virtualNetwork().equals(Samples.networkName(network))
                        && link.apex().equals(apex)
                        && !link.name().equals(name))
            .isEmpty();
    if (taken || !has(zone) || !has(Samples.networkName(network))) return;
    boolean redirects = PrivateDnsZone.followsPrivateEndpoints(apex) && random.nextBoolean();
    var policy = redirects ? ResolutionPolicy.NX_DOMAIN_REDIRECT : ResolutionPolicy.DEFAULT;
    put(Samples.link(zone, network, created(name), policy));
  }

  private void putRecordSet() {
    var zone = anyZoneName();
    if (!has(zone)) return;
    var relativeName = pick(RELATIVE_NAMES);
    var data = data();
    // No other record stands beside a CNAME, and none stands at an apex (RFC 1034 §3.6.2).
    boolean isAlias = data instanceof RecordData.Cname;
    boolean clashes =
        !those(
                RecordSet.class,
                set ->
                    set.zone().equals(zone)
                        && set.name().id().equals(relativeName)
                        && set.type() != data.type()
                        && (isAlias || set.records().getFirst() instanceof RecordData.Cname))
            .isEmpty();
    if (clashes || (isAlias && relativeName.equals("@"))) return;
    var name = Samples.recordSetName(zone, data.type(), relativeName);
    put(Samples.recordSet(zone, relativeName, created(name), data));
  }

  private RecordData data() {
    int number = random.nextInt(200);
    return switch (random.nextInt(4)) {
      case 0 -> new RecordData.A(IpAddress.of("10.99.0." + number));
      case 1 -> new RecordData.Aaaa(IpAddress.of("fd00::" + number));
      case 2 -> new RecordData.Txt(List.of("text " + number));
      default -> new RecordData.Cname(new DomainName("www.x." + pick(APEXES)));
    };
  }

  private void putTarget() {
    int number = random.nextInt(TARGETS);
    var records =
        switch (random.nextInt(3)) {
          case 0 -> List.of(Samples.publicAlias(number));
          case 1 -> List.of(Samples.publicAddress(number));
          default -> List.<PublicRecord>of();
        };
    put(Samples.target(number, created(Samples.targetName(number)), records));
  }

  /** A new endpoint, or one that is there with its connection moved. */
  private void putEndpoint() {
    int number = random.nextInt(ENDPOINTS);
    boolean serves = random.nextBoolean();
    if (all.get(Samples.endpointName(number)) instanceof PrivateEndpoint known) {
      int network = numberAtEnd(known.virtualNetwork());
      put(endpoint(number, network, numberAtEnd(known.target()), serves));
      return;
    }
    int network = random.nextInt(NETWORKS);
    int target = random.nextInt(TARGETS);
    if (!has(Samples.networkName(network)) || !has(Samples.targetName(target))) return;
    put(Samples.connection(number, target, revision + 1));
    put(endpoint(number, network, target, serves));
  }

  private PrivateEndpoint endpoint(int number, int network, int target, boolean serves) {
    return Samples.endpoint(
        number,
        network,
        target,
        created(Samples.endpointName(number)),
        serves,
        "10." + network + ".0." + (4 + number),
        "fd00:" + network + "::" + number);
  }

  private static int numberAtEnd(ResourceName name) {
    return name.id().charAt(name.id().length() - 1) - '0';
  }

  private void putZoneGroup() {
    int endpoint = random.nextInt(ENDPOINTS);
    var zones = new ArrayList<>(those(PrivateDnsZone.class, _ -> random.nextBoolean()));
    if (zones.isEmpty() || !has(Samples.endpointName(endpoint))) return;
    var names = zones.stream().limit(5).map(PrivateDnsZone::name).toList();
    put(Samples.zoneGroup(endpoint, created(Samples.zoneGroupName(endpoint)), names));
  }

  private void remove(Resource resource) {
    switch (resource) {
      case VirtualNetwork network -> removeNetwork(network);
      case PrivateDnsZone zone -> removeZone(zone);
      case Peering peering -> {
        drop(peering);
        var back = peering.remoteVirtualNetwork();
        those(Peering.class, other -> other.virtualNetwork().equals(back) && other.mirrors(peering))
            .forEach(other -> put(other.withState(Peering.State.DISCONNECTED)));
      }
      case PrivateEndpoint endpoint -> removeEndpoint(endpoint);
      case Connection connection ->
          those(PrivateEndpoint.class, one -> one.name().equals(connection.endpoint()))
              .forEach(this::removeEndpoint);
      case VirtualNetworkLink link -> drop(link);
      case RecordSet set -> drop(set);
      case PrivateLinkResource target -> drop(target);
      case ZoneGroup group -> drop(group);
      case OnPremisesNetwork site -> drop(site);
      case VirtualNetworkGateway gateway -> {
        if (those(OnPremisesNetwork.class, site -> site.gateways().contains(gateway.name()))
            .isEmpty()) drop(gateway);
      }
      default -> throw new AssertionError(resource);
    }
  }

  private void removeNetwork(VirtualNetwork network) {
    var name = network.name();
    if (!those(PrivateEndpoint.class, one -> one.virtualNetwork().equals(name)).isEmpty()) return;
    if (!those(VirtualNetworkGateway.class, one -> one.virtualNetwork().equals(name)).isEmpty())
      return;
    those(Peering.class, peering -> peering.virtualNetwork().equals(name)).forEach(this::remove);
    var links = those(VirtualNetworkLink.class, link -> link.virtualNetwork().equals(name));
    boolean first = random.nextBoolean();
    if (first) drop(network);
    links.forEach(this::drop);
    drop(network);
  }

  private void removeZone(PrivateDnsZone zone) {
    boolean isNeeded =
        !those(VirtualNetworkLink.class, link -> link.zone().equals(zone.name())).isEmpty()
            || !those(ZoneGroup.class, group -> group.zones().contains(zone.name())).isEmpty();
    if (isNeeded) return;
    var sets = those(RecordSet.class, set -> set.zone().equals(zone.name()));
    boolean first = random.nextBoolean();
    if (first) drop(zone);
    sets.forEach(this::drop);
    drop(zone);
  }

  private void removeEndpoint(PrivateEndpoint endpoint) {
    those(ZoneGroup.class, group -> group.privateEndpoint().equals(endpoint.name()))
        .forEach(this::drop);
    those(Connection.class, one -> one.endpoint().equals(endpoint.name())).forEach(this::drop);
    drop(endpoint);
  }
}
