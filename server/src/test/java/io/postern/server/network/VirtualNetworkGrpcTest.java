package io.postern.server.network;

import static io.postern.server.network.NetworkCalls.network;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Refusal;
import io.postern.v1.ListVirtualNetworksRequest;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdateQuotaRequest;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetwork.PrivateEndpointNetworkPolicy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualNetworkGrpcTest {
  @TempDir Path folder;
  private ControlPlane plane;
  private NetworkCalls calls;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    calls = NetworkCalls.asAdministrator(plane);
    NetworkCalls.subscribe(plane, "contoso");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void aNetworkIsReadBackAsItWasCreatedWithItsTenantAndDefaults() {
    var created =
        calls.createNetwork(
            "contoso",
            "hub",
            VirtualNetwork.newBuilder()
                .setRegion("East US")
                .addAddressPrefixes("10.1.0.0/16")
                .addAddressPrefixes("fd00::/48")
                .addDnsServers("10.1.0.9")
                .putTags("team", "net")
                .build());

    var read = calls.getNetwork("/" + network("CONTOSO", "Hub"));

    assertEquals(created, read);
    assertEquals("eastus", read.getRegion());
    assertEquals("contoso", read.getTenant());
    assertEquals(List.of("10.1.0.0/16", "fd00::/48"), read.getAddressPrefixesList());
    assertEquals(
        PrivateEndpointNetworkPolicy.PRIVATE_ENDPOINT_NETWORK_POLICY_DISABLED,
        read.getPrivateEndpointNetworkPolicy());
  }

  @Test
  void anUnknownRegionIsRefusedWithTheNearestOne() {
    var refused =
        refusal(VirtualNetwork.newBuilder().setRegion("eastuss").addAddressPrefixes("10.1.0.0/16"));

    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    assertEquals("LOCATION_NOT_AVAILABLE_FOR_RESOURCE_TYPE", refused.reason());
    assertEquals(List.of("virtual_network.region"), refused.fields());
    assertTrue(refused.message().contains("did you mean eastus?"), refused.message());
  }

  @Test
  void badPrefixesAreRefusedWithTheirPlaceInTheList() {
    assertEquals(List.of("virtual_network.address_prefixes"), prefixes().fields());
    assertEquals(List.of("virtual_network.address_prefixes[0]"), prefixes("10.1.0.0").fields());
    assertEquals(
        List.of("virtual_network.address_prefixes[1]"),
        prefixes("10.1.0.0/16", "10.2.0.1/16").fields());
    assertEquals(
        List.of("virtual_network.address_prefixes[1]"),
        prefixes("10.0.0.0/8", "10.2.0.0/16").fields());
  }

  @Test
  void aBadIdAndABadParentAreToldApart() {
    var network =
        VirtualNetwork.newBuilder().setRegion("eastus").addAddressPrefixes("10.1.0.0/16").build();

    var id = Refusal.of(() -> calls.createNetwork("contoso", "x", network));
    var parent = Refusal.of(() -> calls.createNetwork("contoso/providers/x", "hub", network));

    assertEquals(List.of("virtual_network_id"), id.fields());
    assertEquals(List.of("parent"), parent.fields());
  }

  @Test
  void anUnknownPolicyNumberIsRefused() {
    var refused =
        refusal(
            VirtualNetwork.newBuilder()
                .setRegion("eastus")
                .addAddressPrefixes("10.1.0.0/16")
                .setPrivateEndpointNetworkPolicyValue(9));

    assertEquals("UNKNOWN_FIELD_VALUE", refused.reason());
  }

  @Test
  void aNetworkNeedsItsSubscriptionAndRoomInIt() {
    var unknown = Refusal.of(() -> calls.createNetwork("nobody", "hub", "10.1.0.0/16"));
    limit(0);
    var full = Refusal.of(() -> calls.createNetwork("contoso", "hub", "10.1.0.0/16"));

    assertEquals("RESOURCE_NOT_FOUND", unknown.reason());
    assertEquals("QUOTA_EXCEEDED", full.reason());
    assertEquals("virtualNetworks", full.metadata().get("quota"));
  }

  @Test
  void theRegionCannotBeChanged() {
    var created = calls.createNetwork("contoso", "hub", "10.1.0.0/16");

    var refused =
        Refusal.of(() -> calls.updateNetwork(created.toBuilder().setRegion("westus").build()));

    assertEquals("FIELD_IMMUTABLE", refused.reason());
    assertEquals(List.of("virtual_network.region"), refused.fields());
  }

  @Test
  void aPrefixWithASubnetInItCannotBeRemoved() {
    calls.createNetwork("contoso", "hub", "10.1.0.0/16", "10.2.0.0/16");
    var subnet = calls.createSubnet(network("contoso", "hub"), "apps", "10.2.0.0/24");
    var smaller =
        VirtualNetwork.newBuilder()
            .setName(network("contoso", "hub"))
            .addAddressPrefixes("10.1.0.0/16")
            .build();

    var refused = Refusal.of(() -> calls.updateNetwork(smaller));
    calls.deleteSubnet(subnet.getName());
    var updated = calls.updateNetwork(smaller);

    assertEquals(Status.Code.FAILED_PRECONDITION, refused.code());
    assertEquals("RESOURCE_IN_USE", refused.reason());
    assertEquals(subnet.getName(), refused.metadata().get("blockers"));
    assertEquals(List.of("10.1.0.0/16"), updated.getAddressPrefixesList());
  }

  @Test
  void aNetworkWithSubnetsIsNotDeletedAndNamesThem() {
    calls.createNetwork("contoso", "hub", "10.1.0.0/16");
    var subnet = calls.createSubnet(network("contoso", "hub"), "apps", "10.1.0.0/24");

    var refused = Refusal.of(() -> calls.deleteNetwork(network("contoso", "hub")));
    assertEquals(
        List.of(subnet.getName()), calls.getNetwork(network("contoso", "hub")).getSubnetsList());
    calls.deleteSubnet(subnet.getName());
    calls.deleteNetwork(network("contoso", "hub"));

    assertEquals("RESOURCE_IN_USE", refused.reason());
    assertEquals(subnet.getName(), refused.metadata().get("blockers"));
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> calls.getNetwork(network("contoso", "hub"))).code());
  }

  @Test
  void anotherTenantsNetworkDoesNotExist() {
    calls.createNetwork("contoso", "hub", "10.1.0.0/16");
    var eve = NetworkCalls.as("eve@fabrikam", plane);
    var name = network("contoso", "hub");

    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> eve.getNetwork(name)).code());
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> eve.createNetwork("contoso", "spoke", "10.2.0.0/16")).code());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> eve.deleteNetwork(name)).code());
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> eve.createSubnet(name, "apps", "10.1.0.0/24")).code());
  }

  @Test
  void aWholeSubscriptionIsListedInPages() {
    for (var id : List.of("n1", "n2", "n3")) calls.createNetwork("contoso", id, "10.1.0.0/16");
    var all =
        ListVirtualNetworksRequest.newBuilder()
            .setParent("subscriptions/contoso")
            .setPageSize(2)
            .build();

    var first = calls.networks.listVirtualNetworks(all);
    var second =
        calls.networks.listVirtualNetworks(
            all.toBuilder().setPageToken(first.getNextPageToken()).build());

    assertEquals(2, first.getVirtualNetworksCount());
    assertEquals(network("contoso", "n3"), second.getVirtualNetworks(0).getName());
    assertEquals("", second.getNextPageToken());
  }

  private Refusal refusal(VirtualNetwork.Builder network) {
    return Refusal.of(() -> calls.createNetwork("contoso", "hub", network.build()));
  }

  private Refusal prefixes(String... prefixes) {
    return Refusal.of(() -> calls.createNetwork("contoso", "hub", prefixes));
  }

  private void limit(int networks) {
    plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .updateQuota(
            UpdateQuotaRequest.newBuilder()
                .setName("subscriptions/contoso")
                .setQuota("virtualNetworks")
                .setLimit(networks)
                .build());
  }
}
