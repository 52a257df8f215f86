package io.postern.server.traffic;

import static io.postern.server.testing.TrafficLab.inbound;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.TrafficLab;
import io.postern.v1.ApplicationSecurityGroupServiceGrpc;
import io.postern.v1.CreateNetworkSecurityGroupRequest;
import io.postern.v1.CreateVirtualNetworkGatewayRequest;
import io.postern.v1.DeleteApplicationSecurityGroupRequest;
import io.postern.v1.DeleteNetworkSecurityGroupRequest;
import io.postern.v1.DeleteVirtualNetworkGatewayRequest;
import io.postern.v1.GetApplicationSecurityGroupRequest;
import io.postern.v1.GetNetworkSecurityGroupRequest;
import io.postern.v1.GetOnPremisesNetworkRequest;
import io.postern.v1.GetRouteTableRequest;
import io.postern.v1.GetVirtualNetworkGatewayRequest;
import io.postern.v1.ListNetworkSecurityGroupsRequest;
import io.postern.v1.NetworkSecurityGroup;
import io.postern.v1.NetworkSecurityGroupServiceGrpc;
import io.postern.v1.NetworkSecurityGroupServiceGrpc.NetworkSecurityGroupServiceBlockingStub;
import io.postern.v1.OnPremisesNetwork;
import io.postern.v1.OnPremisesNetworkServiceGrpc;
import io.postern.v1.Route;
import io.postern.v1.RouteNextHopType;
import io.postern.v1.RouteTableServiceGrpc;
import io.postern.v1.SecurityRuleAccess;
import io.postern.v1.SecurityRuleEnd;
import io.postern.v1.Subnet;
import io.postern.v1.UpdateNetworkSecurityGroupRequest;
import io.postern.v1.UpdateOnPremisesNetworkRequest;
import io.postern.v1.UpdatePrivateEndpointRequest;
import io.postern.v1.VirtualNetworkGateway;
import io.postern.v1.VirtualNetworkGateway.GatewayType;
import io.postern.v1.VirtualNetworkGatewayServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Security groups, route tables, gateways and on-premises networks through a running server. */
class TrafficGrpcTest {
  @TempDir static Path folder;
  private static ControlPlane plane;
  private static Lab lab;
  private static TrafficLab traffic;
  private static NetworkSecurityGroupServiceBlockingStub groups;
  private static String network;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    traffic = TrafficLab.of(plane);
    groups = plane.stub(NetworkSecurityGroupServiceGrpc::newBlockingStub);
    network = lab.network("vnet-a", "10.1.0.0/16");
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void aSecurityGroupIsReadBackWithItsRulesAndItsSubnets() {
    var rule =
        inbound("web", 200, SecurityRuleAccess.SECURITY_RULE_ACCESS_ALLOW)
            .setSource(SecurityRuleEnd.newBuilder().addAddressPrefixes("10.1.0.0/24"))
            .setDestination(SecurityRuleEnd.newBuilder().addPortRanges("80").addPortRanges("*"))
            .build();
    var name = traffic.securityGroup("read", rule);
    var subnet = lab.subnet(network, "read", "10.1.10.0/24");
    traffic.subnet(subnet, Subnet.newBuilder().setNetworkSecurityGroup(name));

    var read = get(name);

    assertEquals(List.of(rule), read.getSecurityRulesList());
    assertEquals(List.of(subnet), read.getSubnetsList());
    assertEquals("RESOURCE_IN_USE", Refusal.of(() -> delete(name)).reason());
  }

  @Test
  void whatDecidesOverTrafficIsMadeAndReadByName() {
    var hub = lab.network("kinds", "10.40.0.0/16");
    var group = traffic.applicationGroup("kinds", Lab.REGION);
    var vpn = traffic.gateway("kinds-vpn", hub);
    var expressRoute = createGateway("kinds-er", hub, GatewayType.GATEWAY_TYPE_EXPRESS_ROUTE);
    var site = traffic.site("kinds", "192.168.40.0/24", vpn, expressRoute);
    var gateways = plane.stub(VirtualNetworkGatewayServiceGrpc::newBlockingStub);

    var readGroup =
        plane
            .stub(ApplicationSecurityGroupServiceGrpc::newBlockingStub)
            .getApplicationSecurityGroup(
                GetApplicationSecurityGroupRequest.newBuilder().setName(group).build())
            .getApplicationSecurityGroup();
    var types =
        Stream.of(vpn, expressRoute)
            .map(name -> GetVirtualNetworkGatewayRequest.newBuilder().setName(name).build())
            .map(request -> gateways.getVirtualNetworkGateway(request).getVirtualNetworkGateway())
            .map(VirtualNetworkGateway::getGatewayType)
            .toList();
    var readSite =
        plane
            .stub(OnPremisesNetworkServiceGrpc::newBlockingStub)
            .getOnPremisesNetwork(GetOnPremisesNetworkRequest.newBuilder().setName(site).build())
            .getOnPremisesNetwork();

    assertEquals(Lab.REGION, readGroup.getRegion());
    assertEquals(
        List.of(GatewayType.GATEWAY_TYPE_VPN, GatewayType.GATEWAY_TYPE_EXPRESS_ROUTE), types);
    assertEquals(List.of("192.168.40.0/24"), readSite.getAddressPrefixesList());
    assertEquals(List.of(vpn, expressRoute), readSite.getGatewaysList());
  }

  private static String createGateway(String id, String network, GatewayType type) {
    return plane
        .stub(VirtualNetworkGatewayServiceGrpc::newBlockingStub)
        .createVirtualNetworkGateway(
            CreateVirtualNetworkGatewayRequest.newBuilder()
                .setParent(Lab.CONSUMER)
                .setVirtualNetworkGatewayId(id)
                .setVirtualNetworkGateway(
                    VirtualNetworkGateway.newBuilder()
                        .setRegion(Lab.REGION)
                        .setGatewayType(type)
                        .setVirtualNetwork(network))
                .build())
        .getVirtualNetworkGateway()
        .getName();
  }

  @Test
  void aRuleWithMoreThan500AddressPrefixesIsRefusedAtWrite() {
    var prefixes = IntStream.range(0, 501).mapToObj(i -> "10." + i / 250 + "." + i % 250 + ".0/24");
    var rule =
        inbound("many", 200, SecurityRuleAccess.SECURITY_RULE_ACCESS_DENY)
            .setSource(SecurityRuleEnd.newBuilder().addAllAddressPrefixes(prefixes.toList()))
            .build();

    var refused = Refusal.of(() -> traffic.securityGroup("many", rule));

    assertEquals("SECURITY_RULE_PREFIX_LIMIT", refused.reason());
    assertEquals(List.of("network_security_group.security_rules[0]"), refused.fields());
    assertEquals("501", refused.metadata().get("used"));
  }

  @Test
  void anApplicationSecurityGroupInARuleExistsInItsRegion() {
    var abroad = traffic.applicationGroup("abroad", "westeurope");
    var rule =
        inbound("asg", 200, SecurityRuleAccess.SECURITY_RULE_ACCESS_DENY)
            .setDestination(SecurityRuleEnd.newBuilder().addApplicationSecurityGroups(abroad));
    var missing =
        rule.clone()
            .setDestination(
                SecurityRuleEnd.newBuilder().addApplicationSecurityGroups(abroad + "-not"));

    var refused = Refusal.of(() -> traffic.securityGroup("asg", rule.build()));

    assertEquals("REGION_MISMATCH", refused.reason());
    assertEquals(
        List.of(
            "network_security_group.security_rules[0].destination.application_security_groups[0]"),
        refused.fields());
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> traffic.securityGroup("asg", missing.build())).code());
  }

  @Test
  void aStaleEtagARepeatedRequestAndAPlanAreHandledAsElsewhere() {
    var request =
        CreateNetworkSecurityGroupRequest.newBuilder()
            .setParent(Lab.CONSUMER)
            .setNetworkSecurityGroupId("etag")
            .setNetworkSecurityGroup(NetworkSecurityGroup.newBuilder().setRegion(Lab.REGION))
            .setRequestId("once");
    var planned = groups.createNetworkSecurityGroup(request.clone().setValidateOnly(true).build());
    var name = planned.getNetworkSecurityGroup().getName();
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get(name)).code());

    var created = groups.createNetworkSecurityGroup(request.build());
    assertEquals(created, groups.createNetworkSecurityGroup(request.build()));
    var updated = update(created.getNetworkSecurityGroup().toBuilder().putTags("a", "b").build());
    var stale =
        Refusal.of(
            () -> update(created.getNetworkSecurityGroup().toBuilder().putTags("c", "d").build()));

    assertNotEquals(created.getNetworkSecurityGroup().getEtag(), updated.getEtag());
    assertEquals("ETAG_MISMATCH", stale.reason());
    delete(name);
  }

  @Test
  void theRegionIsSettledAtCreate() {
    var group = get(traffic.securityGroup("region"));

    var refused =
        Refusal.of(() ->
            groups.updateNetworkSecurityGroup(
                UpdateNetworkSecurityGroupRequest.newBuilder()
                    .setNetworkSecurityGroup(group.toBuilder().setRegion("westeurope"))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("region"))
                    .build()));

    assertEquals("FIELD_IMMUTABLE", refused.reason());
  }

  @Test
  void anotherTenantsSecurityGroupDoesNotExist() {
    var name = traffic.securityGroup("mine");
    var stranger = plane.stubAs("bob@fabrikam", NetworkSecurityGroupServiceGrpc::newBlockingStub);

    var refused =
        Refusal.of(() ->
            stranger.getNetworkSecurityGroup(
                GetNetworkSecurityGroupRequest.newBuilder().setName(name).build()));
    var listed =
        stranger.listNetworkSecurityGroups(
            ListNetworkSecurityGroupsRequest.newBuilder().setParent(Lab.CONSUMER).build());

    assertEquals(Status.Code.NOT_FOUND, refused.code());
    assertEquals(List.of(), listed.getNetworkSecurityGroupsList());
  }

  @Test
  void securityGroupsAreListedInPages() {
    traffic.securityGroup(Lab.CONSUMER.replace("/net", "/paged"), "a", Lab.REGION);
    traffic.securityGroup(Lab.CONSUMER.replace("/net", "/paged"), "b", Lab.REGION);
    var request =
        ListNetworkSecurityGroupsRequest.newBuilder()
            .setParent(Lab.CONSUMER.replace("/net", "/paged"))
            .setPageSize(1);

    var first = groups.listNetworkSecurityGroups(request.build());
    var second =
        groups.listNetworkSecurityGroups(request.setPageToken(first.getNextPageToken()).build());

    assertTrue(first.getNetworkSecurityGroups(0).getName().endsWith("/a"));
    assertTrue(second.getNetworkSecurityGroups(0).getName().endsWith("/b"));
    assertEquals("", second.getNextPageToken());
  }

  @Test
  void aRouteTableIsReadBackWithItsRoutes() {
    var route =
        Route.newBuilder()
            .setName("fw")
            .setAddressPrefix("10.1.0.0/16")
            .setNextHopType(RouteNextHopType.ROUTE_NEXT_HOP_TYPE_VIRTUAL_APPLIANCE)
            .setNextHopIpAddress("10.2.9.4")
            .setNextHopTranslatesSource(true)
            .build();
    var name = traffic.routeTable("read", route);

    var read =
        plane
            .stub(RouteTableServiceGrpc::newBlockingStub)
            .getRouteTable(GetRouteTableRequest.newBuilder().setName(name).build())
            .getRouteTable();

    assertEquals(List.of(route), read.getRoutesList());
  }

  @Test
  void aRouteOfTheSystemCannotBeWritten() {
    var route =
        Route.newBuilder()
            .setName("r")
            .setAddressPrefix("10.1.0.0/16")
            .setNextHopType(RouteNextHopType.ROUTE_NEXT_HOP_TYPE_INTERFACE_ENDPOINT)
            .build();

    assertEquals(
        List.of("route_table.routes[0].next_hop_type"),
        Refusal.of(() -> traffic.routeTable("system", route)).fields());
  }

  @Test
  void aGatewayIsInTheRegionOfItsNetwork() {
    var refused =
        Refusal.of(() ->
            plane
                .stub(VirtualNetworkGatewayServiceGrpc::newBlockingStub)
                .createVirtualNetworkGateway(
                    CreateVirtualNetworkGatewayRequest.newBuilder()
                        .setParent(Lab.CONSUMER)
                        .setVirtualNetworkGatewayId("abroad")
                        .setVirtualNetworkGateway(
                            VirtualNetworkGateway.newBuilder()
                                .setRegion("westeurope")
                                .setGatewayType(GatewayType.GATEWAY_TYPE_EXPRESS_ROUTE)
                                .setVirtualNetwork(network))
                        .build()));

    assertEquals("REGION_MISMATCH", refused.reason());
  }

  @Test
  void aGatewayStaysWhileAnOnPremisesNetworkIsConnectedToIt() {
    var gateway = traffic.gateway("gw", network);
    var site = traffic.site("office", "192.168.0.0/16", gateway);
    var gateways = plane.stub(VirtualNetworkGatewayServiceGrpc::newBlockingStub);
    var delete = DeleteVirtualNetworkGatewayRequest.newBuilder().setName(gateway).build();

    var refused = Refusal.of(() -> gateways.deleteVirtualNetworkGateway(delete));
    var moved =
        plane
            .stub(OnPremisesNetworkServiceGrpc::newBlockingStub)
            .updateOnPremisesNetwork(
                UpdateOnPremisesNetworkRequest.newBuilder()
                    .setOnPremisesNetwork(OnPremisesNetwork.newBuilder().setName(site))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("gateways"))
                    .build());

    assertEquals(site, refused.metadata().get("blockers"));
    assertEquals(List.of(), moved.getOnPremisesNetwork().getGatewaysList());
    assertNotEquals("", gateways.deleteVirtualNetworkGateway(delete).getRevisionToken());
  }

  @Test
  void theApplicationSecurityGroupsOfAnEndpointExistInItsRegion() {
    var near = traffic.applicationGroup("near", Lab.REGION);
    var far = traffic.applicationGroup("far", "westeurope");
    var wanted = Lab.wanted(network, lab.storage("asgacct"), true, "blob");

    var refused =
        Refusal.of(() -> lab.endpoint("pe-far", wanted.clone().addApplicationSecurityGroups(far)));
    var missing =
        Refusal.of(
            () -> lab.endpoint("pe-none", wanted.clone().addApplicationSecurityGroups(near + "x")));
    var endpoint = lab.endpoint("pe-near", wanted.clone().addApplicationSecurityGroups(near));
    var moved =
        Refusal.of(() ->
            lab.endpoints()
                .updatePrivateEndpoint(
                    UpdatePrivateEndpointRequest.newBuilder()
                        .setPrivateEndpoint(
                            endpoint.toBuilder()
                                .clearApplicationSecurityGroups()
                                .addApplicationSecurityGroups(far))
                        .setUpdateMask(
                            FieldMask.newBuilder().addPaths("application_security_groups"))
                        .build()));
    var inUse =
        Refusal.of(() ->
            plane
                .stub(ApplicationSecurityGroupServiceGrpc::newBlockingStub)
                .deleteApplicationSecurityGroup(
                    DeleteApplicationSecurityGroupRequest.newBuilder().setName(near).build()));

    assertEquals("REGION_MISMATCH", refused.reason());
    assertEquals(List.of("private_endpoint.application_security_groups[0]"), refused.fields());
    assertEquals(Status.Code.NOT_FOUND, missing.code());
    assertEquals("REGION_MISMATCH", moved.reason());
    assertEquals(endpoint.getName(), inUse.metadata().get("blockers"));
  }

  private static NetworkSecurityGroup get(String name) {
    return groups
        .getNetworkSecurityGroup(GetNetworkSecurityGroupRequest.newBuilder().setName(name).build())
        .getNetworkSecurityGroup();
  }

  private static NetworkSecurityGroup update(NetworkSecurityGroup group) {
    return groups
        .updateNetworkSecurityGroup(
            UpdateNetworkSecurityGroupRequest.newBuilder().setNetworkSecurityGroup(group).build())
        .getNetworkSecurityGroup();
  }

  private static void delete(String name) {
    var _ =
        groups.deleteNetworkSecurityGroup(
            DeleteNetworkSecurityGroupRequest.newBuilder().setName(name).build());
  }
}
