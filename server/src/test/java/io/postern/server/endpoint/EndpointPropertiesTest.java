package io.postern.server.endpoint;

import static io.postern.v1.PrivateEndpoint.IpVersionType.IP_VERSION_TYPE_DUAL_STACK;
import static io.postern.v1.PrivateEndpoint.IpVersionType.IP_VERSION_TYPE_IPV6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.grpc.MethodDescriptor;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ConnectionState;
import io.postern.v1.CreateLoadBalancerRequest;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.CreateSubnetRequest;
import io.postern.v1.CreateVirtualNetworkRequest;
import io.postern.v1.DeletePrivateEndpointConnectionRequest;
import io.postern.v1.GetPrivateEndpointConnectionRequest;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.LoadBalancer;
import io.postern.v1.LoadBalancerServiceGrpc;
import io.postern.v1.NetworkInterface;
import io.postern.v1.NetworkInterfaceServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpoint.IpConfiguration;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.ProvisioningState;
import io.postern.v1.Subnet;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.UpdatePrivateEndpointRequest;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an endpoint is and stays, whatever becomes of its connection. */
class EndpointPropertiesTest {
  @TempDir static Path folder;
  private static ControlPlane plane;
  private static EndpointBench bench;
  private static Lab lab;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(folder);
    bench = new EndpointBench(plane);
    lab = bench.lab;
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void anotherGroupMayHaveAnEndpointOfTheSameName() {
    var wanted = bench.blob(lab.storage("twins"));
    var first = bench.create("twin", wanted);

    var second =
        lab.endpoints()
            .createPrivateEndpoint(
                CreatePrivateEndpointRequest.newBuilder()
                    .setParent("subscriptions/contoso/resourceGroups/other")
                    .setPrivateEndpointId("twin")
                    .setPrivateEndpoint(wanted)
                    .build())
            .getPrivateEndpoint();

    assertNotEquals(first.getName(), second.getName());
    assertNotEquals(address(first), address(second));
  }

  @Test
  void theInterfaceIsWrittenByNobody() {
    var methods = NetworkInterfaceServiceGrpc.getServiceDescriptor().getMethods();

    assertEquals(
        List.of("GetNetworkInterface", "ListNetworkInterfaces"),
        methods.stream().map(MethodDescriptor::getBareMethodName).sorted().toList());
  }

  @Test
  void theInterfaceSaysWhichNamesLeadToWhichAddress() {
    var registry = bench.resource("regnames", "Microsoft.ContainerRegistry/registries");
    var endpoint = bench.create("names", Lab.wanted(bench.network, registry, true, "registry"));

    var addresses = bench.networkInterface(endpoint).getIpConfigurationsList();

    assertEquals(
        List.of("regnames.azurecr.io", "regnames.eastus.data.azurecr.io"),
        addresses.stream().map(address -> String.join(" ", address.getFqdnsList())).toList());
    assertEquals(
        endpoint.getCustomDnsConfigsList().stream()
            .map(config -> config.getIpAddresses(0))
            .toList(),
        addresses.stream().map(NetworkInterface.IpConfiguration::getPrivateIpAddress).toList());
  }

  @Test
  void theInterfaceTakesTheNameThatIsChosen() {
    var wanted = bench.blob(lab.storage("chosen")).setCustomNetworkInterfaceName("chosen-nic");

    var endpoint = bench.create("chosen", wanted);

    assertTrue(endpoint.getNetworkInterfaces(0).endsWith("/networkInterfaces/chosen-nic"));
    assertEquals(endpoint.getName(), bench.networkInterface(endpoint).getPrivateEndpoint());
  }

  @Test
  void theAddressStaysForTheEndpointsWholeLife() {
    var endpoint = bench.create("staying", bench.blob(lab.storage("staying")));
    var address = address(endpoint);

    for (Runnable move :
        List.<Runnable>of(
            () -> lab.approve(endpoint),
            () -> lab.reject(endpoint),
            () -> update(endpoint.toBuilder().clearEtag().putTags("a", "b"), "tags"),
            () -> disconnect(endpoint))) {
      move.run();
      assertEquals(address, address(lab.get(endpoint)));
    }
    assertEquals(
        ConnectionState.CONNECTION_STATE_DISCONNECTED,
        lab.get(endpoint).getConnectionStatus().getState());
  }

  @Test
  void anEndpointHasAnAddressOfEachVersionItAsksFor() {
    var subnet = dualStackSubnet();
    var wanted = bench.blob(lab.storage("versions")).setSubnet(subnet);

    var four = bench.create("four", wanted.clone());
    var six = bench.create("six", wanted.clone().setIpVersionType(IP_VERSION_TYPE_IPV6));
    var both = bench.create("both", wanted.setIpVersionType(IP_VERSION_TYPE_DUAL_STACK));

    assertEquals(List.of("10.50.0.4"), four.getCustomDnsConfigs(0).getIpAddressesList());
    assertEquals(List.of("fd00:50::4"), six.getCustomDnsConfigs(0).getIpAddressesList());
    assertEquals(
        List.of("10.50.0.5", "fd00:50::5"), both.getCustomDnsConfigs(0).getIpAddressesList());
    assertEquals(2, bench.networkInterface(both).getIpConfigurationsCount());
  }

  private static String dualStackSubnet() {
    var network =
        plane
            .stub(VirtualNetworkServiceGrpc::newBlockingStub)
            .createVirtualNetwork(
                CreateVirtualNetworkRequest.newBuilder()
                    .setParent(Lab.CONSUMER)
                    .setVirtualNetworkId("vnet-dual")
                    .setVirtualNetwork(
                        VirtualNetwork.newBuilder()
                            .setRegion(Lab.REGION)
                            .addAddressPrefixes("10.50.0.0/16")
                            .addAddressPrefixes("fd00:50::/48"))
                    .build())
            .getVirtualNetwork();
    return plane
        .stub(SubnetServiceGrpc::newBlockingStub)
        .createSubnet(
            CreateSubnetRequest.newBuilder()
                .setParent(network.getName())
                .setSubnetId("dual")
                .setSubnet(
                    Subnet.newBuilder()
                        .addAddressPrefixes("10.50.0.0/24")
                        .addAddressPrefixes("fd00:50::/64"))
                .build())
        .getSubnet()
        .getName();
  }

  @Test
  void theTargetMayBeInAnotherRegion() {
    var far =
        lab.resource(
            Lab.PROVIDER,
            "faraway",
            PrivateLinkResource.newBuilder()
                .setType("Microsoft.Storage/storageAccounts")
                .setRegion("westeurope")
                .build());

    var endpoint = bench.create("faraway", bench.blob(far));
    lab.approve(endpoint);

    assertEquals(Lab.REGION, connection(endpoint).getPrivateEndpointLocation());
    assertEquals(
        ConnectionState.CONNECTION_STATE_APPROVED,
        lab.get(endpoint).getConnectionStatus().getState());
  }

  @Test
  void oneServiceTakesManyEndpoints() {
    var service = lab.service("many", PrivateLinkService.newBuilder()).getName();
    var names = new HashSet<String>();
    for (int i = 0; i < 3; i++) {
      var endpoint = bench.create("many" + i, Lab.wanted(bench.network, service, true));
      names.add(Lab.connectionOf(endpoint));
    }

    var connections =
        lab.connections()
            .listPrivateEndpointConnections(
                ListPrivateEndpointConnectionsRequest.newBuilder().setParent(service).build())
            .getPrivateEndpointConnectionsList();

    assertEquals(3, names.size());
    assertEquals(
        names,
        new HashSet<>(connections.stream().map(PrivateEndpointConnection::getName).toList()));
  }

  @Test
  void endpointsOfOneNetworkShareASubnetOrNotAndLeadToDifferentServices() {
    var apart = lab.subnet(bench.network, "apart", "10.1.20.0/24");
    var first = bench.create("beside1", bench.blob(lab.storage("beside1")));
    var second = bench.create("beside2", bench.blob(lab.storage("beside2")));
    var third = bench.create("beside3", bench.blob(lab.storage("beside3")).setSubnet(apart));

    assertEquals(first.getSubnet(), second.getSubnet());
    assertEquals(apart, third.getSubnet());
    assertEquals("10.1.20.4", address(third));
    assertEquals(
        3,
        List.of(first, second, third).stream()
            .map(endpoint -> endpoint.getPrivateLinkServiceConnection().getTarget())
            .distinct()
            .count());
  }

  @Test
  void aSubnetNeedNotBeForEndpointsAlone() {
    var shared = lab.subnet(bench.network, "shared", "10.1.21.0/24");
    var balancer =
        plane
            .stub(LoadBalancerServiceGrpc::newBlockingStub)
            .createLoadBalancer(
                CreateLoadBalancerRequest.newBuilder()
                    .setParent(Lab.CONSUMER)
                    .setLoadBalancerId("neighbour")
                    .setLoadBalancer(
                        LoadBalancer.newBuilder()
                            .setRegion(Lab.REGION)
                            .addFrontendIpConfigurations(
                                LoadBalancer.FrontendIpConfiguration.newBuilder()
                                    .setName("front")
                                    .setSubnet(shared)))
                    .build())
            .getLoadBalancer();

    var endpoint = bench.create("neighbour", bench.blob(lab.storage("near")).setSubnet(shared));

    assertEquals("10.1.21.4", balancer.getFrontendIpConfigurations(0).getPrivateIpAddress());
    assertEquals("10.1.21.5", address(endpoint));
  }

  @Test
  void anotherSubresourceTakesAnotherEndpoint() {
    var account = bench.resource("subres", "Microsoft.Storage/storageAccounts");

    var blob = bench.create("blob", bench.blob(account));
    var file = bench.create("file", Lab.wanted(bench.network, account, true, "file"));

    assertEquals(List.of("subres.blob.core.windows.net"), fqdns(blob));
    assertEquals(List.of("subres.file.core.windows.net"), fqdns(file));
    assertNotEquals(address(blob), address(file));
  }

  @Test
  void aConnectionIsNamedAfterItsEndpointAndAGuid() {
    var endpoint = bench.create("called", bench.blob(lab.storage("called")));

    var connection = connection(endpoint);

    assertTrue(
        connection.getName().matches(".*/privateEndpointConnections/called\\.[0-9a-f-]{36}"),
        connection.getName());
    assertEquals(endpoint.getName(), connection.getPrivateEndpoint());
  }

  @Test
  void anEndpointIsMadeAndHoldsItsAddressWhileItsConnectionWaits() {
    var endpoint = bench.create("waiting", bench.blob(lab.storage("waiting")));

    assertEquals(
        ConnectionState.CONNECTION_STATE_PENDING, endpoint.getConnectionStatus().getState());
    assertEquals(ProvisioningState.PROVISIONING_STATE_SUCCEEDED, endpoint.getProvisioningState());
    assertEquals(address(endpoint), address(lab.get(endpoint)));
  }

  @Test
  void whatIsSettledAtCreateIsNotChanged() {
    var endpoint = bench.create("settled", bench.blob(lab.storage("settled")));
    var other = endpoint.getPrivateLinkServiceConnection().toBuilder().setTarget("x/y");

    refuseChange("region", endpoint.toBuilder().setRegion("westus"));
    refuseChange("subnet", endpoint.toBuilder().setSubnet(bench.network + "/subnets/other"));
    refuseChange(
        "private_link_service_connection",
        endpoint.toBuilder().setPrivateLinkServiceConnection(other));
    refuseChange(
        "ip_configurations",
        endpoint.toBuilder()
            .addIpConfigurations(IpConfiguration.newBuilder().setPrivateIpAddress("10.1.0.99")));
    refuseChange(
        "custom_network_interface_name",
        endpoint.toBuilder().setCustomNetworkInterfaceName("other"));
    refuseChange(
        "ip_version_type", endpoint.toBuilder().setIpVersionType(IP_VERSION_TYPE_DUAL_STACK));
    assertEquals(endpoint, lab.get(endpoint));
  }

  @Test
  void tagsAreChangedWithTheEtagThatWasRead() {
    var endpoint = bench.create("changing", bench.blob(lab.storage("changing")));

    var updated = update(endpoint.toBuilder().putTags("team", "net"), "tags");
    var stale = Refusal.of(() -> update(endpoint.toBuilder().putTags("team", "dns"), "tags"));

    assertEquals("net", updated.getTagsOrThrow("team"));
    assertEquals("ETAG_MISMATCH", stale.reason());
  }

  private static void refuseChange(String field, PrivateEndpoint.Builder wanted) {
    var refused = Refusal.of(() -> update(wanted, field));
    assertEquals("FIELD_IMMUTABLE", refused.reason(), field);
    assertEquals(List.of("private_endpoint." + field), refused.fields());
  }

  private static PrivateEndpoint update(PrivateEndpoint.Builder wanted, String... paths) {
    return lab.endpoints()
        .updatePrivateEndpoint(
            UpdatePrivateEndpointRequest.newBuilder()
                .setPrivateEndpoint(wanted)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
                .build())
        .getPrivateEndpoint();
  }

  private static void disconnect(PrivateEndpoint endpoint) {
    var _ =
        lab.connections()
            .deletePrivateEndpointConnection(
                DeletePrivateEndpointConnectionRequest.newBuilder()
                    .setName(Lab.connectionOf(endpoint))
                    .build());
  }

  private static PrivateEndpointConnection connection(PrivateEndpoint endpoint) {
    return lab.connections()
        .getPrivateEndpointConnection(
            GetPrivateEndpointConnectionRequest.newBuilder()
                .setName(Lab.connectionOf(endpoint))
                .build())
        .getPrivateEndpointConnection();
  }

  private static List<String> fqdns(PrivateEndpoint endpoint) {
    return endpoint.getCustomDnsConfigsList().stream()
        .map(PrivateEndpoint.CustomDnsConfig::getFqdn)
        .toList();
  }

  private static String address(PrivateEndpoint endpoint) {
    return endpoint.getCustomDnsConfigs(0).getIpAddresses(0);
  }
}
