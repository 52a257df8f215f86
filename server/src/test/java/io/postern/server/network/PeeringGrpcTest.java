package io.postern.server.network;

import static io.postern.server.network.NetworkCalls.network;
import static io.postern.v1.VirtualNetworkPeering.State.STATE_CONNECTED;
import static io.postern.v1.VirtualNetworkPeering.State.STATE_DISCONNECTED;
import static io.postern.v1.VirtualNetworkPeering.State.STATE_INITIATED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Refusal;
import io.postern.v1.UpdateVirtualNetworkPeeringRequest;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.VirtualNetworkPeering.VirtualNetworkAccess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeeringGrpcTest {
  private static final String HUB = network("contoso", "hub");
  private static final String SPOKE = network("fabrikam", "spoke");

  @TempDir Path folder;
  private ControlPlane plane;
  private NetworkCalls alice;
  private NetworkCalls eve;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    NetworkCalls.subscribe(plane, "contoso");
    NetworkCalls.subscribe(plane, "fabrikam");
    alice = NetworkCalls.as("alice@contoso", plane);
    eve = NetworkCalls.as("eve@fabrikam", plane);
    alice.createNetwork("contoso", "hub", "10.1.0.0/16");
    eve.createNetwork("fabrikam", "spoke", "10.2.0.0/16");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void twoTenantsConnectTheirNetworksEachFromItsOwnSide() {
    var first = alice.peer(HUB, "to-spoke", SPOKE);
    var second = eve.peer(SPOKE, "to-hub", HUB);

    assertEquals(STATE_INITIATED, first.getState());
    assertEquals(
        VirtualNetworkAccess.VIRTUAL_NETWORK_ACCESS_ALLOWED, first.getVirtualNetworkAccess());
    assertEquals(STATE_CONNECTED, second.getState());
    assertEquals(STATE_CONNECTED, alice.getPeering(first.getName()).getState());
    assertEquals(List.of(first.getName()), alice.getNetwork(HUB).getPeeringsList());
  }

  @Test
  void nobodyWritesTheOtherSide() {
    alice.peer(HUB, "to-spoke", SPOKE);

    var created = Refusal.of(() -> eve.peer(HUB, "again", SPOKE));
    var deleted = Refusal.of(() -> eve.deletePeering(HUB + "/virtualNetworkPeerings/to-spoke"));

    assertEquals(Status.Code.NOT_FOUND, created.code());
    assertEquals(Status.Code.NOT_FOUND, deleted.code());
  }

  @Test
  void bothNetworksMustExist() {
    assertEquals(
        "RESOURCE_NOT_FOUND",
        Refusal.of(() -> alice.peer(HUB, "p", network("contoso", "missing"))).reason());
    assertEquals(
        "RESOURCE_NOT_FOUND",
        Refusal.of(() -> alice.peer(network("contoso", "missing"), "p", SPOKE)).reason());
  }

  @Test
  void aDeletedSideDisconnectsTheOtherWhichIsThenMadeAnew() {
    var first = alice.peer(HUB, "to-spoke", SPOKE).getName();
    var second = eve.peer(SPOKE, "to-hub", HUB).getName();

    eve.deletePeering(second);
    assertEquals(STATE_DISCONNECTED, alice.getPeering(first).getState());

    // A disconnected side does not come back by itself.
    assertEquals(STATE_INITIATED, eve.peer(SPOKE, "to-hub", HUB).getState());
    assertEquals(STATE_DISCONNECTED, alice.getPeering(first).getState());

    alice.deletePeering(first);
    assertEquals(STATE_CONNECTED, alice.peer(HUB, "to-spoke", SPOKE).getState());
    assertEquals(STATE_CONNECTED, eve.getPeering(second).getState());
  }

  @Test
  void aDeletedNetworkTakesItsSidesAndDisconnectsTheOthers() {
    var first = alice.peer(HUB, "to-spoke", SPOKE).getName();
    var second = eve.peer(SPOKE, "to-hub", HUB).getName();

    eve.deleteNetwork(SPOKE);

    assertEquals(STATE_DISCONNECTED, alice.getPeering(first).getState());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> eve.getPeering(second)).code());
  }

  @Test
  void aSideThatOnlyAskedIsDisconnectedFromADeletedNetworkToo() {
    var first = alice.peer(HUB, "to-spoke", SPOKE).getName();
    eve.deleteNetwork(SPOKE);
    eve.createNetwork("fabrikam", "spoke", "10.2.0.0/16");

    var later = eve.peer(SPOKE, "to-hub", HUB);

    assertEquals(STATE_DISCONNECTED, alice.getPeering(first).getState());
    assertEquals(STATE_INITIATED, later.getState());
  }

  @Test
  void networksThatShareAddressesCannotBePeered() {
    alice.createNetwork("contoso", "twin", "10.1.7.0/24");

    var refused = Refusal.of(() -> alice.peer(HUB, "to-twin", network("contoso", "twin")));

    assertEquals("INVALID_FIELD", refused.reason());
    assertEquals(List.of("virtual_network_peering.remote_virtual_network"), refused.fields());
    assertTrue(refused.message().contains("10.1.7.0/24"), refused.message());
  }

  @Test
  void aStrangersAddressSpaceIsComparedOnlyWhenItAsksBack() {
    eve.createNetwork("fabrikam", "same", "10.1.0.0/16");
    var same = network("fabrikam", "same");

    assertEquals(STATE_INITIATED, alice.peer(HUB, "to-same", same).getState());
    var refused = Refusal.of(() -> eve.peer(same, "to-hub", HUB));

    assertEquals("INVALID_FIELD", refused.reason());
  }

  @Test
  void aConnectedNetworkCannotGrowIntoTheOther() {
    alice.peer(HUB, "to-spoke", SPOKE);
    eve.peer(SPOKE, "to-hub", HUB);

    var refused =
        Refusal.of(() ->
            alice.updateNetwork(
                VirtualNetwork.newBuilder()
                    .setName(HUB)
                    .addAddressPrefixes("10.1.0.0/16")
                    .addAddressPrefixes("10.2.7.0/24")
                    .build()));

    assertEquals(List.of("virtual_network.address_prefixes"), refused.fields());
  }

  @Test
  void theRemoteNetworkCannotBeChangedAndTheFlagsCan() {
    var first = alice.peer(HUB, "to-spoke", SPOKE);

    var refused =
        Refusal.of(() ->
            update(first.toBuilder().setRemoteVirtualNetwork(network("contoso", "x2")).build()));
    var updated = update(first.toBuilder().setAllowForwardedTraffic(true).build());

    assertEquals("FIELD_IMMUTABLE", refused.reason());
    assertTrue(updated.getAllowForwardedTraffic());
    assertEquals(STATE_INITIATED, updated.getState());
  }

  @Test
  void oneNetworkHasOneSideForEachOtherAndBorrowsOneGateway() {
    alice.createNetwork("contoso", "third", "10.3.0.0/16");
    var borrowing = VirtualNetworkPeering.newBuilder().setUseRemoteGateways(true);
    alice.peer(HUB, "to-spoke", borrowing.setRemoteVirtualNetwork(SPOKE).build());

    var twice = Refusal.of(() -> alice.peer(HUB, "again", SPOKE));
    var second =
        Refusal.of(() ->
            alice.peer(
                HUB,
                "to-third",
                borrowing.setRemoteVirtualNetwork(network("contoso", "third")).build()));
    var both =
        Refusal.of(() ->
            alice.peer(HUB, "to-third", borrowing.clone().setAllowGatewayTransit(true).build()));
    var itself = Refusal.of(() -> alice.peer(HUB, "self", HUB));

    assertEquals(Status.Code.ALREADY_EXISTS, twice.code());
    assertEquals(List.of("virtual_network_peering.use_remote_gateways"), second.fields());
    assertEquals(List.of("virtual_network_peering.use_remote_gateways"), both.fields());
    assertEquals(List.of("virtual_network_peering.remote_virtual_network"), itself.fields());
  }

  private VirtualNetworkPeering update(VirtualNetworkPeering peering) {
    return alice
        .peerings
        .updateVirtualNetworkPeering(
            UpdateVirtualNetworkPeeringRequest.newBuilder()
                .setVirtualNetworkPeering(peering)
                .build())
        .getVirtualNetworkPeering();
  }
}
