package io.postern.server.reach;

import io.postern.server.auth.Policy;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PrivateLinkService;
import io.postern.server.network.model.Frontend;
import io.postern.server.network.model.LoadBalancer;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.reach.model.Destination;
import io.postern.server.reach.model.Destination.AskedName;
import io.postern.server.reach.model.Neighbour;
import io.postern.server.reach.model.Source;
import io.postern.server.reach.model.Surroundings;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.traffic.model.FlowEnd;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.TagSpace;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Loads where traffic shall go: whose address it is, as far as the source can find it. */
final class Destinations {
  private static final int MAX_SUBNETS = 3_000;
  private static final int MAX_ENDPOINTS = 20_000;
  private static final int MAX_CONNECTIONS = 20_000;

  private final Policy policy;

  @Inject
  Destinations(Policy policy) {
    this.policy = policy;
  }

  /**
   * What has an address.
   *
   * @param network the one it is in, if the caller said so
   * @param names the names that led to it, where the caller gave a name
   */
  Destination find(
      ReadTx tx,
      RequestContext context,
      Source source,
      IpAddress address,
      int port,
      Optional<ResourceName> network,
      List<String> names) {
    var asked = asked(tx, names);
    var found = network.map(name -> tx.get(VirtualNetwork.KIND, name));
    if (found.isEmpty()) found = found(tx, context, source, address);
    if (found.isPresent()) return inside(tx, found.get(), address, port, asked);
    var end = new FlowEnd(address, port, List.of());
    if (!TagSpace.isPublic(address)) return new Destination.Nowhere(end);
    var resource =
        asked.stream().findFirst().flatMap(name -> tx.find(PrivateLinkResource.KIND, name.owner()));
    boolean approved = resource.filter(it -> hasApprovedEndpoint(tx, it.name())).isPresent();
    return new Destination.Public(resource, approved, end);
  }

  /** An endpoint by its name: its first address. */
  Destination endpoint(ReadTx tx, PrivateEndpoint endpoint, int port) {
    var network = tx.get(VirtualNetwork.KIND, endpoint.virtualNetwork());
    var member = endpoint.members().getFirst();
    return endpoint(
        tx,
        SurroundingsReads.of(tx, network),
        endpoint,
        member,
        tx.get(Subnet.KIND, endpoint.subnet()),
        member.addresses().getFirst(),
        port,
        List.of());
  }

  /** The source's own network before those beside it, connected ones before others. */
  private Optional<VirtualNetwork> found(
      ReadTx tx, RequestContext context, Source source, IpAddress address) {
    return switch (source) {
      case Source.Machine machine -> beside(tx, context, machine.surroundings(), address);
      case Source.Site site -> {
        for (var gateway : site.gateways()) {
          var network = tx.get(VirtualNetwork.KIND, gateway.virtualNetwork());
          var found = beside(tx, context, SurroundingsReads.of(tx, network), address);
          if (found.isPresent()) yield found;
        }
        yield Optional.empty();
      }
    };
  }

  /** A network that did not agree to the peering shows its addresses to its owner only. */
  private Optional<VirtualNetwork> beside(
      ReadTx tx, RequestContext context, Surroundings surroundings, IpAddress address) {
    var neighbours =
        surroundings.neighbours().stream()
            .sorted(Comparator.comparing(Neighbour::isConnected).reversed())
            .filter(neighbour ->
                neighbour.isConnected()
                    || policy.permits(
                        tx,
                        context.principal(),
                        VirtualNetwork.KIND.action("read"),
                        neighbour.network().name()))
            .map(Neighbour::network);
    return Stream.concat(Stream.of(surroundings.network()), neighbours)
        .filter(network ->
            network.addressPrefixes().stream().anyMatch(prefix -> prefix.contains(address)))
        .findFirst();
  }

  private static Destination inside(
      ReadTx tx, VirtualNetwork network, IpAddress address, int port, List<AskedName> asked) {
    var surroundings = SurroundingsReads.of(tx, network);
    var subnets = tx.list(Subnet.KIND, Scope.under(network.name()), "", MAX_SUBNETS);
    var subnet = Sources.around(subnets, address);
    var endpoint =
        subnet
            .flatMap(it -> tx.addresses(it.name()).holder(address))
            .filter(PrivateEndpoint.KIND::matches)
            .flatMap(name -> tx.find(PrivateEndpoint.KIND, name));
    if (endpoint.isPresent()) {
      var member = member(endpoint.get(), address);
      return endpoint(
          tx, surroundings, endpoint.get(), member, subnet.orElseThrow(), address, port, asked);
    }
    return new Destination.Machine(
        surroundings,
        subnet.flatMap(Subnet::networkSecurityGroup).flatMap(name -> group(tx, name)),
        providersFor(tx, subnets),
        new FlowEnd(address, port, List.of()));
  }

  private static EndpointMember member(PrivateEndpoint endpoint, IpAddress address) {
    return endpoint.members().stream()
        .filter(member -> member.addresses().contains(address))
        .findFirst()
        .orElseThrow();
  }

  private static Destination endpoint(
      ReadTx tx,
      Surroundings surroundings,
      PrivateEndpoint endpoint,
      EndpointMember member,
      Subnet subnet,
      IpAddress address,
      int port,
      List<AskedName> asked) {
    return new Destination.Endpoint(
        endpoint,
        member,
        surroundings,
        subnet,
        subnet.networkSecurityGroup().flatMap(name -> group(tx, name)),
        providers(tx, endpoint.target()),
        asked,
        new FlowEnd(address, port, endpoint.applicationSecurityGroups()));
  }

  private static Optional<NetworkSecurityGroup> group(ReadTx tx, ResourceName name) {
    return tx.find(NetworkSecurityGroup.KIND, name);
  }

  private static List<ResourceName> providersFor(ReadTx tx, List<Subnet> subnets) {
    return subnets.stream()
        .flatMap(subnet ->
            tx
                .referrers(
                    PrivateEndpoint.KIND, PrivateEndpoint.SUBNET, subnet.name(), MAX_ENDPOINTS)
                .stream())
        .map(PrivateEndpoint::target)
        .distinct()
        .flatMap(target -> providers(tx, target).stream())
        .distinct()
        .toList();
  }

  /** The networks that a private link service stands in; a private-link resource is in none. */
  private static List<ResourceName> providers(ReadTx tx, ResourceName target) {
    if (!PrivateLinkService.KIND.matches(target)) return List.of();
    return tx.find(PrivateLinkService.KIND, target).stream()
        .flatMap(service ->
            Stream.concat(
                service.addresses().stream().map(PrivateLinkService.NatAddress::subnet),
                service.frontends().stream()
                    .flatMap(
                        frontend -> tx.find(LoadBalancer.KIND, frontend.loadBalancer()).stream())
                    .flatMap(balancer -> balancer.frontends().stream())
                    .map(Frontend::subnet)
                    .flatMap(Optional::stream)))
        .map(ResourceName::parent)
        .distinct()
        .toList();
  }

  /** Those of the names that are public names of resources, with the group they lead to. */
  private static List<AskedName> asked(ReadTx tx, List<String> names) {
    var asked = new ArrayList<AskedName>();
    for (var name : names) {
      var fqdn = name.toLowerCase(Locale.ROOT);
      tx.holder(PrivateLinkResource.PUBLIC_NAME, fqdn)
          .flatMap(owner -> tx.find(PrivateLinkResource.KIND, owner))
          .ifPresent(
              resource -> asked.add(new AskedName(fqdn, resource.name(), groups(resource, fqdn))));
    }
    return asked;
  }

  private static List<String> groups(PrivateLinkResource resource, String fqdn) {
    var byMember =
        resource.members().stream()
            .filter(member -> member.names().stream().anyMatch(it -> it.fqdn().equals(fqdn)))
            .map(member -> member.groupId());
    var byOwner =
        resource.publicNames().stream()
            .filter(publicName -> publicName.fqdn().equals(fqdn))
            .map(PrivateLinkResource.PublicName::groupId);
    return Stream.concat(byMember, byOwner).distinct().toList();
  }

  private static boolean hasApprovedEndpoint(ReadTx tx, ResourceName resource) {
    return tx.referrers(Connection.KIND, Connection.TARGET, resource, MAX_CONNECTIONS).stream()
        .anyMatch(connection -> connection.state().label() == Label.APPROVED);
  }
}
