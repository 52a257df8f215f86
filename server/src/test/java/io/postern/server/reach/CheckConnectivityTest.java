package io.postern.server.reach;

import static io.postern.server.testing.TrafficLab.inbound;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.TrafficLab;
import io.postern.v1.ARecord;
import io.postern.v1.CheckConnectivityRequest;
import io.postern.v1.CheckConnectivityResponse;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.EffectiveRoute;
import io.postern.v1.ListEffectiveRoutesRequest;
import io.postern.v1.ListEffectiveSecurityRulesRequest;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.ReachabilityServiceGrpc;
import io.postern.v1.ReachabilityServiceGrpc.ReachabilityServiceBlockingStub;
import io.postern.v1.ReachabilityStep;
import io.postern.v1.ReachabilityStepKind;
import io.postern.v1.ReachabilityStepOutcome;
import io.postern.v1.ReachabilityVerdict;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.Route;
import io.postern.v1.RouteNextHopType;
import io.postern.v1.SecurityRuleAccess;
import io.postern.v1.SecurityRuleEnd;
import io.postern.v1.Subnet;
import io.postern.v1.Subnet.PrivateEndpointNetworkPolicies;
import io.postern.v1.TrafficDestination;
import io.postern.v1.TrafficSource;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkPeering;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CheckConnectivity through a running server, with real DNS: acct1 has an approved blob endpoint in
 * vnet-a, acct2 one that is pending.
 */
class CheckConnectivityTest {
  private static final String NAME = "acct1.blob.core.windows.net";

  /** The lowest free address of the first subnet. */
  private static final String ADDRESS = "10.1.0.4";

  @TempDir static Path folder;
  private static ControlPlane plane;
  private static Lab lab;
  private static TrafficLab traffic;
  private static String network;
  private static String hub;
  private static String stranger;
  private static String approved;
  private static String pending;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    traffic = TrafficLab.of(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    hub = lab.network("hub", "10.2.0.0/16");
    stranger = lab.network("vnet-b", "10.3.0.0/16");
    traffic.peering(network, hub, VirtualNetworkPeering.newBuilder().setUseRemoteGateways(true));
    traffic.peering(hub, network, VirtualNetworkPeering.newBuilder().setAllowGatewayTransit(true));
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT);
    lab.link(zone, hub, ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT);
    var endpoint = lab.endpoint("pe1", Lab.wanted(network, lab.storage("acct1"), true, "blob"));
    approved = endpoint.getName();
    lab.zoneGroup(approved, zone);
    lab.approve(endpoint);
    pending =
        lab.endpoint(
                "pe2",
                Lab.wanted(
                    network,
                    lab.resource(
                        Lab.PROVIDER,
                        "kv1",
                        PrivateLinkResource.newBuilder()
                            .setType("Microsoft.KeyVault/vaults")
                            .setRegion(Lab.REGION)
                            .build()),
                    true,
                    "vault"))
            .getName();
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void aNameIsResolvedInTheSourcesOwnViewAndTheTraceShowsTheChain() {
    var answer = check(from(network), toName(NAME));

    assertEquals(ReachabilityVerdict.REACHABILITY_VERDICT_ALLOWED, answer.getVerdict());
    assertEquals(approved, answer.getPrivateEndpoint());
    assertEquals(ADDRESS, answer.getDestinationIpAddress());
    assertEquals(network, answer.getSteps(0).getResource());
    assertTrue(
        answer
            .getSteps(0)
            .getDescription()
            .contains(NAME + " -> acct1.privatelink.blob.core.windows.net has the address"),
        answer::toString);
    assertEquals(
        List.of(
            ReachabilityStepKind.REACHABILITY_STEP_KIND_NAME,
            ReachabilityStepKind.REACHABILITY_STEP_KIND_PATH,
            ReachabilityStepKind.REACHABILITY_STEP_KIND_DIRECTION,
            ReachabilityStepKind.REACHABILITY_STEP_KIND_CONNECTION,
            ReachabilityStepKind.REACHABILITY_STEP_KIND_TARGET,
            ReachabilityStepKind.REACHABILITY_STEP_KIND_SECURITY_RULES,
            ReachabilityStepKind.REACHABILITY_STEP_KIND_ROUTES,
            ReachabilityStepKind.REACHABILITY_STEP_KIND_PUBLIC_ACCESS),
        answer.getStepsList().stream().map(ReachabilityStep::getKind).toList());
  }

  @Test
  void aNetworkWithoutTheZoneIsLedToThePublicSide() {
    var answer = check(from(stranger), toName(NAME));

    assertEquals("203.0.113.161", answer.getDestinationIpAddress());
    assertEquals("", answer.getPrivateEndpoint());
    assertEquals(ReachabilityVerdict.REACHABILITY_VERDICT_ALLOWED, answer.getVerdict());
    assertTrue(
        last(answer).getDescription().contains("does not close its public side"), answer::toString);
  }

  @Test
  void aNameThatDoesNotExistIsNotReached() {
    var answer = check(from(network), toName("nothing.example.com"));

    assertEquals(ReachabilityVerdict.REACHABILITY_VERDICT_DENIED, answer.getVerdict());
    assertEquals(1, answer.getStepsCount());
  }

  @Test
  void aDirectlyPeeredNetworkReachesTheEndpoint() {
    var answer = check(from(hub), toAddress(ADDRESS));

    assertEquals(ReachabilityVerdict.REACHABILITY_VERDICT_ALLOWED, answer.getVerdict());
    assertEquals(approved, answer.getPrivateEndpoint());
    assertEquals(
        network + "/virtualNetworkPeerings/to-hub",
        step(answer, ReachabilityStepKind.REACHABILITY_STEP_KIND_PATH).getResource());
  }

  @Test
  void aNetworkThatIsNotPeeredDoesNotReachTheEndpoint() {
    var answer = check(from(stranger), toEndpoint(approved));

    assertDenied(ReachabilityStepKind.REACHABILITY_STEP_KIND_PATH, answer);
  }

  @Test
  void onPremisesReachesTheEndpointThroughTheGatewayOfTheHubAndResolvesAsThere() {
    var site = traffic.site("office", "192.168.0.0/16", traffic.gateway("gw", hub));
    var source = TrafficSource.newBuilder().setOnPremisesNetwork(site);

    var answer = check(source, toName(NAME));

    assertEquals(ReachabilityVerdict.REACHABILITY_VERDICT_ALLOWED, answer.getVerdict());
    assertEquals(hub, answer.getSteps(0).getResource());
    assertEquals(approved, answer.getPrivateEndpoint());
  }

  @Test
  void aPendingConnectionCarriesNoTrafficAndTheTraceSaysWhoMustDoWhat() {
    var answer = check(from(network), toEndpoint(pending));

    assertDenied(ReachabilityStepKind.REACHABILITY_STEP_KIND_CONNECTION, answer);
    assertTrue(last(answer).getDescription().contains("PROVIDER_APPROVAL_REQUIRED"));
    assertTrue(last(answer).getResource().contains("/privateEndpointConnections/pe2."));
  }

  @Test
  void aServiceBehindPrivateLinkIsReachedFromItsNetworkAndPeeredOnes() {
    var service = lab.service("web", PrivateLinkService.newBuilder());
    var endpoint = lab.endpoint("pe-web", Lab.wanted(network, service.getName(), true));
    lab.approve(endpoint);

    for (var source : List.of(network, hub))
      assertEquals(
          ReachabilityVerdict.REACHABILITY_VERDICT_ALLOWED,
          check(from(source), toEndpoint(endpoint.getName())).getVerdict());
    assertDenied(
        ReachabilityStepKind.REACHABILITY_STEP_KIND_PATH,
        check(from(stranger), toEndpoint(endpoint.getName())));
  }

  @Test
  void theProviderDoesNotReachIntoTheConsumersNetwork() {
    var service = lab.service("pls", PrivateLinkService.newBuilder().addFqdns("svc.example.com"));
    var endpoint = lab.endpoint("pe-pls", Lab.wanted(network, service.getName(), true));
    lab.approve(endpoint);
    var provider = Lab.PROVIDER + "/providers/Microsoft.Network/virtualNetworks/pls-net";

    assertDenied(
        ReachabilityStepKind.REACHABILITY_STEP_KIND_DIRECTION,
        check(from(provider), toEndpoint(endpoint.getName())));
    assertDenied(
        ReachabilityStepKind.REACHABILITY_STEP_KIND_DIRECTION,
        check(
            from(provider),
            TrafficDestination.newBuilder().setIpAddress("10.1.0.99").setVirtualNetwork(network)));
  }

  @Test
  void aSecurityGroupAndARouteTableOfTheSubnetsDecide() {
    var group =
        traffic.securityGroup(
            "guard",
            inbound("no-ftp", 100, SecurityRuleAccess.SECURITY_RULE_ACCESS_DENY)
                .setDestination(SecurityRuleEnd.newBuilder().addPortRanges("21"))
                .build());
    var guarded = lab.network("vnet-c", "10.4.0.0/16");
    traffic.subnet(
        guarded + "/subnets/default",
        Subnet.newBuilder()
            .setNetworkSecurityGroup(group)
            .setPrivateEndpointNetworkPolicies(
                PrivateEndpointNetworkPolicies.PRIVATE_ENDPOINT_NETWORK_POLICIES_ENABLED));
    var endpoint = lab.endpoint("pe3", Lab.wanted(guarded, lab.storage("acct3"), true, "blob"));
    lab.approve(endpoint);
    var machines = lab.subnet(guarded, "machines", "10.4.1.0/24");
    traffic.subnet(
        machines,
        Subnet.newBuilder()
            .setRouteTable(
                traffic.routeTable(
                    "through-fw",
                    Route.newBuilder()
                        .setName("fw")
                        .setAddressPrefix("10.4.0.0/16")
                        .setNextHopType(RouteNextHopType.ROUTE_NEXT_HOP_TYPE_VIRTUAL_APPLIANCE)
                        .setNextHopIpAddress("10.4.9.4")
                        .build())));
    var source = from(guarded).setIpAddress("10.4.1.20");

    var web = check(source, toEndpoint(endpoint.getName()), 443);
    var ftp = check(source, toEndpoint(endpoint.getName()), 21);

    assertEquals(ReachabilityVerdict.REACHABILITY_VERDICT_ALLOWED_WITH_WARNING, web.getVerdict());
    assertEquals(
        ReachabilityStepOutcome.REACHABILITY_STEP_OUTCOME_WARNING,
        step(web, ReachabilityStepKind.REACHABILITY_STEP_KIND_ROUTES).getOutcome());
    assertDenied(ReachabilityStepKind.REACHABILITY_STEP_KIND_SECURITY_RULES, ftp);
    assertEquals(group, last(ftp).getResource());
    assertEffective(endpoint.getNetworkInterfaces(0), group);
  }

  /** What Azure does not offer for the interface of an endpoint. */
  private static void assertEffective(String networkInterface, String group) {
    var calls = plane.stub(ReachabilityServiceGrpc::newBlockingStub);
    var routes =
        calls.listEffectiveRoutes(
            ListEffectiveRoutesRequest.newBuilder()
                .setParent(networkInterface)
                .setPageSize(1)
                .build());
    var rules =
        calls.listEffectiveSecurityRules(
            ListEffectiveSecurityRulesRequest.newBuilder().setParent(networkInterface).build());
    var rest =
        calls.listEffectiveRoutes(
            ListEffectiveRoutesRequest.newBuilder()
                .setParent(networkInterface)
                .setPageToken(routes.getNextPageToken())
                .build());

    assertEquals("10.4.0.4/32", routes.getEffectiveRoutes(0).getAddressPrefix());
    assertEquals(
        RouteNextHopType.ROUTE_NEXT_HOP_TYPE_INTERFACE_ENDPOINT,
        routes.getEffectiveRoutes(0).getNextHopType());
    assertEquals(
        List.of("10.4.0.0/16", "0.0.0.0/0"),
        rest.getEffectiveRoutesList().stream().map(EffectiveRoute::getAddressPrefix).toList());
    assertEquals("", rest.getNextPageToken());
    assertEquals(7, rules.getEffectiveSecurityRulesCount());
    assertEquals(group, rules.getEffectiveSecurityRules(0).getNetworkSecurityGroup());
    assertEquals(
        List.of("10.4.0.0/16"), rules.getEffectiveSecurityRules(1).getExpandedSourcePrefixesList());
  }

  @Test
  void anEndpointForBlobDoesNotReachFileEvenIfARecordLeadsThere() {
    var zone = lab.zone("privatelink.file.core.windows.net");
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT);
    var _ =
        plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(zone)
                    .setRecordSetId("acct1")
                    .setRecordSet(
                        RecordSet.newBuilder()
                            .setType(RecordType.RECORD_TYPE_A)
                            .addARecords(ARecord.newBuilder().setIpv4Address(ADDRESS)))
                    .build());
    lab.endpoint(
        "pe-file",
        Lab.wanted(
            stranger,
            Lab.PROVIDER + "/providers/Microsoft.Storage/storageAccounts/acct1",
            true,
            "file"));

    var answer = check(from(network), toName("acct1.file.core.windows.net"));

    assertEquals(ADDRESS, answer.getDestinationIpAddress());
    assertDenied(ReachabilityStepKind.REACHABILITY_STEP_KIND_TARGET, answer);
  }

  @Test
  void anotherTenantLearnsNothingOfTheNetworksAndObjectsOfOthers() {
    var theirs = plane.stubAs("bob@fabrikam", ReachabilityServiceGrpc::newBlockingStub);

    for (var request :
        List.of(
            request(from(network), toName(NAME), 443),
            request(
                from(lab.network(Lab.PROVIDER, "theirs", "10.9.0.0/16")),
                toEndpoint(approved),
                443)))
      assertEquals(
          Status.Code.NOT_FOUND, Refusal.of(() -> theirs.checkConnectivity(request)).code());
  }

  @Test
  void aBadQuestionIsRefusedWithTheFieldAtFault() {
    assertEquals(List.of("port"), refused(from(network), toName(NAME), 0));
    assertEquals(
        List.of("source.virtual_network"), refused(TrafficSource.newBuilder(), toName(NAME), 1));
    assertEquals(
        List.of("source.ip_address"),
        refused(from(network).setIpAddress("10.2.0.1"), toName(NAME), 1));
    assertEquals(
        List.of("destination"), refused(from(network), TrafficDestination.newBuilder(), 1));
    assertEquals(List.of("destination.dns_name"), refused(from(network), toName("a..b"), 1));
    assertEquals(
        List.of("destination.virtual_network"),
        refused(from(network), toName(NAME).setVirtualNetwork(network), 1));
  }

  private static List<String> refused(
      TrafficSource.Builder source, TrafficDestination.Builder destination, int port) {
    return Refusal.of(() -> check(source, destination, port)).fields();
  }

  private static TrafficSource.Builder from(String name) {
    return TrafficSource.newBuilder().setVirtualNetwork(name);
  }

  private static TrafficDestination.Builder toName(String name) {
    return TrafficDestination.newBuilder().setDnsName(name);
  }

  private static TrafficDestination.Builder toEndpoint(String name) {
    return TrafficDestination.newBuilder().setPrivateEndpoint(name);
  }

  private static TrafficDestination.Builder toAddress(String text) {
    return TrafficDestination.newBuilder().setIpAddress(text);
  }

  private static CheckConnectivityResponse check(
      TrafficSource.Builder source, TrafficDestination.Builder destination) {
    return check(source, destination, 443);
  }

  private static CheckConnectivityResponse check(
      TrafficSource.Builder source, TrafficDestination.Builder destination, int port) {
    ReachabilityServiceBlockingStub calls = plane.stub(ReachabilityServiceGrpc::newBlockingStub);
    return calls.checkConnectivity(request(source, destination, port));
  }

  private static CheckConnectivityRequest request(
      TrafficSource.Builder source, TrafficDestination.Builder destination, int port) {
    return CheckConnectivityRequest.newBuilder()
        .setSource(source)
        .setDestination(destination)
        .setPort(port)
        .build();
  }

  private static void assertDenied(ReachabilityStepKind kind, CheckConnectivityResponse answer) {
    assertEquals(
        ReachabilityVerdict.REACHABILITY_VERDICT_DENIED, answer.getVerdict(), answer::toString);
    assertEquals(kind, last(answer).getKind(), answer::toString);
  }

  private static ReachabilityStep last(CheckConnectivityResponse answer) {
    return answer.getSteps(answer.getStepsCount() - 1);
  }

  private static ReachabilityStep step(
      CheckConnectivityResponse answer, ReachabilityStepKind kind) {
    return answer.getStepsList().stream()
        .filter(step -> step.getKind() == kind)
        .findFirst()
        .orElseThrow();
  }
}
