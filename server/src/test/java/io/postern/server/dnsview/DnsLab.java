package io.postern.server.dnsview;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.DnsServerSettings.ListenerSettings;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.v1.ARecord;
import io.postern.v1.CreatePrivateDnsZoneRequest;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.DeletePrivateDnsZoneGroupRequest;
import io.postern.v1.DeletePrivateEndpointConnectionRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneGroupServiceGrpc;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A server whose networks have DNS listeners of their own, and one listener more that is bound to
 * none. Makes what DNS tests need beyond {@link Lab}, and asks over real sockets.
 */
public final class DnsLab implements AutoCloseable {
  public final ControlPlane plane;
  public final Lab lab;
  private final List<String> networks;
  private final List<InetSocketAddress> addresses;

  private DnsLab(ControlPlane plane, Lab lab, List<String> networks) {
    this.plane = plane;
    this.lab = lab;
    this.networks = networks;
    this.addresses =
        plane
            .stub(DnsServiceGrpc::newBlockingStub)
            .getDnsStatus(GetDnsStatusRequest.getDefaultInstance())
            .getListenersList()
            .stream()
            .map(listener -> address(listener.getAddress()))
            .toList();
  }

  /** Starts a server with a listener for each of the consumer's networks, made or not. */
  public static DnsLab start(Path folder, String... networks) {
    return start(folder, UnaryOperator.identity(), networks);
  }

  static DnsLab start(Path folder, UnaryOperator<DnsServerSettings> changes, String... networks) {
    var plane = plane(folder, changes, List.of(networks));
    return new DnsLab(plane, Lab.in(plane), List.of(networks));
  }

  /** Starts a server on what an earlier one left in the folder. */
  static DnsLab again(Path folder, UnaryOperator<DnsServerSettings> changes, String... networks) {
    var plane = plane(folder, changes, List.of(networks));
    return new DnsLab(plane, Lab.of(plane), List.of(networks));
  }

  private static ControlPlane plane(
      Path folder, UnaryOperator<DnsServerSettings> changes, List<String> names) {
    var listeners =
        Stream.concat(
                names.stream().map(id -> listener(Optional.of(network(id)))),
                Stream.of(listener(Optional.empty())))
            .toList();
    var usual = DnsServerSettings.DEFAULT;
    var settings =
        changes.apply(
            new DnsServerSettings(
                listeners,
                usual.upstreams(),
                usual.upstreamTimeout(),
                usual.refuseUnknownClients(),
                usual.publicRecursion(),
                usual.trust()));
    return ControlPlane.start(folder, all -> all.with(settings));
  }

  private static ListenerSettings listener(Optional<String> network) {
    return new ListenerSettings(Loopback.anyPort(), network);
  }

  private static InetSocketAddress address(String text) {
    return Loopback.port(Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)));
  }

  /** The name of a network of the consumer. */
  static String network(String id) {
    return Lab.CONSUMER + "/providers/Microsoft.Network/virtualNetworks/" + id;
  }

  /** The listener of a network; that of no network for the empty id. */
  InetSocketAddress listenerOf(String id) {
    return id.isEmpty() ? addresses.getLast() : addresses.get(networks.indexOf(id));
  }

  /** A client of the listener that is bound to no network. */
  DnsClient client() {
    return DnsClient.of(listenerOf(""));
  }

  /** Asks by UDP at the listener of a network. */
  public Answered ask(String network, String name, String type) {
    return Answered.of(DnsClient.of(listenerOf(network)).udp(name, type));
  }

  /** A resource of the provider that has no public records. */
  String target(String type, String id) {
    return lab.resource(
        Lab.PROVIDER,
        id,
        PrivateLinkResource.newBuilder().setType(type).setRegion(Lab.REGION).build());
  }

  /**
   * An endpoint of the consumer that waits for approval.
   *
   * @param addresses each as {@code member=address}; members left out get the next free one
   */
  public PrivateEndpoint endpoint(
      String id, String network, String target, String group, String... addresses) {
    return endpointIn(Lab.CONSUMER, id, network(network), target, group, addresses);
  }

  PrivateEndpoint endpointIn(
      String parent, String id, String network, String target, String group, String... addresses) {
    var wanted = Lab.wanted(network, target, true, group);
    for (var address : addresses) {
      var parts = address.split("=", 2);
      wanted.addIpConfigurations(
          PrivateEndpoint.IpConfiguration.newBuilder()
              .setName(parts[0])
              .setGroupId(group)
              .setMemberName(parts[0])
              .setPrivateIpAddress(parts[1]));
    }
    return lab.endpoints()
        .createPrivateEndpoint(
            CreatePrivateEndpointRequest.newBuilder()
                .setParent(parent)
                .setPrivateEndpointId(id)
                .setPrivateEndpoint(wanted)
                .build())
        .getPrivateEndpoint();
  }

  /** An approved endpoint of the consumer that keeps its records in a zone. */
  PrivateEndpoint published(
      String id, String network, String target, String group, String zone, String... addresses) {
    var endpoint = endpoint(id, network, target, group, addresses);
    lab.zoneGroup(endpoint.getName(), zone);
    lab.approve(endpoint);
    return endpoint;
  }

  void delete(PrivateEndpoint endpoint) {
    var _ =
        lab.endpoints()
            .deletePrivateEndpoint(
                DeletePrivateEndpointRequest.newBuilder().setName(endpoint.getName()).build());
  }

  /** Deletes the zone group that {@link Lab#zoneGroup} made. */
  void deleteZoneGroup(PrivateEndpoint endpoint) {
    var _ =
        plane
            .stub(PrivateDnsZoneGroupServiceGrpc::newBlockingStub)
            .deletePrivateDnsZoneGroup(
                DeletePrivateDnsZoneGroupRequest.newBuilder()
                    .setName(endpoint.getName() + "/privateDnsZoneGroups/default")
                    .build());
  }

  /** Deletes the connection as the target's owner does. */
  void disconnect(PrivateEndpoint endpoint) {
    var _ =
        lab.connections()
            .deletePrivateEndpointConnection(
                DeletePrivateEndpointConnectionRequest.newBuilder()
                    .setName(Lab.connectionOf(endpoint))
                    .build());
  }

  String zone(String group, String apex, PrivateDnsZone.ClaimPolicy policy) {
    return plane
        .stub(PrivateDnsZoneServiceGrpc::newBlockingStub)
        .createPrivateDnsZone(
            CreatePrivateDnsZoneRequest.newBuilder()
                .setParent(group)
                .setPrivateDnsZoneId(apex)
                .setPrivateDnsZone(PrivateDnsZone.newBuilder().setClaimPolicy(policy))
                .build())
        .getPrivateDnsZone()
        .getName();
  }

  /**
   * A network of a resource group of its own, which has a zone in which {@code host.corp.example}
   * has the address.
   */
  String networkWithHost(String id, String prefix, String address) {
    var group = "subscriptions/contoso/resourceGroups/" + id;
    var network = lab.network(group, id, prefix);
    var zone = zone(group, "corp.example", PrivateDnsZone.ClaimPolicy.CLAIM_POLICY_UNSPECIFIED);
    var _ = address(zone, "host", 60, address);
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    return network;
  }

  /** An address record made by hand. */
  String address(String zone, String relativeName, int ttlSeconds, String address) {
    return plane
        .stub(RecordSetServiceGrpc::newBlockingStub)
        .createRecordSet(
            CreateRecordSetRequest.newBuilder()
                .setParent(zone)
                .setRecordSetId(relativeName)
                .setRecordSet(
                    RecordSet.newBuilder()
                        .setType(RecordType.RECORD_TYPE_A)
                        .setTtlSeconds(ttlSeconds)
                        .addARecords(ARecord.newBuilder().setIpv4Address(address)))
                .build())
        .getRecordSet()
        .getName();
  }

  @Override
  public void close() {
    plane.close();
  }
}
