package io.postern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.postern.client.call.WriteOptions;
import io.postern.client.resource.FixedResourceClient;
import io.postern.client.resource.ReadClient;
import io.postern.client.resource.ResourceClient;
import io.postern.client.testing.EchoingApi;
import io.postern.client.testing.LoopbackServer;
import io.postern.v1.AccessServiceGrpc;
import io.postern.v1.ApiToken;
import io.postern.v1.ApiTokenServiceGrpc;
import io.postern.v1.ApplicationSecurityGroup;
import io.postern.v1.ApplicationSecurityGroupServiceGrpc;
import io.postern.v1.AuditServiceGrpc;
import io.postern.v1.DenyAssignment;
import io.postern.v1.DenyAssignmentServiceGrpc;
import io.postern.v1.DnsForwardingRuleset;
import io.postern.v1.DnsForwardingRulesetServiceGrpc;
import io.postern.v1.DnsNodeServiceGrpc;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.ExplainServiceGrpc;
import io.postern.v1.ExportZoneRequest.DerivedRecords;
import io.postern.v1.IdentityServiceGrpc;
import io.postern.v1.ImportRecordSetsRequest.Mode;
import io.postern.v1.ListAuditEntriesRequest;
import io.postern.v1.LoadBalancer;
import io.postern.v1.LoadBalancerServiceGrpc;
import io.postern.v1.NetworkInterfaceServiceGrpc;
import io.postern.v1.NetworkSecurityGroup;
import io.postern.v1.NetworkSecurityGroupServiceGrpc;
import io.postern.v1.OnPremisesNetwork;
import io.postern.v1.OnPremisesNetworkServiceGrpc;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneGroup;
import io.postern.v1.PrivateDnsZoneGroupServiceGrpc;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkServiceServiceGrpc;
import io.postern.v1.ReachabilityServiceGrpc;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.ResourceLock;
import io.postern.v1.ResourceLockServiceGrpc;
import io.postern.v1.ResourceType;
import io.postern.v1.ResourceTypeServiceGrpc;
import io.postern.v1.RoleAssignment;
import io.postern.v1.RoleAssignmentServiceGrpc;
import io.postern.v1.RoleDefinition;
import io.postern.v1.RoleDefinitionServiceGrpc;
import io.postern.v1.RouteTable;
import io.postern.v1.RouteTableServiceGrpc;
import io.postern.v1.Subnet;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.TrafficDestination;
import io.postern.v1.TrafficSource;
import io.postern.v1.TransportProtocol;
import io.postern.v1.UpdateSubnetRequest;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkGateway;
import io.postern.v1.VirtualNetworkGatewayServiceGrpc;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.VirtualNetworkPeeringServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc;
import io.postern.v1.Webhook;
import io.postern.v1.WebhookServiceGrpc;
import io.postern.v1.ZoneFileServiceGrpc;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every method of the API is within reach of the client, with its fields filled in. */
class ApiCoverageTest {
  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          ApiTokenServiceGrpc.getServiceDescriptor(),
          IdentityServiceGrpc.getServiceDescriptor(),
          AuditServiceGrpc.getServiceDescriptor(),
          DnsServiceGrpc.getServiceDescriptor(),
          DnsNodeServiceGrpc.getServiceDescriptor(),
          ExplainServiceGrpc.getServiceDescriptor(),
          LoadBalancerServiceGrpc.getServiceDescriptor(),
          NetworkInterfaceServiceGrpc.getServiceDescriptor(),
          PrivateDnsZoneGroupServiceGrpc.getServiceDescriptor(),
          PrivateDnsZoneServiceGrpc.getServiceDescriptor(),
          PrivateEndpointConnectionServiceGrpc.getServiceDescriptor(),
          PrivateEndpointServiceGrpc.getServiceDescriptor(),
          PrivateLinkResourceServiceGrpc.getServiceDescriptor(),
          PrivateLinkServiceServiceGrpc.getServiceDescriptor(),
          RecordSetServiceGrpc.getServiceDescriptor(),
          ResourceTypeServiceGrpc.getServiceDescriptor(),
          SubnetServiceGrpc.getServiceDescriptor(),
          SubscriptionServiceGrpc.getServiceDescriptor(),
          VirtualNetworkLinkServiceGrpc.getServiceDescriptor(),
          VirtualNetworkPeeringServiceGrpc.getServiceDescriptor(),
          VirtualNetworkServiceGrpc.getServiceDescriptor(),
          ZoneFileServiceGrpc.getServiceDescriptor(),
          NetworkSecurityGroupServiceGrpc.getServiceDescriptor(),
          RouteTableServiceGrpc.getServiceDescriptor(),
          ApplicationSecurityGroupServiceGrpc.getServiceDescriptor(),
          VirtualNetworkGatewayServiceGrpc.getServiceDescriptor(),
          OnPremisesNetworkServiceGrpc.getServiceDescriptor(),
          DnsForwardingRulesetServiceGrpc.getServiceDescriptor(),
          WebhookServiceGrpc.getServiceDescriptor(),
          ReachabilityServiceGrpc.getServiceDescriptor(),
          RoleDefinitionServiceGrpc.getServiceDescriptor(),
          RoleAssignmentServiceGrpc.getServiceDescriptor(),
          DenyAssignmentServiceGrpc.getServiceDescriptor(),
          ResourceLockServiceGrpc.getServiceDescriptor(),
          AccessServiceGrpc.getServiceDescriptor());

  private final EchoingApi api = new EchoingApi(SERVICES);
  private final LoopbackServer server = LoopbackServer.of(api.methods());
  private final PosternClient client = PosternClient.builder().target(server.target()).build();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void theClientOffersEveryMethod() {
    readAndWrite(client.virtualNetworks(), VirtualNetwork.getDefaultInstance());
    readAndWrite(client.subnets(), Subnet.getDefaultInstance());
    readAndWrite(client.peerings(), VirtualNetworkPeering.getDefaultInstance());
    readAndWrite(client.loadBalancers(), LoadBalancer.getDefaultInstance());
    readAndWrite(client.privateLinkResources(), PrivateLinkResource.getDefaultInstance());
    readAndWrite(client.privateLinkServices(), PrivateLinkService.getDefaultInstance());
    readAndWrite(client.privateEndpoints(), PrivateEndpoint.getDefaultInstance());
    readAndWrite(client.privateDnsZones(), PrivateDnsZone.getDefaultInstance());
    readAndWrite(client.recordSets(), RecordSet.getDefaultInstance());
    readAndWrite(client.virtualNetworkLinks(), VirtualNetworkLink.getDefaultInstance());
    readAndWrite(client.zoneGroups(), PrivateDnsZoneGroup.getDefaultInstance());
    readAndWrite(client.networkSecurityGroups(), NetworkSecurityGroup.getDefaultInstance());
    readAndWrite(client.routeTables(), RouteTable.getDefaultInstance());
    readAndWrite(client.applicationSecurityGroups(), ApplicationSecurityGroup.getDefaultInstance());
    readAndWrite(client.virtualNetworkGateways(), VirtualNetworkGateway.getDefaultInstance());
    readAndWrite(client.onPremisesNetworks(), OnPremisesNetwork.getDefaultInstance());
    readAndWrite(client.forwardingRulesets(), DnsForwardingRuleset.getDefaultInstance());
    readAndWrite(client.roleDefinitions(), RoleDefinition.getDefaultInstance());
    readAndWrite(client.roleAssignments(), RoleAssignment.getDefaultInstance());
    readAndWrite(client.denyAssignments(), DenyAssignment.getDefaultInstance());
    readAndWrite(client.locks(), ResourceLock.getDefaultInstance());
    client.access().permitted("tenants/t", List.of("a/read"));
    client.access().explain("tenants/t", "alice@t", "a/read");
    read(client.networkInterfaces());
    read(client.connections());
    callTheRest();

    var offered = new TreeSet<String>();
    for (var service : SERVICES) {
      for (var method : service.getMethods()) {
        if (method.getType() == MethodType.UNARY) {
          offered.add(method.getFullMethodName());
        }
      }
    }
    assertEquals(offered, new TreeSet<>(api.requests().keySet()));
    api.requests().values().forEach(ApiCoverageTest::hasARequestIdIfItIsAWrite);
  }

  private void callTheRest() {
    var options = WriteOptions.DEFAULT;
    client.subscriptions().create("s", Subscription.getDefaultInstance());
    client.subscriptions().get("name");
    client.subscriptions().list().toList();
    client.subscriptions().update(Subscription.getDefaultInstance());
    client.subscriptions().delete("name");
    client.subscriptions().registerProvider("name", "Microsoft.Network");
    client.subscriptions().unregisterProvider("name", "Microsoft.Network", options);
    client.subscriptions().verifyDomain("name", "contoso.com", options);
    client.subscriptions().vouchForDomain("name", "contoso.com", options);
    client.subscriptions().forgetDomain("name", "contoso.com", options);
    client.subscriptions().quotas("name").toList();
    client.subscriptions().setQuota("name", "privateEndpoints", 5, options);
    client.dnsNodes().reportServedRevision("node", "r1");
    client.connections().approve("name", "welcome");
    client.connections().reject("name", "no");
    client.connections().suspend("name", "wait");
    client.connections().resume("name", "go on");
    client.connections().delete("name", "over");
    client.privateEndpoints().resubmit("name", "please");
    client.privateLinkServices().checkVisibility("subscriptions/s", "alias");
    client.privateLinkServices().listAutoApproved("subscriptions/s", "westeurope").toList();
    client.privateDnsZones().importRecordSets("name", "@ A 10.0.0.1", Mode.MODE_MERGE, options);
    client.privateDnsZones().export("name", DerivedRecords.DERIVED_RECORDS_OMITTED);
    client
        .reachability()
        .check(
            TrafficSource.getDefaultInstance(),
            TrafficDestination.getDefaultInstance(),
            TransportProtocol.TRANSPORT_PROTOCOL_TCP,
            443);
    client.reachability().effectiveRoutes("nic").toList();
    client.reachability().effectiveSecurityRules("nic").toList();
    client.identity().whoAmI();
    client.apiTokens().create(ApiToken.getDefaultInstance(), options);
    client.apiTokens().get("name");
    client.apiTokens().list().toList();
    client.apiTokens().rotate("name", Duration.ofHours(1), options);
    client.apiTokens().revoke("name", options);
    client.audit().list(ListAuditEntriesRequest.getDefaultInstance()).toList();
    client.audit().verify(0, 0);
    client.dns().query("", "a.example", "AAAA");
    client.dns().status();
    client.dns().zoneMetrics("name");
    client.dns().waitFor("r1");
    client.explain().connection("name");
    client.explain().request("parent", "id", PrivateEndpoint.getDefaultInstance());
    client.explain().resolution("", "a.example", "AAAA");
    client.explain().pastAnswer("", "a.example", "AAAA", "r1");
    client.privateLinkResources().listGroups("name").toList();
    read(client.webhooks());
    client.webhooks().create("parent", "id", Webhook.getDefaultInstance());
    client.webhooks().update(Webhook.getDefaultInstance());
    client.webhooks().delete("name");
    client.webhooks().rotateSecret("name", options);
    client.webhooks().replay("name", "r1", options);
    client.resourceTypes().get("name");
    client.resourceTypes().list().toList();
    client.resourceTypes().create("id", ResourceType.getDefaultInstance());
    client.resourceTypes().delete("name");
    client.resourceTypes().listAvailable("subscriptions/s", "eastus").toList();
  }

  private static <R extends Message> void readAndWrite(ResourceClient<R> client, R value) {
    read(client);
    client.create("parent", "id", value);
    client.update(value, "tags");
    client.delete("name");
  }

  private static <R extends Message> void readAndWrite(FixedResourceClient<R> client, R value) {
    read(client);
    client.create("parent", "id", value);
    client.delete("name");
  }

  private static void read(ReadClient<?> client) {
    client.get("name");
    client.list("parent").toList();
  }

  private static void hasARequestIdIfItIsAWrite(Message request) {
    var field = request.getDescriptorForType().findFieldByName("request_id");
    if (field != null) {
      assertFalse(request.getField(field).toString().isEmpty(), request.toString());
    }
  }

  @Test
  void aCreateHasAllItsFields() {
    var network = VirtualNetwork.newBuilder().setRegion("westeurope").build();
    var options = WriteOptions.DEFAULT.withRequestId("r").withValidateOnly(true);

    var written = client.virtualNetworks().create("parent", "id", network, options);

    assertEquals(network, written.value());
    var sent =
        (io.postern.v1.CreateVirtualNetworkRequest)
            request("postern.v1.VirtualNetworkService/CreateVirtualNetwork");
    assertEquals("parent", sent.getParent());
    assertEquals("id", sent.getVirtualNetworkId());
    assertEquals(network, sent.getVirtualNetwork());
    assertEquals("r", sent.getRequestId());
    assertEquals(true, sent.getValidateOnly());
  }

  @Test
  void anUpdateSendsTheEtagItWasReadWithUnlessTheOptionsHaveOne() {
    var subnet = Subnet.newBuilder().setName("name").setEtag("read").build();

    client.subnets().update(subnet, "address_prefixes", "delegations");
    var asRead = (UpdateSubnetRequest) request("postern.v1.SubnetService/UpdateSubnet");
    client.subnets().update(subnet, WriteOptions.DEFAULT.withEtag("given"));
    var asGiven = (UpdateSubnetRequest) request("postern.v1.SubnetService/UpdateSubnet");

    assertEquals("read", asRead.getSubnet().getEtag());
    assertEquals(List.of("address_prefixes", "delegations"), asRead.getUpdateMask().getPathsList());
    assertEquals("given", asGiven.getSubnet().getEtag());
    assertFalse(asGiven.hasUpdateMask());
  }

  @Test
  void theTypedCallsSendWhatTheyAreGiven() {
    var options = WriteOptions.DEFAULT.withRequestId("r").withEtag("e");
    var zone = "zone";

    client.privateDnsZones().delete(zone, true, options);
    client.privateDnsZones().importRecordSets(zone, "@ A 10.0.0.1", Mode.MODE_REPLACE, options);
    client.privateDnsZones().export(zone, DerivedRecords.DERIVED_RECORDS_INCLUDED);
    client.recordSets().list(zone, RecordType.RECORD_TYPE_AAAA).toList();
    client.privateLinkResources().list("g", "Microsoft.Sql/servers").toList();
    client.privateLinkServices().checkVisibility("subscriptions/s", "a/b");
    client.connections().approveUntil("c", "for a day", Instant.ofEpochSecond(86400, 5), options);
    client.subscriptions().resetQuota("subscriptions/s", "privateEndpoints", options);

    assertEquals(
        """
        name: "zone"
        etag: "e"
        request_id: "r"
        cascade: true
        """,
        request("postern.v1.PrivateDnsZoneService/DeletePrivateDnsZone").toString());
    assertEquals(
        """
        name: "zone"
        etag: "e"
        request_id: "r"
        zone_file: "@ A 10.0.0.1"
        mode: MODE_REPLACE
        """,
        request("postern.v1.ZoneFileService/ImportRecordSets").toString());
    assertEquals(
        """
        name: "zone"
        derived_records: DERIVED_RECORDS_INCLUDED
        """,
        request("postern.v1.ZoneFileService/ExportZone").toString());
    assertEquals(
        """
        parent: "zone"
        type: RECORD_TYPE_AAAA
        """,
        request("postern.v1.RecordSetService/ListRecordSets").toString());
    assertEquals(
        """
        parent: "g"
        type: "Microsoft.Sql/servers"
        """,
        request("postern.v1.PrivateLinkResourceService/ListPrivateLinkResources").toString());
    assertEquals(
        """
        parent: "subscriptions/s"
        private_link_service: "a/b"
        """,
        request("postern.v1.PrivateLinkServiceService/CheckVisibility").toString());
    assertEquals(
        """
        name: "c"
        etag: "e"
        request_id: "r"
        description: "for a day"
        approved_until {
          seconds: 86400
          nanos: 5
        }
        """,
        request("postern.v1.PrivateEndpointConnectionService/ApproveConnection").toString());
    assertEquals(
        """
        name: "subscriptions/s"
        etag: "e"
        request_id: "r"
        quota: "privateEndpoints"
        reset_to_default: true
        """,
        request("postern.v1.SubscriptionService/UpdateQuota").toString());
  }

  private Message request(String method) {
    var request = api.requests().get(method);
    if (request == null) {
      throw new AssertionError(method + " was not called, but " + api.requests().keySet());
    }
    return request;
  }
}
