package io.postern.server.network;

import static io.postern.server.network.NetworkCalls.network;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreatePrivateLinkServiceRequest;
import io.postern.v1.GetLoadBalancerRequest;
import io.postern.v1.GetNetworkInterfaceRequest;
import io.postern.v1.ListNetworkInterfacesRequest;
import io.postern.v1.LoadBalancer;
import io.postern.v1.LoadBalancer.FrontendIpConfiguration;
import io.postern.v1.LoadBalancer.Sku;
import io.postern.v1.NetworkInterface;
import io.postern.v1.NetworkInterfaceServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkService.IpConfiguration;
import io.postern.v1.PrivateLinkService.LoadBalancerFrontend;
import io.postern.v1.PrivateLinkServiceServiceGrpc;
import io.postern.v1.Subnet;
import io.postern.v1.Subnet.PrivateLinkServiceNetworkPolicies;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadBalancerGrpcTest {
  private static final String SUBNET = network("contoso", "hub") + "/subnets/apps";

  @TempDir Path folder;
  private ControlPlane plane;
  private NetworkCalls calls;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    calls = NetworkCalls.asAdministrator(plane);
    NetworkCalls.subscribe(plane, "contoso");
    calls.createNetwork("contoso", "hub", "10.1.0.0/16");
    calls.createSubnet(
        network("contoso", "hub"),
        "apps",
        Subnet.newBuilder()
            .addAddressPrefixes("10.1.0.0/24")
            .setPrivateLinkServiceNetworkPolicies(
                PrivateLinkServiceNetworkPolicies.PRIVATE_LINK_SERVICE_NETWORK_POLICIES_DISABLED)
            .build());
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void aBalancerIsStandardAndTakesTheLowestAddressUnlessToldOtherwise() {
    var created = create(inside("first", ""), inside("second", "10.1.0.9"), outside("third"));

    assertEquals(Sku.SKU_STANDARD, created.getSku());
    assertEquals(List.of("10.1.0.4", "10.1.0.9", ""), addresses(created));
    assertEquals(created, get(created.getName()));
  }

  @Test
  void badFrontendsAreRefusedWithTheirPlace() {
    var list = "load_balancer.frontend_ip_configurations";

    assertEquals(List.of(list + "[0].name"), refusal(inside("", "")).fields());
    assertEquals(List.of(list + "[1].name"), refusal(inside("a", ""), inside("A", "")).fields());
    assertEquals(
        List.of(list + "[0].subnet"),
        refusal(FrontendIpConfiguration.newBuilder().setName("a").build()).fields());
    assertEquals(
        List.of(list + "[0].private_ip_address"), refusal(inside("a", "10.9.0.4")).fields());
    assertEquals(
        "ADDRESS_IN_USE", refusal(inside("a", "10.1.0.4"), inside("b", "10.1.0.4")).reason());
    assertEquals(
        "RESOURCE_NOT_FOUND",
        refusal(inside("a", "").toBuilder().setSubnet(SUBNET + "x").build()).reason());
  }

  @Test
  void aRefusedBalancerHoldsNoAddress() {
    var refused = refusal(inside("a", ""), inside("b", "10.9.0.4"));

    assertEquals("ADDRESS_NOT_IN_SUBNET", refused.reason());
    assertEquals(0, calls.getSubnet(SUBNET).getAddressCounters(0).getUsed());
  }

  @Test
  void aSubnetOfAnotherRegionIsRefused() {
    var refused =
        Refusal.of(() ->
            calls.createBalancer(
                "contoso",
                "lb",
                LoadBalancer.newBuilder()
                    .setRegion("westus")
                    .addFrontendIpConfigurations(inside("a", ""))
                    .build()));

    assertEquals("REGION_MISMATCH", refused.reason());
  }

  @Test
  void skuAndRegionCannotBeChanged() {
    var created = create();

    assertEquals(
        List.of("load_balancer.sku"),
        Refusal.of(() -> calls.updateBalancer(created.toBuilder().setSku(Sku.SKU_BASIC).build()))
            .fields());
    assertEquals(
        List.of("load_balancer.region"),
        Refusal.of(() -> calls.updateBalancer(created.toBuilder().setRegion("westus").build()))
            .fields());
  }

  @Test
  void anUpdateKeepsAddressesThatStayAndFreesThoseThatGo() {
    var created = create(inside("first", ""), inside("second", ""));

    var updated =
        calls.updateBalancer(
            created.toBuilder()
                .clearFrontendIpConfigurations()
                .addFrontendIpConfigurations(inside("second", ""))
                .addFrontendIpConfigurations(inside("third", ""))
                .build());
    var counters = calls.getSubnet(SUBNET).getAddressCounters(0);

    assertEquals(List.of("10.1.0.5", "10.1.0.6"), addresses(updated));
    assertEquals(2, counters.getUsed());
    assertEquals(1, counters.getQuarantined());
  }

  @Test
  void whatAPrivateLinkServiceUsesStays() {
    var balancer = create(inside("first", ""), inside("second", ""));
    var service = serve(balancer.getName(), "first").getName();

    var shown = get(balancer.getName());
    var deleted = Refusal.of(() -> calls.deleteBalancer(balancer.getName()));
    var removed =
        Refusal.of(() ->
            calls.updateBalancer(balancer.toBuilder().removeFrontendIpConfigurations(0).build()));
    var other =
        calls.updateBalancer(balancer.toBuilder().removeFrontendIpConfigurations(1).build());

    assertEquals(List.of(service), shown.getPrivateLinkServicesList());
    assertEquals(Status.Code.FAILED_PRECONDITION, deleted.code());
    assertEquals(service, deleted.metadata().get("blockers"));
    assertEquals("RESOURCE_IN_USE", removed.reason());
    assertEquals(service, removed.metadata().get("blockers"));
    assertEquals(List.of("10.1.0.4"), addresses(other));
  }

  @Test
  void theInterfaceOfAPrivateLinkServiceCanBeRead() {
    var balancer = create(inside("first", ""));
    var service = serve(balancer.getName(), "first");
    var interfaces = plane.stub(NetworkInterfaceServiceGrpc::newBlockingStub);

    var listed =
        interfaces.listNetworkInterfaces(
            ListNetworkInterfacesRequest.newBuilder()
                .setParent(NetworkCalls.group("contoso"))
                .build());
    NetworkInterface read =
        interfaces
            .getNetworkInterface(
                GetNetworkInterfaceRequest.newBuilder()
                    .setName(listed.getNetworkInterfaces(0).getName())
                    .build())
            .getNetworkInterface();

    assertEquals(service.getName(), read.getPrivateLinkService());
    assertEquals(SUBNET, read.getSubnet());
    assertEquals("10.1.0.5", read.getIpConfigurations(0).getPrivateIpAddress());
    assertTrue(read.getIpConfigurations(0).getPrimary());
  }

  private PrivateLinkService serve(String balancer, String frontend) {
    return plane
        .stub(PrivateLinkServiceServiceGrpc::newBlockingStub)
        .createPrivateLinkService(
            CreatePrivateLinkServiceRequest.newBuilder()
                .setParent(NetworkCalls.group("contoso"))
                .setPrivateLinkServiceId("pls")
                .setPrivateLinkService(
                    PrivateLinkService.newBuilder()
                        .setRegion("eastus")
                        .addLoadBalancerFrontendIpConfigurations(
                            LoadBalancerFrontend.newBuilder()
                                .setLoadBalancer(balancer)
                                .setFrontendIpConfiguration(frontend))
                        .addIpConfigurations(
                            IpConfiguration.newBuilder()
                                .setName("nat")
                                .setSubnet(SUBNET)
                                .setPrimary(true)))
                .build())
        .getPrivateLinkService();
  }

  private LoadBalancer create(FrontendIpConfiguration... frontends) {
    return calls.createBalancer(
        "contoso",
        "lb",
        LoadBalancer.newBuilder()
            .setRegion("eastus")
            .addAllFrontendIpConfigurations(List.of(frontends))
            .build());
  }

  private LoadBalancer get(String name) {
    return calls
        .balancers
        .getLoadBalancer(GetLoadBalancerRequest.newBuilder().setName(name).build())
        .getLoadBalancer();
  }

  private Refusal refusal(FrontendIpConfiguration... frontends) {
    return Refusal.of(() -> create(frontends));
  }

  private static FrontendIpConfiguration inside(String name, String address) {
    return FrontendIpConfiguration.newBuilder()
        .setName(name)
        .setSubnet(SUBNET)
        .setPrivateIpAddress(address)
        .build();
  }

  private static FrontendIpConfiguration outside(String name) {
    return FrontendIpConfiguration.newBuilder()
        .setName(name)
        .setPublicIpAddress("203.0.113.1")
        .build();
  }

  private static List<String> addresses(LoadBalancer balancer) {
    return balancer.getFrontendIpConfigurationsList().stream()
        .map(FrontendIpConfiguration::getPrivateIpAddress)
        .toList();
  }
}
