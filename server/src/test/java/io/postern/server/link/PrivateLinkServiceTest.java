package io.postern.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.CheckVisibilityRequest;
import io.postern.v1.ConnectionPolicy;
import io.postern.v1.ConnectionPolicy.ConsumerEntry;
import io.postern.v1.ConnectionState;
import io.postern.v1.CreateLoadBalancerRequest;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.CreatePrivateLinkServiceRequest;
import io.postern.v1.CreateSubnetRequest;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.DeletePrivateEndpointConnectionRequest;
import io.postern.v1.DeletePrivateLinkServiceRequest;
import io.postern.v1.GetPrivateLinkServiceRequest;
import io.postern.v1.GetSubnetRequest;
import io.postern.v1.ListAutoApprovedRequest;
import io.postern.v1.LoadBalancer;
import io.postern.v1.LoadBalancerServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkService.AutoApproval;
import io.postern.v1.PrivateLinkService.IpConfiguration;
import io.postern.v1.PrivateLinkService.LoadBalancerFrontend;
import io.postern.v1.PrivateLinkService.Visibility;
import io.postern.v1.PrivateLinkServiceServiceGrpc;
import io.postern.v1.PrivateLinkServiceServiceGrpc.PrivateLinkServiceServiceBlockingStub;
import io.postern.v1.Subnet;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdatePrivateLinkServiceRequest;
import io.postern.v1.UpdateQuotaRequest;
import io.postern.v1.VirtualNetworkLink;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private link services and their aliases (Rules §4 and §5). */
class PrivateLinkServiceTest {
  private static final String BALANCERS = "load_balancer_frontend_ip_configurations";

  @TempDir Path folder;
  private ControlPlane plane;
  private Lab lab;
  private String subnet;
  private String balancer;
  private PrivateLinkServiceServiceBlockingStub services;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    var network = lab.network(Lab.PROVIDER, "vnet-p", "10.7.0.0/16");
    subnet = network + "/subnets/default";
    balancer = balancer("lb", LoadBalancer.Sku.SKU_STANDARD);
    services = plane.stub(PrivateLinkServiceServiceGrpc::newBlockingStub);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void anAliasIsMadeOnceOfTheIdARandomPartAndTheRegion() {
    var service = create("Web.App", wanted(balancer));
    var other = create("other", wanted(balancer));

    var updated = update(service.toBuilder().putTags("a", "b").setAlias("mine"), "tags", "alias");

    assertTrue(
        service
            .getAlias()
            .matches("web\\.app\\.[0-9a-f-]{36}\\.eastus\\.azure\\.privatelinkservice"),
        service.getAlias());
    assertNotEquals(service.getAlias(), other.getAlias());
    assertEquals(service.getAlias(), updated.getAlias());
    assertFalse(service.getAlias().contains("fabrikam"), "it says nothing of its owner");
  }

  @Test
  void aServiceMadeAgainHasAnotherAlias() {
    var first = create("web", wanted(balancer));
    delete(first);

    assertNotEquals(first.getAlias(), create("web", wanted(balancer)).getAlias());
  }

  @Test
  void anEndpointAndAServiceOfOneIdInOneGroupHaveInterfacesOfTheirOwn() {
    var service = create("web", wanted(balancer));

    var endpoint =
        lab.endpoints()
            .createPrivateEndpoint(
                CreatePrivateEndpointRequest.newBuilder()
                    .setParent(Lab.PROVIDER)
                    .setPrivateEndpointId("web")
                    .setPrivateEndpoint(
                        Lab.wanted("", lab.storage("acct"), true, "blob").setSubnet(subnet))
                    .build())
            .getPrivateEndpoint();

    assertTrue(endpoint.getNetworkInterfaces(0).endsWith("/web.nic"));
    assertTrue(
        service.getNetworkInterfaces(0).matches(".*/web\\.nic\\.[0-9a-f-]{36}"),
        service.getNetworkInterfaces(0));
    assertEquals(
        service.getNetworkInterfaces(0),
        update(service.toBuilder().putTags("a", "b"), "tags").getNetworkInterfaces(0));
  }

  @Test
  void visibilityDecidesWhoFindsAServiceByItsAlias() {
    var hidden = create("hidden", wanted(balancer));
    var listed = create("listed", wanted(balancer).setVisibility(shown("contoso")));
    var open = create("open", wanted(balancer).setVisibility(shown("*")));

    assertFalse(visible("contoso", hidden.getAlias()));
    assertTrue(visible("fabrikam", hidden.getAlias()), "to its owner");
    assertTrue(visible("contoso", listed.getAlias()));
    assertTrue(visible("contoso", open.getAlias()));
    assertFalse(visible("contoso", "no.such.alias"));
  }

  @Test
  void withoutVisibilityOnlyWhoHasRightsOnTheServiceFindsIt() {
    var own = CreateSubscriptionRequest.newBuilder().setSubscriptionId("fabrikam-2");
    var _ =
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .createSubscription(
                own.setSubscription(Subscription.newBuilder().setTenant("fabrikam")).build());
    var hidden = create("hidden", wanted(balancer));

    assertTrue(visible("fabrikam-2", hidden.getAlias()), "of the same tenant");
    assertFalse(visible("contoso", hidden.getAlias()));
  }

  @Test
  void servicesThatApproveASubscriptionAreListedForIt() {
    create("closed", wanted(balancer));
    var open =
        create(
            "open",
            wanted(balancer).setVisibility(shown("*")).setAutoApproval(approved("contoso")));

    assertEquals(List.of(open.getName()), autoApproved("contoso", ""));
    assertEquals(List.of(open.getName()), autoApproved("contoso", "eastus"));
    assertEquals(List.of(), autoApproved("contoso", "westus"));
    assertEquals(List.of(), autoApproved("fabrikam", ""));
  }

  @Test
  void aRejectedSubscriptionNeitherFindsAServiceNorIsApprovedByIt() {
    var subscription = ConsumerEntry.newBuilder().setSubscription("subscriptions/contoso");
    var tenant = ConsumerEntry.newBuilder().setTenant("contoso");
    for (var rejected : List.of(subscription, tenant)) {
      var service =
          create(
              "rejects-" + rejected.getConsumerCase().name().toLowerCase(Locale.ROOT),
              wanted(balancer)
                  .setVisibility(shown("*"))
                  .setAutoApproval(approved("*"))
                  .setConnectionPolicy(ConnectionPolicy.newBuilder().addRejectList(rejected)));

      assertFalse(visible("contoso", service.getAlias()));
      assertFalse(autoApproved("contoso", "").contains(service.getName()));
      assertTrue(visible("fabrikam", service.getAlias()));
      assertTrue(autoApproved("fabrikam", "").contains(service.getName()));
    }
  }

  @Test
  void aServiceThatRejectsOneNetworkIsFoundByItsSubscription() {
    var network =
        ConsumerEntry.newBuilder().setVirtualNetwork(lab.network("vnet-r", "10.8.0.0/16"));
    var service =
        create(
            "rejects-network",
            wanted(balancer)
                .setVisibility(shown("*"))
                .setAutoApproval(approved("*"))
                .setConnectionPolicy(ConnectionPolicy.newBuilder().addRejectList(network)));

    assertTrue(visible("contoso", service.getAlias()));
    assertTrue(autoApproved("contoso", "").contains(service.getName()));
  }

  @Test
  void autoApprovalIsAPartOfVisibility() {
    var refused =
        refusal(
            wanted(balancer).setVisibility(shown("other")).setAutoApproval(approved("contoso")));

    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    assertEquals("AUTO_APPROVAL_NOT_VISIBLE", refused.reason());
    assertEquals(List.of("private_link_service.auto_approval.subscriptions"), refused.fields());
  }

  @Test
  void aListHoldsSubscriptionsAndNothingElse() {
    var group = Visibility.newBuilder().addSubscriptions("a").addSubscriptions(Lab.CONSUMER);
    var all = Visibility.newBuilder().addSubscriptions("*").addSubscriptions("a");
    var many = Visibility.newBuilder();
    for (int i = 0; i <= 100; i++) many.addSubscriptions("s" + i);

    assertEquals(
        List.of("private_link_service.visibility.subscriptions[1]"),
        refusal(wanted(balancer).setVisibility(group)).fields());
    assertEquals(
        List.of("private_link_service.visibility.subscriptions"),
        refusal(wanted(balancer).setVisibility(all)).fields());
    assertEquals(
        List.of("private_link_service.visibility.subscriptions"),
        refusal(wanted(balancer).setVisibility(many)).fields());
  }

  @Test
  void autoApprovalListsAtMostAHundredSubscriptions() {
    var everyone = wanted(balancer).setVisibility(shown("*"));
    var hundred = AutoApproval.newBuilder();
    for (int i = 0; i < 100; i++) hundred.addSubscriptions("s" + i);
    var more = hundred.clone().addSubscriptions("one-more");

    assertEquals(
        List.of("private_link_service.auto_approval.subscriptions"),
        refusal(everyone.clone().setAutoApproval(more)).fields());
    assertEquals(
        100,
        create("hundred", everyone.setAutoApproval(hundred))
            .getAutoApproval()
            .getSubscriptionsCount());
  }

  @Test
  void aBasicLoadBalancerCarriesNoService() {
    var basic = balancer("basic", LoadBalancer.Sku.SKU_BASIC);

    var refused = refusal(wanted(basic));

    assertEquals(Status.Code.FAILED_PRECONDITION, refused.code());
    assertEquals("LOAD_BALANCER_NOT_STANDARD", refused.reason());
    assertEquals(List.of("private_link_service." + BALANCERS), refused.fields());
  }

  @Test
  void aLoadBalancerCarriesEightServices() {
    for (int i = 0; i < 8; i++) create("web" + i, wanted(balancer));

    var refused = refusal(wanted(balancer));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("LOAD_BALANCER_SERVICE_LIMIT", refused.reason());
    assertEquals("8", refused.metadata().get("limit"));
  }

  @Test
  void theQuotaOfTheSubscriptionHolds() {
    create("only", wanted(balancer));
    var _ =
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .updateQuota(
                UpdateQuotaRequest.newBuilder()
                    .setName("subscriptions/fabrikam")
                    .setQuota("privateLinkServices")
                    .setLimit(1)
                    .build());

    var refused = refusal(wanted(balancer));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("privateLinkServices", refused.metadata().get("quota"));
  }

  @Test
  void anAddressIsTheChosenOneOrTheLowestThatIsFree() {
    var chosen = nat("chosen").setPrivateIpAddress("10.7.0.9").setPrimary(true);
    var free = nat("free");

    var service =
        create("web", wanted(balancer).setIpConfigurations(0, chosen).addIpConfigurations(free));
    var taken = refusal(wanted(balancer).setIpConfigurations(0, chosen));

    assertEquals(
        List.of("10.7.0.9", "10.7.0.5"),
        service.getIpConfigurationsList().stream()
            .map(IpConfiguration::getPrivateIpAddress)
            .toList());
    assertEquals("ADDRESS_IN_USE", taken.reason());
    assertEquals(
        List.of("private_link_service.ip_configurations[0].private_ip_address"), taken.fields());
  }

  @Test
  void allServicesOfALoadBalancerAgreeOnTheProxyProtocol() {
    var first = create("first", wanted(balancer).setEnableProxyProtocol(true));

    var refused = refusal(wanted(balancer));
    var alone = update(first.toBuilder().setEnableProxyProtocol(false), "enable_proxy_protocol");

    assertEquals("PROXY_PROTOCOL_MISMATCH", refused.reason());
    assertEquals(List.of("private_link_service.enable_proxy_protocol"), refused.fields());
    assertFalse(alone.getEnableProxyProtocol());
  }

  @Test
  void theProxyProtocolStaysTheSameForAllServicesOfALoadBalancerWhenOneIsChanged() {
    var first = create("first", wanted(balancer).setEnableProxyProtocol(true));
    create("second", wanted(balancer).setEnableProxyProtocol(true));
    var other = create("other", wanted(balancer("lb2", LoadBalancer.Sku.SKU_STANDARD)));

    var switched =
        Refusal.of(
            () -> update(first.toBuilder().setEnableProxyProtocol(false), "enable_proxy_protocol"));
    var moved =
        Refusal.of(() ->
            update(
                other.toBuilder()
                    .clearLoadBalancerFrontendIpConfigurations()
                    .addAllLoadBalancerFrontendIpConfigurations(
                        first.getLoadBalancerFrontendIpConfigurationsList()),
                BALANCERS));

    assertEquals("PROXY_PROTOCOL_MISMATCH", switched.reason());
    assertEquals("PROXY_PROTOCOL_MISMATCH", moved.reason());
  }

  /** Consumer and provider with one and the same address space, up to the DNS answer. */
  @Test
  void consumerAndProviderMayHaveTheSameAddresses() {
    var service = create("web", wanted(balancer).addFqdns("web.fabrikam.example"));
    var network = lab.network("vnet-a", "10.7.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, network, VirtualNetworkLink.ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var storage = lab.endpoint("storage", Lab.wanted(network, lab.storage("acct1"), true, "blob"));
    lab.zoneGroup(storage.getName(), zone);
    var endpoint = lab.endpoint("pe", Lab.wanted(network, service.getName(), true));

    lab.approve(endpoint);
    lab.approve(storage);

    var nat = service.getIpConfigurations(0).getPrivateIpAddress();
    var taken = storage.getCustomDnsConfigs(0).getIpAddresses(0);
    assertEquals("10.7.0.5", nat, "after the load balancer's own");
    assertEquals("10.7.0.4", taken, "each side counts in its own subnet");
    assertEquals(
        ConnectionState.CONNECTION_STATE_APPROVED,
        lab.get(endpoint).getConnectionStatus().getState());
    assertEquals(
        "NOERROR acct1.privatelink.blob.core.windows.net. A 10.7.0.4",
        lab.ask(network, "acct1." + Lab.BLOB_ZONE, "A"));
  }

  @Test
  void aFrontendThatTheLoadBalancerHasNotIsRefused() {
    var wanted = wanted(balancer);
    wanted.getLoadBalancerFrontendIpConfigurationsBuilder(0).setFrontendIpConfiguration("back");

    assertEquals(List.of("private_link_service." + BALANCERS), refusal(wanted).fields());
  }

  @Test
  void aServiceHasOneToEightAddressesAndOneOfThemIsPrimary() {
    var none = wanted(balancer).clearIpConfigurations();
    var noPrimary = wanted(balancer).clearIpConfigurations();
    for (int i = 0; i < 2; i++) noPrimary.addIpConfigurations(nat("nat" + i));
    var nine = wanted(balancer);
    for (int i = 0; i < 8; i++) nine.addIpConfigurations(nat("more" + i));
    nine.getIpConfigurationsBuilder(0).setPrimary(true);
    var eight = nine.clone().removeIpConfigurations(8);

    for (var wrong : List.of(none, noPrimary, nine))
      assertEquals(List.of("private_link_service.ip_configurations"), refusal(wrong).fields());
    var service = create("web", eight);
    assertEquals(8, service.getIpConfigurationsCount());
    assertEquals(9, used(), "the balancer's own and eight");
  }

  @Test
  void theLastAddressCannotBeRemovedAndARemovedOneIsGivenBack() {
    var wanted = wanted(balancer).addIpConfigurations(nat("second"));
    wanted.getIpConfigurationsBuilder(0).setPrimary(true);
    var service = create("web", wanted);
    var kept = service.getIpConfigurations(0);

    var smaller = update(service.toBuilder().removeIpConfigurations(1), "ip_configurations");
    var refused =
        Refusal.of(() -> update(smaller.toBuilder().clearIpConfigurations(), "ip_configurations"));

    assertEquals(List.of(kept), smaller.getIpConfigurationsList(), "what stays keeps its address");
    assertEquals(2, used());
    assertEquals(List.of("private_link_service.ip_configurations"), refused.fields());
  }

  @Test
  void aSubnetWithNetworkPoliciesForServicesIsRefused() {
    var closed =
        plane
            .stub(SubnetServiceGrpc::newBlockingStub)
            .createSubnet(
                CreateSubnetRequest.newBuilder()
                    .setParent(subnet.substring(0, subnet.indexOf("/subnets")))
                    .setSubnetId("closed")
                    .setSubnet(Subnet.newBuilder().addAddressPrefixes("10.7.9.0/24"))
                    .build())
            .getSubnet()
            .getName();
    var wanted = wanted(balancer);
    wanted.getIpConfigurationsBuilder(0).setSubnet(closed);

    var refused = refusal(wanted);

    assertEquals("PRIVATE_LINK_SERVICE_SUBNET_HAS_NETWORK_POLICIES_ENABLED", refused.reason());
    assertEquals(List.of("private_link_service.ip_configurations[0].subnet"), refused.fields());
  }

  @Test
  void aServiceWithADestinationHasAddressesInPairsAndKeepsItsKind() {
    var direct =
        wanted(balancer)
            .clearLoadBalancerFrontendIpConfigurations()
            .setDestinationIpAddress("10.99.0.9");
    var odd = refusal(direct);
    direct.getIpConfigurationsBuilder(0).setPrimary(true);
    var service = create("direct", direct.addIpConfigurations(nat("second")));

    var both = refusal(wanted(balancer).setDestinationIpAddress("10.99.0.9"));
    var converted =
        Refusal.of(() ->
            update(
                wanted(balancer).setName(service.getName()), BALANCERS, "destination_ip_address"));

    assertEquals(List.of("private_link_service.ip_configurations"), odd.fields());
    assertEquals(List.of("private_link_service." + BALANCERS), both.fields());
    assertEquals("FIELD_IMMUTABLE", converted.reason());
  }

  @Test
  void anIdIsOfAzuresForm() {
    for (var id : List.of("-web", "web-", "web.", "x".repeat(81))) {
      var refused = Refusal.of(() -> create(id, wanted(balancer)));
      assertEquals("NAME_MALFORMED", refused.reason(), id);
      assertEquals(List.of("private_link_service_id"), refused.fields(), id);
    }
    assertTrue(create("a_", wanted(balancer)).getName().endsWith("/a_"));
  }

  @Test
  void aServiceIsDeletedOnceItsConnectionsAreDisconnected() {
    var service = create("web", wanted(balancer));
    var network = lab.network("vnet-a", "10.1.0.0/16");
    var endpoint = lab.endpoint("pe", Lab.wanted(network, service.getName(), true));

    var refused = Refusal.of(() -> delete(service));
    assertEquals("RESOURCE_IN_USE", refused.reason());
    assertEquals(Lab.connectionOf(endpoint), refused.metadata().get("blockers"));
    assertEquals(
        List.of(Lab.connectionOf(endpoint)), get(service).getPrivateEndpointConnectionsList());
    assertEquals(2, used(), "a refused deletion gives nothing back");

    disconnect(endpoint);
    delete(service);

    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get(service)).code());
    assertEquals(1, used());
    assertTrue(lab.get(endpoint).getConnectionStatus().getActionsRequired().contains("delete"));
  }

  private PrivateLinkService.Builder wanted(String loadBalancer) {
    return PrivateLinkService.newBuilder()
        .setRegion(Lab.REGION)
        .addLoadBalancerFrontendIpConfigurations(
            LoadBalancerFrontend.newBuilder()
                .setLoadBalancer(loadBalancer)
                .setFrontendIpConfiguration("front"))
        .addIpConfigurations(nat("nat"));
  }

  private IpConfiguration.Builder nat(String name) {
    return IpConfiguration.newBuilder().setName(name).setSubnet(subnet);
  }

  private static Visibility.Builder shown(String subscription) {
    return Visibility.newBuilder().addSubscriptions(subscription);
  }

  private static AutoApproval.Builder approved(String subscription) {
    return AutoApproval.newBuilder().addSubscriptions(subscription);
  }

  private PrivateLinkService create(String id, PrivateLinkService.Builder wanted) {
    return services
        .createPrivateLinkService(
            CreatePrivateLinkServiceRequest.newBuilder()
                .setParent(Lab.PROVIDER)
                .setPrivateLinkServiceId(id)
                .setPrivateLinkService(wanted)
                .build())
        .getPrivateLinkService();
  }

  private Refusal refusal(PrivateLinkService.Builder wanted) {
    return Refusal.of(() -> create("refused", wanted));
  }

  private PrivateLinkService update(PrivateLinkService.Builder wanted, String... paths) {
    return services
        .updatePrivateLinkService(
            UpdatePrivateLinkServiceRequest.newBuilder()
                .setPrivateLinkService(wanted)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
                .build())
        .getPrivateLinkService();
  }

  private PrivateLinkService get(PrivateLinkService service) {
    return services
        .getPrivateLinkService(
            GetPrivateLinkServiceRequest.newBuilder().setName(service.getName()).build())
        .getPrivateLinkService();
  }

  private void delete(PrivateLinkService service) {
    var _ =
        services.deletePrivateLinkService(
            DeletePrivateLinkServiceRequest.newBuilder().setName(service.getName()).build());
  }

  private void disconnect(PrivateEndpoint endpoint) {
    var _ =
        lab.connections()
            .deletePrivateEndpointConnection(
                DeletePrivateEndpointConnectionRequest.newBuilder()
                    .setName(Lab.connectionOf(endpoint))
                    .build());
  }

  private boolean visible(String subscription, String alias) {
    return services
        .checkVisibility(
            CheckVisibilityRequest.newBuilder()
                .setParent("subscriptions/" + subscription)
                .setAlias(alias)
                .build())
        .getVisible();
  }

  private List<String> autoApproved(String subscription, String region) {
    return services
        .listAutoApproved(
            ListAutoApprovedRequest.newBuilder()
                .setParent("subscriptions/" + subscription)
                .setRegion(region)
                .build())
        .getPrivateLinkServicesList();
  }

  private String balancer(String id, LoadBalancer.Sku sku) {
    return plane
        .stub(LoadBalancerServiceGrpc::newBlockingStub)
        .createLoadBalancer(
            CreateLoadBalancerRequest.newBuilder()
                .setParent(Lab.PROVIDER)
                .setLoadBalancerId(id)
                .setLoadBalancer(
                    LoadBalancer.newBuilder()
                        .setRegion(Lab.REGION)
                        .setSku(sku)
                        .addFrontendIpConfigurations(
                            LoadBalancer.FrontendIpConfiguration.newBuilder()
                                .setName("front")
                                .setSubnet(subnet)))
                .build())
        .getLoadBalancer()
        .getName();
  }

  private long used() {
    return plane
        .stub(SubnetServiceGrpc::newBlockingStub)
        .getSubnet(GetSubnetRequest.newBuilder().setName(subnet).build())
        .getSubnet()
        .getAddressCounters(0)
        .getUsed();
  }
}
