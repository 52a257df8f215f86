package io.postern.server.testing;

import io.grpc.Channel;
import io.postern.v1.ARecord;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.CreateLoadBalancerRequest;
import io.postern.v1.CreatePrivateDnsZoneGroupRequest;
import io.postern.v1.CreatePrivateDnsZoneRequest;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.CreatePrivateLinkResourceRequest;
import io.postern.v1.CreatePrivateLinkServiceRequest;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.CreateResourceTypeRequest;
import io.postern.v1.CreateSubnetRequest;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.CreateVirtualNetworkLinkRequest;
import io.postern.v1.CreateVirtualNetworkRequest;
import io.postern.v1.DeletePrivateEndpointConnectionRequest;
import io.postern.v1.DeletePrivateLinkResourceRequest;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetPrivateEndpointRequest;
import io.postern.v1.LoadBalancer;
import io.postern.v1.LoadBalancerServiceGrpc;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneGroup;
import io.postern.v1.PrivateDnsZoneGroupServiceGrpc;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpoint.PrivateLinkServiceConnection;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc.PrivateEndpointConnectionServiceBlockingStub;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc.PrivateEndpointServiceBlockingStub;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkServiceServiceGrpc;
import io.postern.v1.QueryRequest;
import io.postern.v1.QueryResponse;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.RegisterProviderRequest;
import io.postern.v1.RejectConnectionRequest;
import io.postern.v1.ResourceType;
import io.postern.v1.ResourceTypeServiceGrpc;
import io.postern.v1.Subnet;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc;

/**
 * Makes the things that tests need, through the API, with short names: {@code lab.network("vnet-a",
 * "10.1.0.0/16")}. Consumers live in the tenant contoso, providers in fabrikam; all calls here are
 * the administrator's.
 */
public final class Lab {
  public static final String CONSUMER = "subscriptions/contoso/resourceGroups/net";
  public static final String PROVIDER = "subscriptions/fabrikam/resourceGroups/svc";
  public static final String REGION = "eastus";
  public static final String BLOB_ZONE = "privatelink.blob.core.windows.net";

  private final Channel channel;

  private Lab(Channel channel) {
    this.channel = channel;
  }

  /** A lab on a server that has the subscriptions already. */
  public static Lab of(ControlPlane plane) {
    return of(plane.channel());
  }

  public static Lab of(Channel channel) {
    return new Lab(channel);
  }

  /** A lab with both tenants' subscriptions, registered for networking. */
  public static Lab in(ControlPlane plane) {
    return in(plane.channel());
  }

  public static Lab in(Channel channel) {
    var lab = new Lab(channel);
    lab.subscription("contoso");
    lab.subscription("fabrikam");
    return lab;
  }

  public void subscription(String id) {
    var subscriptions = SubscriptionServiceGrpc.newBlockingStub(channel);
    subscriptions.createSubscription(
        CreateSubscriptionRequest.newBuilder()
            .setSubscriptionId(id)
            .setSubscription(Subscription.newBuilder().setTenant(id))
            .build());
    subscriptions.registerProvider(
        RegisterProviderRequest.newBuilder()
            .setName("subscriptions/" + id)
            .setProvider("Microsoft.Network")
            .build());
  }

  /** A network of the consumer with one subnet, {@code default}, that takes up its first /24. */
  public String network(String id, String prefix) {
    return network(CONSUMER, id, prefix);
  }

  public String network(String group, String id, String prefix) {
    return network(group, id, prefix, REGION);
  }

  public String network(String group, String id, String prefix, String region) {
    var network =
        VirtualNetworkServiceGrpc.newBlockingStub(channel)
            .createVirtualNetwork(
                CreateVirtualNetworkRequest.newBuilder()
                    .setParent(group)
                    .setVirtualNetworkId(id)
                    .setVirtualNetwork(
                        VirtualNetwork.newBuilder().setRegion(region).addAddressPrefixes(prefix))
                    .build())
            .getVirtualNetwork()
            .getName();
    subnet(network, "default", prefix.substring(0, prefix.indexOf('/')) + "/24");
    return network;
  }

  public String subnet(String network, String id, String prefix) {
    return io.postern.v1.SubnetServiceGrpc.newBlockingStub(channel)
        .createSubnet(
            CreateSubnetRequest.newBuilder()
                .setParent(network)
                .setSubnetId(id)
                .setSubnet(
                    Subnet.newBuilder()
                        .addAddressPrefixes(prefix)
                        .setPrivateLinkServiceNetworkPolicies(
                            Subnet.PrivateLinkServiceNetworkPolicies
                                .PRIVATE_LINK_SERVICE_NETWORK_POLICIES_DISABLED))
                .build())
        .getSubnet()
        .getName();
  }

  /**
   * A storage account of the provider whose blob name leads to the public frontend 203.0.113.161.
   */
  public String storage(String id) {
    var alias =
        PrivateLinkResource.PublicRecord.newBuilder()
            .setType(RecordType.RECORD_TYPE_CNAME)
            .addValues("blob.s1.store.core.windows.net");
    var frontend =
        PrivateLinkResource.PublicRecord.newBuilder()
            .setName("blob.s1.store.core.windows.net")
            .setType(RecordType.RECORD_TYPE_A)
            .addValues("203.0.113.161");
    return resource(
        PROVIDER,
        id,
        PrivateLinkResource.newBuilder()
            .setType("Microsoft.Storage/storageAccounts")
            .setKind("StorageV2")
            .setRegion(REGION)
            .addPublicNames(
                PrivateLinkResource.PublicName.newBuilder().setGroupId("blob").addRecords(alias))
            .addPublicRecords(frontend)
            .build());
  }

  public String resource(String group, String id, PrivateLinkResource resource) {
    return PrivateLinkResourceServiceGrpc.newBlockingStub(channel)
        .createPrivateLinkResource(
            CreatePrivateLinkResourceRequest.newBuilder()
                .setParent(group)
                .setPrivateLinkResourceId(id)
                .setPrivateLinkResource(resource)
                .build())
        .getPrivateLinkResource()
        .getName();
  }

  public void deleteResource(String name) {
    var _ =
        PrivateLinkResourceServiceGrpc.newBlockingStub(channel)
            .deletePrivateLinkResource(
                DeletePrivateLinkResourceRequest.newBuilder().setName(name).build());
  }

  /**
   * A type of the operator's own with one group, {@code api}, of a member for each region of a
   * resource.
   */
  public String resourceType(String id, String type) {
    var member =
        ResourceType.Member.newBuilder()
            .setMemberName("node-{regionName}")
            .addFqdnPatterns("{name}-{regionName}." + id + ".contoso.com");
    return ResourceTypeServiceGrpc.newBlockingStub(channel)
        .createResourceType(
            CreateResourceTypeRequest.newBuilder()
                .setResourceTypeId(id)
                .setResourceType(
                    ResourceType.newBuilder()
                        .setType(type)
                        .setDisplayName("Contoso " + id)
                        .addGroups(
                            ResourceType.Group.newBuilder()
                                .setGroupId("api")
                                .addMembers(member)
                                .addZoneNames("privatelink." + id + ".contoso.com")))
                .build())
        .getResourceType()
        .getName();
  }

  /**
   * A private link service of the provider behind a standard load balancer in a network of its own.
   */
  public PrivateLinkService service(String id, PrivateLinkService.Builder extras) {
    var network = network(PROVIDER, id + "-net", "10.200.0.0/16");
    var balancer =
        LoadBalancerServiceGrpc.newBlockingStub(channel)
            .createLoadBalancer(
                CreateLoadBalancerRequest.newBuilder()
                    .setParent(PROVIDER)
                    .setLoadBalancerId(id + "-lb")
                    .setLoadBalancer(
                        LoadBalancer.newBuilder()
                            .setRegion(REGION)
                            .setSku(LoadBalancer.Sku.SKU_STANDARD)
                            .addFrontendIpConfigurations(
                                LoadBalancer.FrontendIpConfiguration.newBuilder()
                                    .setName("front")
                                    .setSubnet(network + "/subnets/default")))
                    .build())
            .getLoadBalancer()
            .getName();
    return PrivateLinkServiceServiceGrpc.newBlockingStub(channel)
        .createPrivateLinkService(
            CreatePrivateLinkServiceRequest.newBuilder()
                .setParent(PROVIDER)
                .setPrivateLinkServiceId(id)
                .setPrivateLinkService(
                    extras
                        .setRegion(REGION)
                        .addLoadBalancerFrontendIpConfigurations(
                            PrivateLinkService.LoadBalancerFrontend.newBuilder()
                                .setLoadBalancer(balancer)
                                .setFrontendIpConfiguration("front"))
                        .addIpConfigurations(
                            PrivateLinkService.IpConfiguration.newBuilder()
                                .setName("nat")
                                .setSubnet(network + "/subnets/default")))
                .build())
        .getPrivateLinkService();
  }

  public String zone(String apex) {
    return zone(CONSUMER, apex);
  }

  public String zone(String group, String apex) {
    return PrivateDnsZoneServiceGrpc.newBlockingStub(channel)
        .createPrivateDnsZone(
            CreatePrivateDnsZoneRequest.newBuilder()
                .setParent(group)
                .setPrivateDnsZoneId(apex)
                .setPrivateDnsZone(PrivateDnsZone.getDefaultInstance())
                .build())
        .getPrivateDnsZone()
        .getName();
  }

  /** A record set of one address. */
  public String addressRecord(String zone, String id, String address) {
    var set =
        RecordSet.newBuilder()
            .setType(RecordType.RECORD_TYPE_A)
            .addARecords(ARecord.newBuilder().setIpv4Address(address));
    return RecordSetServiceGrpc.newBlockingStub(channel)
        .createRecordSet(
            CreateRecordSetRequest.newBuilder()
                .setParent(zone)
                .setRecordSetId(id)
                .setRecordSet(set)
                .build())
        .getRecordSet()
        .getName();
  }

  public String link(String zone, String network, VirtualNetworkLink.ResolutionPolicy policy) {
    return VirtualNetworkLinkServiceGrpc.newBlockingStub(channel)
        .createVirtualNetworkLink(
            CreateVirtualNetworkLinkRequest.newBuilder()
                .setParent(zone)
                .setVirtualNetworkLinkId(network.substring(network.lastIndexOf('/') + 1))
                .setVirtualNetworkLink(
                    VirtualNetworkLink.newBuilder()
                        .setVirtualNetwork(network)
                        .setResolutionPolicy(policy))
                .build())
        .getVirtualNetworkLink()
        .getName();
  }

  public String zoneGroup(String endpoint, String... zones) {
    var group = PrivateDnsZoneGroup.newBuilder();
    for (int i = 0; i < zones.length; i++) {
      group.addPrivateDnsZoneConfigs(
          PrivateDnsZoneGroup.PrivateDnsZoneConfig.newBuilder()
              .setName("config" + i)
              .setPrivateDnsZone(zones[i]));
    }
    return PrivateDnsZoneGroupServiceGrpc.newBlockingStub(channel)
        .createPrivateDnsZoneGroup(
            CreatePrivateDnsZoneGroupRequest.newBuilder()
                .setParent(endpoint)
                .setPrivateDnsZoneGroupId("default")
                .setPrivateDnsZoneGroup(group)
                .build())
        .getPrivateDnsZoneGroup()
        .getName();
  }

  /** What an endpoint asks for: a group of a resource in the network's default subnet. */
  public static PrivateEndpoint.Builder wanted(
      String network, String target, boolean manual, String... groupIds) {
    var connection =
        PrivateLinkServiceConnection.newBuilder()
            .setTarget(target)
            .setManual(manual)
            .setRequestMessage("please");
    for (var groupId : groupIds) connection.addGroupIds(groupId);
    return PrivateEndpoint.newBuilder()
        .setRegion(REGION)
        .setSubnet(network + "/subnets/default")
        .setPrivateLinkServiceConnection(connection);
  }

  public PrivateEndpoint endpoint(String id, PrivateEndpoint.Builder wanted) {
    return endpoint(endpoints(), id, wanted);
  }

  public PrivateEndpoint endpoint(
      PrivateEndpointServiceBlockingStub caller, String id, PrivateEndpoint.Builder wanted) {
    return endpoint(caller, CONSUMER, id, wanted);
  }

  public PrivateEndpoint endpoint(String group, String id, PrivateEndpoint.Builder wanted) {
    return endpoint(endpoints(), group, id, wanted);
  }

  private static PrivateEndpoint endpoint(
      PrivateEndpointServiceBlockingStub caller,
      String group,
      String id,
      PrivateEndpoint.Builder wanted) {
    return caller
        .createPrivateEndpoint(
            CreatePrivateEndpointRequest.newBuilder()
                .setParent(group)
                .setPrivateEndpointId(id)
                .setPrivateEndpoint(wanted)
                .build())
        .getPrivateEndpoint();
  }

  public PrivateEndpoint get(PrivateEndpoint endpoint) {
    return endpoints()
        .getPrivateEndpoint(
            GetPrivateEndpointRequest.newBuilder().setName(endpoint.getName()).build())
        .getPrivateEndpoint();
  }

  public void approve(PrivateEndpoint endpoint) {
    var _ =
        connections()
            .approveConnection(
                ApproveConnectionRequest.newBuilder()
                    .setName(connectionOf(endpoint))
                    .setDescription("fine")
                    .build());
  }

  public void reject(PrivateEndpoint endpoint) {
    var _ =
        connections()
            .rejectConnection(
                RejectConnectionRequest.newBuilder()
                    .setName(connectionOf(endpoint))
                    .setDescription("no")
                    .build());
  }

  public void disconnect(PrivateEndpoint endpoint) {
    var _ =
        connections()
            .deletePrivateEndpointConnection(
                DeletePrivateEndpointConnectionRequest.newBuilder()
                    .setName(connectionOf(endpoint))
                    .build());
  }

  public static String connectionOf(PrivateEndpoint endpoint) {
    return endpoint.getConnectionStatus().getConnection();
  }

  public PrivateEndpointServiceBlockingStub endpoints() {
    return PrivateEndpointServiceGrpc.newBlockingStub(channel);
  }

  public PrivateEndpointConnectionServiceBlockingStub connections() {
    return PrivateEndpointConnectionServiceGrpc.newBlockingStub(channel);
  }

  /**
   * What a network is answered, as text: {@code NOERROR a.example. CNAME b.example. | b.example. A
   * 10.1.0.4}.
   */
  public String ask(String network, String name, String type) {
    var answer =
        DnsServiceGrpc.newBlockingStub(channel)
            .query(
                QueryRequest.newBuilder()
                    .setVirtualNetwork(network)
                    .setName(name)
                    .setType(type)
                    .build());
    return text(answer);
  }

  private static String text(QueryResponse answer) {
    var records =
        answer.getAnswersList().stream()
            .map(record -> record.getName() + " " + record.getType() + " " + record.getRdata())
            .toList();
    return (answer.getRcode() + " " + String.join(" | ", records)).strip();
  }
}
