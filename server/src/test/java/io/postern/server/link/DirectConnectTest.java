package io.postern.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreatePrivateLinkServiceRequest;
import io.postern.v1.CreateVirtualNetworkPeeringRequest;
import io.postern.v1.DeletePrivateLinkServiceRequest;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkService.IpConfiguration;
import io.postern.v1.PrivateLinkServiceServiceGrpc;
import io.postern.v1.PrivateLinkServiceServiceGrpc.PrivateLinkServiceServiceBlockingStub;
import io.postern.v1.UpdatePrivateLinkServiceRequest;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.VirtualNetworkPeeringServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that lead to an address instead of a load balancer (Rules §5, Direct Connect). */
class DirectConnectTest {
  private static final String FIELD = "private_link_service.destination_ip_address";

  @TempDir Path folder;
  private ControlPlane plane;
  private Lab lab;
  private String network;
  private PrivateLinkServiceServiceBlockingStub services;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network(Lab.PROVIDER, "vnet-p", "10.7.0.0/16");
    services = plane.stub(PrivateLinkServiceServiceGrpc::newBlockingStub);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void aServiceWithADestinationHasTwoFourSixOrEightAddresses() {
    for (int addresses = 1; addresses <= 9; addresses++) {
      var wanted = wanted("10.99.0.9", addresses).build();
      boolean fits = addresses % 2 == 0 && addresses <= 8;
      var request = create("n" + addresses, wanted).setValidateOnly(true).build();
      if (fits) {
        var planned = services.createPrivateLinkService(request).getPrivateLinkService();
        assertEquals(addresses, planned.getIpConfigurationsCount());
      } else {
        assertEquals(
            List.of("private_link_service.ip_configurations"),
            Refusal.of(() -> services.createPrivateLinkService(request)).fields());
      }
    }
  }

  @Test
  void aSubscriptionHasTenServicesWithADestinationInARegion() {
    for (int i = 0; i < 10; i++) make("n" + i, wanted("10.99.0.9", 2));

    var refused = Refusal.of(() -> make("eleventh", wanted("10.99.0.9", 2)));
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("QUOTA_EXCEEDED", refused.reason());
    assertEquals("directConnectServicesPerRegion", refused.metadata().get("quota"));
    assertEquals("10", refused.metadata().get("limit"));

    lab.service("balanced", PrivateLinkService.newBuilder());
    delete(Lab.PROVIDER + "/providers/Microsoft.Network/privateLinkServices/n3");
    make("eleventh", wanted("10.99.0.9", 2));
  }

  @Test
  void theDestinationIsNoPrivateEndpoint() {
    var target = lab.storage("acct");
    var peered = lab.network("vnet-a", "10.8.0.0/16");
    peer(network, peered);
    peer(peered, network);
    var here = lab.endpoint("here", Lab.wanted(peered, target, true, "blob"));
    var address = here.getCustomDnsConfigs(0).getIpAddresses(0);

    var refused = Refusal.of(() -> make("web", wanted(address, 2)));
    var service = make("web", wanted("10.8.0.9", 2));
    var moved = Refusal.of(() -> change(service.toBuilder().setDestinationIpAddress(address)));
    var free = change(service.toBuilder().setDestinationIpAddress("10.7.0.200"));

    for (var refusal : List.of(refused, moved)) {
      assertEquals(Status.Code.FAILED_PRECONDITION, refusal.code());
      assertEquals("DESTINATION_IS_PRIVATE_ENDPOINT", refusal.reason());
      assertEquals(List.of(FIELD), refusal.fields());
    }
    assertEquals("10.7.0.200", free.getDestinationIpAddress());
  }

  @Test
  void theDestinationIsAHost() {
    for (var address : List.of("127.0.0.1", "0.0.0.0", "224.0.0.1", "169.254.1.1", "::1"))
      assertEquals(
          List.of(FIELD), Refusal.of(() -> make("web", wanted(address, 2))).fields(), address);
  }

  @Test
  void aServiceWithADestinationTakesEndpointsOfItsRegionOnly() {
    var direct = make("direct", wanted("10.99.0.9", 2));
    var balanced = lab.service("balanced", PrivateLinkService.newBuilder());
    var near = lab.network("near", "10.1.0.0/16");
    var far = lab.network(Lab.CONSUMER, "far", "10.2.0.0/16", "westus");

    var refused =
        Refusal.of(
            () -> lab.endpoint("pe", Lab.wanted(far, direct.getName(), true).setRegion("westus")));
    lab.endpoint("pe", Lab.wanted(near, direct.getName(), true));
    lab.endpoint("far", Lab.wanted(far, balanced.getName(), true).setRegion("westus"));

    assertEquals("REGION_MISMATCH", refused.reason());
    assertEquals(List.of("private_endpoint.region"), refused.fields());
  }

  @Test
  void aServiceKeepsTheKindOfDestinationItHas() {
    var balanced = lab.service("balanced", PrivateLinkService.newBuilder());
    var wanted = wanted("10.99.0.9", 2).setName(balanced.getName());

    var refused =
        Refusal.of(() ->
            change(
                wanted,
                "load_balancer_frontend_ip_configurations",
                "destination_ip_address",
                "ip_configurations"));

    assertEquals("FIELD_IMMUTABLE", refused.reason());
    assertEquals(List.of(FIELD), refused.fields());
  }

  private void peer(String from, String to) {
    var _ =
        plane
            .stub(VirtualNetworkPeeringServiceGrpc::newBlockingStub)
            .createVirtualNetworkPeering(
                CreateVirtualNetworkPeeringRequest.newBuilder()
                    .setParent(from)
                    .setVirtualNetworkPeeringId("other")
                    .setVirtualNetworkPeering(
                        VirtualNetworkPeering.newBuilder().setRemoteVirtualNetwork(to))
                    .build());
  }

  private PrivateLinkService.Builder wanted(String destination, int addresses) {
    var wanted =
        PrivateLinkService.newBuilder().setRegion(Lab.REGION).setDestinationIpAddress(destination);
    for (int i = 0; i < addresses; i++)
      wanted.addIpConfigurations(
          IpConfiguration.newBuilder()
              .setName("nat" + i)
              .setSubnet(network + "/subnets/default")
              .setPrimary(i == 0));
    return wanted;
  }

  private static CreatePrivateLinkServiceRequest.Builder create(
      String id, PrivateLinkService wanted) {
    return CreatePrivateLinkServiceRequest.newBuilder()
        .setParent(Lab.PROVIDER)
        .setPrivateLinkServiceId(id)
        .setPrivateLinkService(wanted);
  }

  private PrivateLinkService make(String id, PrivateLinkService.Builder wanted) {
    return services
        .createPrivateLinkService(create(id, wanted.build()).build())
        .getPrivateLinkService();
  }

  private PrivateLinkService change(PrivateLinkService.Builder wanted, String... paths) {
    var mask = FieldMask.newBuilder();
    if (paths.length == 0) mask.addPaths("destination_ip_address");
    return services
        .updatePrivateLinkService(
            UpdatePrivateLinkServiceRequest.newBuilder()
                .setPrivateLinkService(wanted.clearEtag())
                .setUpdateMask(mask.addAllPaths(List.of(paths)))
                .build())
        .getPrivateLinkService();
  }

  private void delete(String name) {
    var _ =
        services.deletePrivateLinkService(
            DeletePrivateLinkServiceRequest.newBuilder().setName(name).build());
  }
}
