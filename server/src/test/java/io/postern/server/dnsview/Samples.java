package io.postern.server.dnsview;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.ConnectionSummary;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.endpoint.model.PrivateEndpoint.IpVersions;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.link.model.ConnectionPolicy;
import io.postern.server.link.model.Member;
import io.postern.server.link.model.Member.MemberName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PrivateLinkResource.PublicName;
import io.postern.server.link.model.PrivateLinkResource.PublicNetworkAccess;
import io.postern.server.link.model.PublicRecord;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.network.model.VirtualNetwork.EndpointPolicy;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import io.postern.server.zone.model.ClaimPolicy;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordData;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.ResolutionPolicy;
import io.postern.server.zone.model.Soa;
import io.postern.server.zone.model.VirtualNetworkLink;
import io.postern.server.zone.model.ZoneGroup;
import io.postern.server.zone.model.ZoneGroup.ZoneConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resources as the model has them, with all that does not show in DNS left at its least. */
final class Samples {
  static final String BLOB = "blob.core.windows.net";
  private static final String GROUP = "subscriptions/s/resourceGroups/";
  private static final String PROVIDER = "/providers/Microsoft.Network/";
  private static final String REGION = "eastus";

  private Samples() {}

  static ResourceName networkName(int number) {
    return ResourceName.of(GROUP + "g" + PROVIDER + "virtualNetworks/vnet" + number);
  }

  static ResourceName zoneName(String group, String apex) {
    return ResourceName.of(GROUP + group + PROVIDER + "privateDnsZones/" + apex);
  }

  static ResourceName endpointName(int number) {
    return ResourceName.of(GROUP + "g" + PROVIDER + "privateEndpoints/pe" + number);
  }

  static ResourceName targetName(int number) {
    return ResourceName.of(GROUP + "g/providers/Microsoft.Storage/storageAccounts/acct" + number);
  }

  private static Meta created(long revision) {
    return new Meta(
        "uid", new Revision(revision), new Revision(revision), Instant.EPOCH, Instant.EPOCH);
  }

  static VirtualNetwork network(int number, long created, String... prefixes) {
    var space = new ArrayList<Cidr>();
    for (var prefix : prefixes) space.add(Cidr.of(prefix));
    return new VirtualNetwork(
        networkName(number),
        created(created),
        REGION,
        space,
        List.of(),
        EndpointPolicy.DISABLED,
        Map.of());
  }

  static ResourceName gatewayName(int number) {
    return ResourceName.of(GROUP + "g" + PROVIDER + "virtualNetworkGateways/gateway" + number);
  }

  static VirtualNetworkGateway gateway(int number, long created, int network) {
    return new VirtualNetworkGateway(
        gatewayName(number),
        created(created),
        REGION,
        VirtualNetworkGateway.Type.VPN,
        networkName(network),
        Map.of());
  }

  static ResourceName siteName(int number) {
    return ResourceName.of(GROUP + "g" + PROVIDER + "onPremisesNetworks/site" + number);
  }

  static OnPremisesNetwork site(
      int number, long created, String prefix, List<ResourceName> gateways) {
    return new OnPremisesNetwork(
        siteName(number), created(created), List.of(Cidr.of(prefix)), gateways, Map.of());
  }

  static ResourceName peeringName(int from, int to) {
    return networkName(from).child("virtualNetworkPeerings", "to" + to);
  }

  static Peering peering(int from, int to, long created, Peering.State state) {
    return new Peering(
        peeringName(from, to), created(created), networkName(to), true, false, false, false, state);
  }

  static PrivateDnsZone zone(
      ResourceName name, long created, ClaimPolicy policy, int minimumTtlSeconds) {
    var usual = Soa.standard(PrivateDnsZone.apex(name));
    var soa =
        new Soa(
            usual.host(),
            usual.email(),
            usual.refreshSeconds(),
            usual.retrySeconds(),
            usual.expireSeconds(),
            minimumTtlSeconds,
            usual.ttlSeconds());
    return new PrivateDnsZone(name, created(created), soa, policy, Map.of());
  }

  static ResourceName linkName(ResourceName zone, int network) {
    return zone.child("virtualNetworkLinks", "vnet" + network);
  }

  static VirtualNetworkLink link(
      ResourceName zone, int network, long created, ResolutionPolicy policy) {
    return new VirtualNetworkLink(
        linkName(zone, network), created(created), networkName(network), false, policy, Map.of());
  }

  static RecordSet recordSet(
      ResourceName zone, String relativeName, long created, RecordData... records) {
    var type = records[0].type();
    return new RecordSet(
        recordSetName(zone, type, relativeName), created(created), 300, List.of(records), Map.of());
  }

  static ResourceName recordSetName(ResourceName zone, RecordType type, String relativeName) {
    return RecordSet.name(zone, type, relativeName, "name");
  }

  private static MemberName blobName(int target) {
    var id = "acct" + target;
    return new MemberName(id + "." + BLOB, "privatelink." + BLOB, id);
  }

  /** A storage account; with a public record of its own, or leading to what all of them share. */
  static PrivateLinkResource target(int number, long created, List<PublicRecord> ofItsName) {
    var fqdn = blobName(number).fqdn();
    var own =
        ofItsName.isEmpty()
            ? List.<PublicName>of()
            : List.of(new PublicName(fqdn, "blob", "blob", ofItsName));
    return new PrivateLinkResource(
        targetName(number),
        created(created),
        "Microsoft.Storage/storageAccounts",
        "StorageV2",
        REGION,
        List.of(),
        Map.of(),
        PublicNetworkAccess.ENABLED,
        own,
        List.of(new PublicRecord("front." + BLOB, PublicRecord.Type.A, 60, List.of("192.0.2.1"))),
        ConnectionPolicy.NONE,
        List.of(new Member("blob", "blob", List.of(blobName(number)), List.of())),
        Map.of());
  }

  static PublicRecord publicAlias(int target) {
    return new PublicRecord(
        blobName(target).fqdn(), PublicRecord.Type.CNAME, 60, List.of("front." + BLOB));
  }

  static PublicRecord publicAddress(int target) {
    return new PublicRecord(
        blobName(target).fqdn(), PublicRecord.Type.A, 60, List.of("192.0.2." + (10 + target)));
  }

  static ResourceName connectionName(int endpoint, int target) {
    return targetName(target).child("privateEndpointConnections", "pe" + endpoint);
  }

  static Connection connection(int endpoint, int target, long created) {
    return new Connection(
        connectionName(endpoint, target),
        created(created),
        endpointName(endpoint),
        REGION,
        "t",
        networkName(0),
        "",
        List.of("blob"),
        endpoint,
        new ConnectionState.Approved(false, Optional.empty()),
        "",
        "");
  }

  static PrivateEndpoint endpoint(
      int number, int network, int target, long created, boolean serves, String... addresses) {
    var held = new ArrayList<IpAddress>();
    for (var address : addresses) held.add(IpAddress.of(address));
    return new PrivateEndpoint(
        endpointName(number),
        created(created),
        REGION,
        networkName(network).child("subnets", "default"),
        targetName(target),
        Optional.empty(),
        "pe" + number,
        List.of("blob"),
        "",
        true,
        "",
        List.of(),
        "",
        List.of(),
        IpVersions.DUAL_STACK,
        List.of(new EndpointMember("blob", "blob", held, List.of(blobName(target)))),
        ResourceName.of(GROUP + "g" + PROVIDER + "networkInterfaces/nic" + number),
        new ConnectionSummary(
            connectionName(number, target),
            ConnectionState.Label.APPROVED,
            "",
            serves ? ActionCode.NONE : ActionCode.SUSPENDED,
            !serves,
            number),
        Map.of());
  }

  static ResourceName zoneGroupName(int endpoint) {
    return endpointName(endpoint).child("privateDnsZoneGroups", "default");
  }

  static ZoneGroup zoneGroup(int endpoint, long created, List<ResourceName> zones) {
    var configs = new ArrayList<ZoneConfig>();
    for (var zone : zones) configs.add(new ZoneConfig("config" + configs.size(), zone));
    return new ZoneGroup(zoneGroupName(endpoint), created(created), configs, List.of());
  }
}
