package io.postern.server.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.postern.server.subscription.model.Quota;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.RulesetLab;
import io.postern.server.testing.TrafficLab;
import io.postern.v1.ARecord;
import io.postern.v1.CreatePrivateLinkServiceRequest;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.CreateVirtualNetworkPeeringRequest;
import io.postern.v1.ListQuotasRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkServiceServiceGrpc;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.SecurityRule;
import io.postern.v1.SecurityRuleAccess;
import io.postern.v1.SecurityRuleEnd;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdatePrivateEndpointRequest;
import io.postern.v1.UpdateQuotaRequest;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.VirtualNetworkPeeringServiceGrpc;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Going over each limit of Rules §11, with the limit set low first and put back afterwards: the
 * tests share a server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LimitsTest {
  private static final String VAULTS = "Microsoft.KeyVault/vaults";

  private ControlPlane plane;
  private Lab lab;
  private String network;
  private String account;
  private int number;

  @BeforeAll
  void start(@TempDir Path folder) {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    account = lab.storage("acct");
  }

  @AfterAll
  void stop() {
    plane.close();
  }

  @Test
  void everyLimitIsListedWithItsDefault() {
    var listed =
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .listQuotas(ListQuotasRequest.newBuilder().setParent("subscriptions/contoso").build())
            .getQuotasList();

    assertEquals(
        Arrays.stream(Quota.values()).map(Quota::id).toList(),
        listed.stream().map(io.postern.v1.Quota::getName).toList());
  }

  @Test
  void aLimitSaysWhatItIsCountedPer() {
    var listed =
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .listQuotas(ListQuotasRequest.newBuilder().setParent("subscriptions/contoso").build())
            .getQuotasList();

    for (var quota : listed) {
      var per = Quota.named(quota.getName()).orElseThrow().per();
      assertEquals("COUNTED_PER_" + per, quota.getCountedPer().name());
      if (per != Quota.Per.SUBSCRIPTION) assertEquals(0, quota.getUsed(), quota.getName());
    }
  }

  @Test
  void aLimitOnTheEntriesOfAResourceIsNotRaised() {
    var refused = Refusal.of(() -> limit("contoso", Quota.ZONES_PER_ZONE_GROUP, 6));

    assertEquals("INVALID_FIELD", refused.reason());
    assertEquals(List.of("limit"), refused.fields());
  }

  @Test
  void endpointsOfASubscription() {
    limit("contoso", Quota.PRIVATE_ENDPOINTS, 0);
    over(Quota.PRIVATE_ENDPOINTS, 0, 0, () -> endpoint(account, "blob"));
    reset("contoso", Quota.PRIVATE_ENDPOINTS);
  }

  @Test
  void endpointsOfANetwork() {
    limit("contoso", Quota.PRIVATE_ENDPOINTS_PER_VIRTUAL_NETWORK, 0);
    var quiet = lab.network("quiet", "10.4.0.0/16");
    over(
        Quota.PRIVATE_ENDPOINTS_PER_VIRTUAL_NETWORK,
        0,
        0,
        () -> lab.endpoint("refused", Lab.wanted(quiet, account, true, "blob")));
    reset("contoso", Quota.PRIVATE_ENDPOINTS_PER_VIRTUAL_NETWORK);
  }

  @Test
  void endpointsOfPeeredNetworksTogether() {
    var hub = lab.network("hub", "10.2.0.0/16");
    var spoke = lab.network("spoke", "10.3.0.0/16");
    peer(hub, spoke);
    peer(spoke, hub);
    lab.endpoint("in-hub", Lab.wanted(hub, account, true, "blob"));
    limit("contoso", Quota.PRIVATE_ENDPOINTS_PER_PEERED_NETWORKS, 1);

    over(
        Quota.PRIVATE_ENDPOINTS_PER_PEERED_NETWORKS,
        1,
        1,
        () -> lab.endpoint("in-spoke", Lab.wanted(spoke, account, true, "blob")));
    reset("contoso", Quota.PRIVATE_ENDPOINTS_PER_PEERED_NETWORKS);
  }

  @Test
  void endpointsOfAKeyVault() {
    var vault =
        lab.resource(
            Lab.PROVIDER,
            "kv1",
            PrivateLinkResource.newBuilder().setType(VAULTS).setRegion(Lab.REGION).build());
    endpoint(vault, "vault");
    limit("fabrikam", Quota.PRIVATE_ENDPOINTS_PER_KEY_VAULT, 1);

    over(Quota.PRIVATE_ENDPOINTS_PER_KEY_VAULT, 1, 1, () -> endpoint(vault, "vault"));
    reset("fabrikam", Quota.PRIVATE_ENDPOINTS_PER_KEY_VAULT);
  }

  @Test
  void endpointsOfAPrivateLinkService() {
    var service = lab.service("asked", PrivateLinkService.newBuilder()).getName();
    limit("fabrikam", Quota.PRIVATE_ENDPOINTS_PER_PRIVATE_LINK_SERVICE, 0);

    over(
        Quota.PRIVATE_ENDPOINTS_PER_PRIVATE_LINK_SERVICE,
        0,
        0,
        () -> lab.endpoint("refused", Lab.wanted(network, service, true)));
    reset("fabrikam", Quota.PRIVATE_ENDPOINTS_PER_PRIVATE_LINK_SERVICE);
  }

  @Test
  void servicesOfASubscription() {
    limit("fabrikam", Quota.PRIVATE_LINK_SERVICES, 0);
    var refused = Refusal.of(() -> lab.service("none", PrivateLinkService.newBuilder()));
    assertEquals("privateLinkServices", refused.metadata().get("quota"));
    assertEquals("0", refused.metadata().get("limit"));
    reset("fabrikam", Quota.PRIVATE_LINK_SERVICES);
  }

  @Test
  void servicesOfALoadBalancer() {
    var first = lab.service("first", PrivateLinkService.newBuilder());
    limit("fabrikam", Quota.PRIVATE_LINK_SERVICES_PER_LOAD_BALANCER, 1);

    var refused = Refusal.of(() -> service("second", onBalancerOf(first)));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("LOAD_BALANCER_SERVICE_LIMIT", refused.reason());
    assertEquals("privateLinkServicesPerLoadBalancer", refused.metadata().get("quota"));
    assertEquals("1", refused.metadata().get("limit"));
    assertEquals("1", refused.metadata().get("used"));
    reset("fabrikam", Quota.PRIVATE_LINK_SERVICES_PER_LOAD_BALANCER);
  }

  @Test
  void addressesAndListsOfAService() {
    var first = lab.service("listed", PrivateLinkService.newBuilder());
    limit("fabrikam", Quota.NAT_ADDRESSES_PER_PRIVATE_LINK_SERVICE, 0);
    over(
        Quota.NAT_ADDRESSES_PER_PRIVATE_LINK_SERVICE,
        0,
        1,
        () -> service("many", onBalancerOf(first)));
    reset("fabrikam", Quota.NAT_ADDRESSES_PER_PRIVATE_LINK_SERVICE);

    limit("fabrikam", Quota.LISTED_SUBSCRIPTIONS_PER_PRIVATE_LINK_SERVICE, 0);
    var visible =
        onBalancerOf(first)
            .setVisibility(PrivateLinkService.Visibility.newBuilder().addSubscriptions("contoso"));
    over(Quota.LISTED_SUBSCRIPTIONS_PER_PRIVATE_LINK_SERVICE, 0, 1, () -> service("seen", visible));
    reset("fabrikam", Quota.LISTED_SUBSCRIPTIONS_PER_PRIVATE_LINK_SERVICE);
  }

  @Test
  void directConnectServicesOfARegion() {
    limit("fabrikam", Quota.DIRECT_CONNECT_SERVICES_PER_REGION, 0);
    var subnet = lab.network(Lab.PROVIDER, "direct", "10.6.0.0/16") + "/subnets/default";
    var direct =
        PrivateLinkService.newBuilder()
            .setRegion(Lab.REGION)
            .setDestinationIpAddress("10.7.0.4")
            .addIpConfigurations(nat("one", subnet).setPrimary(true))
            .addIpConfigurations(nat("two", subnet));
    over(Quota.DIRECT_CONNECT_SERVICES_PER_REGION, 0, 0, () -> service("direct", direct));
    reset("fabrikam", Quota.DIRECT_CONNECT_SERVICES_PER_REGION);
  }

  @Test
  void zonesNetworksAndTheirLinks() {
    limit("contoso", Quota.PRIVATE_DNS_ZONES, 0);
    limit("contoso", Quota.VIRTUAL_NETWORKS, 0);
    var refused = Refusal.of(() -> lab.zone("corp.example"));
    assertEquals("privateDnsZones", refused.metadata().get("quota"));
    refused = Refusal.of(() -> lab.network("one-more", "10.99.0.0/16"));
    assertEquals("virtualNetworks", refused.metadata().get("quota"));
    reset("contoso", Quota.PRIVATE_DNS_ZONES);
    reset("contoso", Quota.VIRTUAL_NETWORKS);

    var zone = lab.zone("limits.example");
    var other = lab.network("other", "10.5.0.0/16");
    for (var quota :
        List.of(Quota.VIRTUAL_NETWORK_LINKS_PER_ZONE, Quota.ZONES_PER_VIRTUAL_NETWORK)) {
      limit("contoso", quota, 0);
      over(quota, 0, 0, () -> lab.link(zone, other, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT));
      reset("contoso", quota);
    }
  }

  @Test
  void recordSetsOfAZoneAndRecordsOfASet() {
    var zone = lab.zone("records.example");
    limit("contoso", Quota.RECORD_SETS_PER_ZONE, 1);
    over(Quota.RECORD_SETS_PER_ZONE, 1, 1, () -> record(zone, "10.9.9.9"));
    reset("contoso", Quota.RECORD_SETS_PER_ZONE);

    limit("contoso", Quota.RECORDS_PER_RECORD_SET, 1);
    over(Quota.RECORDS_PER_RECORD_SET, 1, 2, () -> record(zone, "10.9.9.9", "10.9.9.8"));
    reset("contoso", Quota.RECORDS_PER_RECORD_SET);
  }

  @Test
  void zonesOfAZoneGroup() {
    var endpoint = lab.endpoint("grouped", Lab.wanted(network, account, true, "blob"));
    var one = lab.zone(Lab.BLOB_ZONE);
    var two = lab.zone("two.example");
    limit("contoso", Quota.ZONES_PER_ZONE_GROUP, 1);

    over(Quota.ZONES_PER_ZONE_GROUP, 1, 2, () -> lab.zoneGroup(endpoint.getName(), one, two));
    reset("contoso", Quota.ZONES_PER_ZONE_GROUP);
  }

  @Test
  void endpointsOfAnApplicationSecurityGroup() {
    var group = TrafficLab.of(plane).applicationGroup("members", Lab.REGION);
    var wanted =
        Lab.wanted(network, account, true, "blob").addApplicationSecurityGroups(group).build();
    lab.endpoint("member", wanted.toBuilder());
    var outside = lab.endpoint("outside", Lab.wanted(network, account, true, "blob"));
    limit("contoso", Quota.PRIVATE_ENDPOINTS_PER_APPLICATION_SECURITY_GROUP, 1);

    over(
        Quota.PRIVATE_ENDPOINTS_PER_APPLICATION_SECURITY_GROUP,
        1,
        1,
        () -> lab.endpoint("refused", wanted.toBuilder()));
    over(Quota.PRIVATE_ENDPOINTS_PER_APPLICATION_SECURITY_GROUP, 1, 1, () -> join(outside, group));
    reset("contoso", Quota.PRIVATE_ENDPOINTS_PER_APPLICATION_SECURITY_GROUP);
    join(outside, group);
  }

  @Test
  void combinationsOfANetworkSecurityGroup() {
    var traffic = TrafficLab.of(plane);
    // 250 sources, 250 destinations and 4 ranges of ports are just the limit.
    var full = rule("full", 100, end("10.1", 250), end("10.2", 250), 4);
    traffic.securityGroup("full", full);

    over(
        Quota.COMBINATIONS_PER_NETWORK_SECURITY_GROUP,
        250_000,
        250_001,
        () ->
            traffic.securityGroup(
                "more", full, rule("one", 101, end("10.3", 1), end("10.4", 1), 1)));
  }

  @Test
  void anEndpointThatJoinsAGroupAddsToTheCombinations() {
    var traffic = TrafficLab.of(plane);
    var group = traffic.applicationGroup("combined", Lab.REGION);
    var members = SecurityRuleEnd.newBuilder().addApplicationSecurityGroups(group);
    var wanted =
        Lab.wanted(network, account, true, "blob").addApplicationSecurityGroups(group).build();
    lab.endpoint("first-combined", wanted.toBuilder());
    traffic.securityGroup("combined", rule("r", 100, end("10.1", 3), members, 1));
    limit("contoso", Quota.COMBINATIONS_PER_NETWORK_SECURITY_GROUP, 5);

    over(
        Quota.COMBINATIONS_PER_NETWORK_SECURITY_GROUP,
        5,
        6,
        () -> lab.endpoint("second-combined", wanted.toBuilder()));
    reset("contoso", Quota.COMBINATIONS_PER_NETWORK_SECURITY_GROUP);
  }

  private static SecurityRule rule(
      String name,
      int priority,
      SecurityRuleEnd.Builder source,
      SecurityRuleEnd.Builder destination,
      int ports) {
    for (int i = 0; i < ports; i++) destination.addPortRanges(Integer.toString(1_000 + i));
    return TrafficLab.inbound(name, priority, SecurityRuleAccess.SECURITY_RULE_ACCESS_ALLOW)
        .setSource(source)
        .setDestination(destination)
        .build();
  }

  private static SecurityRuleEnd.Builder end(String start, int prefixes) {
    var end = SecurityRuleEnd.newBuilder();
    for (int i = 0; i < prefixes; i++) end.addAddressPrefixes(start + "." + i + ".0/24");
    return end;
  }

  private void join(PrivateEndpoint endpoint, String group) {
    var _ =
        lab.endpoints()
            .updatePrivateEndpoint(
                UpdatePrivateEndpointRequest.newBuilder()
                    .setPrivateEndpoint(
                        PrivateEndpoint.newBuilder()
                            .setName(endpoint.getName())
                            .addApplicationSecurityGroups(group))
                    .build());
  }

  @Test
  void rulesServersAndNetworksOfAForwardingRuleset() {
    var rulesets = RulesetLab.of(plane);
    var servers = RulesetLab.rule("corp.example", server(1), server(2));
    limit("contoso", Quota.SERVERS_PER_FORWARDING_RULE, 1);
    over(
        Quota.SERVERS_PER_FORWARDING_RULE,
        1,
        2,
        () -> rulesets.create("limits", RulesetLab.ruleset(servers)));
    reset("contoso", Quota.SERVERS_PER_FORWARDING_RULE);

    var rules = RulesetLab.ruleset(servers, RulesetLab.rule("lab.example", server(1)));
    limit("contoso", Quota.RULES_PER_FORWARDING_RULESET, 1);
    over(Quota.RULES_PER_FORWARDING_RULESET, 1, 2, () -> rulesets.create("limits", rules));
    reset("contoso", Quota.RULES_PER_FORWARDING_RULESET);

    limit("contoso", Quota.NETWORKS_PER_FORWARDING_RULESET, 0);
    over(
        Quota.NETWORKS_PER_FORWARDING_RULESET,
        0,
        1,
        () -> rulesets.create("limits", rules.clone().addVirtualNetworks(network)));
    reset("contoso", Quota.NETWORKS_PER_FORWARDING_RULESET);
    assertEquals(
        List.of(1_000L, 6L, 500L),
        List.of(
            Quota.RULES_PER_FORWARDING_RULESET.standard(),
            Quota.SERVERS_PER_FORWARDING_RULE.standard(),
            Quota.NETWORKS_PER_FORWARDING_RULESET.standard()));
  }

  private static InetSocketAddress server(int number) {
    return RulesetLab.server("10.0.0." + number);
  }

  private static void over(Quota quota, long limit, long used, Runnable call) {
    var refused = Refusal.of(call::run);
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("QUOTA_EXCEEDED", refused.reason());
    assertEquals(quota.id(), refused.metadata().get("quota"));
    assertEquals(Long.toString(limit), refused.metadata().get("limit"));
    assertEquals(Long.toString(used), refused.metadata().get("used"));
  }

  private void endpoint(String target, String group) {
    lab.endpoint("pe" + number++, Lab.wanted(network, target, true, group));
  }

  private static PrivateLinkService.Builder onBalancerOf(PrivateLinkService service) {
    return PrivateLinkService.newBuilder()
        .setRegion(Lab.REGION)
        .addAllLoadBalancerFrontendIpConfigurations(
            service.getLoadBalancerFrontendIpConfigurationsList())
        .addIpConfigurations(nat("nat", service.getIpConfigurations(0).getSubnet()));
  }

  private static PrivateLinkService.IpConfiguration.Builder nat(String name, String subnet) {
    return PrivateLinkService.IpConfiguration.newBuilder().setName(name).setSubnet(subnet);
  }

  private void service(String id, PrivateLinkService.Builder wanted) {
    var _ =
        plane
            .stub(PrivateLinkServiceServiceGrpc::newBlockingStub)
            .createPrivateLinkService(
                CreatePrivateLinkServiceRequest.newBuilder()
                    .setParent(Lab.PROVIDER)
                    .setPrivateLinkServiceId(id)
                    .setPrivateLinkService(wanted)
                    .build());
  }

  private void record(String zone, String... addresses) {
    var set = RecordSet.newBuilder().setType(RecordType.RECORD_TYPE_A);
    for (var address : addresses) set.addARecords(ARecord.newBuilder().setIpv4Address(address));
    var _ =
        plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(zone)
                    .setRecordSetId("www")
                    .setRecordSet(set)
                    .build());
  }

  private void peer(String network, String remote) {
    var _ =
        plane
            .stub(VirtualNetworkPeeringServiceGrpc::newBlockingStub)
            .createVirtualNetworkPeering(
                CreateVirtualNetworkPeeringRequest.newBuilder()
                    .setParent(network)
                    .setVirtualNetworkPeeringId("to")
                    .setVirtualNetworkPeering(
                        VirtualNetworkPeering.newBuilder().setRemoteVirtualNetwork(remote))
                    .build());
  }

  private void limit(String subscription, Quota quota, long limit) {
    var _ = send(update(subscription, quota).setLimit(limit));
  }

  private void reset(String subscription, Quota quota) {
    var _ = send(update(subscription, quota).setResetToDefault(true));
  }

  private static UpdateQuotaRequest.Builder update(String subscription, Quota quota) {
    return UpdateQuotaRequest.newBuilder()
        .setName("subscriptions/" + subscription)
        .setQuota(quota.id());
  }

  private io.postern.v1.Quota send(UpdateQuotaRequest.Builder request) {
    return plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .updateQuota(request.build())
        .getQuota();
  }
}
