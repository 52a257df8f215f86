package io.postern.server.zone;

import static io.postern.server.zone.ZoneWorld.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreateVirtualNetworkLinkRequest;
import io.postern.v1.DeleteSubnetRequest;
import io.postern.v1.DeleteVirtualNetworkLinkRequest;
import io.postern.v1.DeleteVirtualNetworkRequest;
import io.postern.v1.GetPrivateDnsZoneRequest;
import io.postern.v1.ListRecordSetsRequest;
import io.postern.v1.ListVirtualNetworkLinksRequest;
import io.postern.v1.PrivateDnsZone.Counters;
import io.postern.v1.RecordSet;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdateQuotaRequest;
import io.postern.v1.UpdateVirtualNetworkLinkRequest;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkLink.State;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualNetworkLinkGrpcTest {
  private static final String BLOB = "privatelink.blob.core.windows.net";

  @TempDir static Path folder;
  private static ZoneWorld world;
  private String group;
  private String zone;
  private String network;

  @BeforeAll
  static void start() {
    world = new ZoneWorld(folder);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void newZoneAndNetwork() {
    group = world.group();
    zone = world.zone(group, "contoso.com").getName();
    network = world.network(group, "vnet");
  }

  @Test
  void aLinkIsCompleteWhenItsCallReturns() {
    var link = world.link(zone, "one", network);

    assertEquals(zone + "/virtualNetworkLinks/one", link.getName());
    assertEquals(network, link.getVirtualNetwork());
    assertEquals(State.STATE_COMPLETED, link.getState());
    assertEquals(1, zoneCounters().getVirtualNetworkLinks());
    assertEquals(0, zoneCounters().getRegistrationLinks());
    assertEquals(
        List.of(link),
        world
            .links
            .listVirtualNetworkLinks(
                ListVirtualNetworkLinksRequest.newBuilder().setParent(zone).build())
            .getVirtualNetworkLinksList());
  }

  @Test
  void aZoneThatFollowsEndpointsFallsBackUnlessTheLinkSaysOtherwise() {
    var following = world.zone(group, BLOB).getName();
    var cut = world.zone(group, "scm.privatelink.azurewebsites.net").getName();

    assertEquals(
        ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT,
        world.link(following, "one", network).getResolutionPolicy());
    assertEquals(
        ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT,
        world.link(cut, "one", network).getResolutionPolicy());
    assertEquals(
        ResolutionPolicy.RESOLUTION_POLICY_DEFAULT,
        world.link(zone, "one", network).getResolutionPolicy());
    assertEquals(
        ResolutionPolicy.RESOLUTION_POLICY_DEFAULT,
        world
            .link(
                following,
                "two",
                linkTo(world.network(group, "other"))
                    .setResolutionPolicy(ResolutionPolicy.RESOLUTION_POLICY_DEFAULT))
            .getResolutionPolicy());
  }

  @Test
  void fallbackIsRefusedForAnyOtherZone() {
    var redirect =
        linkTo(network).setResolutionPolicy(ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT);

    var refused = Refusal.of(() -> world.link(zone, "one", redirect));
    var unknown =
        Refusal.of(() -> world.link(zone, "one", linkTo(network).setResolutionPolicyValue(7)));

    assertEquals("INVALID_FIELD", refused.reason());
    assertEquals(List.of("virtual_network_link.resolution_policy"), refused.fields());
    assertEquals("UNKNOWN_FIELD_VALUE", unknown.reason());
  }

  @Test
  void aZoneIsLinkedToANetworkOnce() {
    var first = world.link(zone, "one", network);

    var refused = Refusal.of(() -> world.link(zone, "two", network));
    var sameName = Refusal.of(() -> world.link(zone, "one", world.network(group, "other")));

    assertEquals(Status.Code.ALREADY_EXISTS, refused.code());
    assertEquals("ZONE_ALREADY_LINKED", refused.reason());
    assertEquals(first.getName(), refused.metadata().get("link"));
    assertEquals("RESOURCE_ALREADY_EXISTS", sameName.reason());
  }

  @Test
  void twoZonesOfOneNameAreForDifferentNetworks() {
    var twin = world.zone(group.replace("/g", "/h"), "contoso.com").getName();
    world.link(zone, "one", network);

    var refused = Refusal.of(() -> world.link(twin, "one", network));

    assertEquals(Status.Code.FAILED_PRECONDITION, refused.code());
    assertEquals("NAMESPACE_OVERLAP", refused.reason());
    assertEquals(zone, refused.metadata().get("zone"));
    world.link(twin, "one", world.network(group, "other"));
    world.link(world.zone(group, "db.contoso.com").getName(), "one", network);
  }

  @Test
  void aNetworkRegistersInOneZone() {
    var fabrikam = world.zone(group, "fabrikam.com").getName();
    var below = world.zone(group, "db.contoso.com").getName();
    var first = world.link(zone, "one", linkTo(network).setRegistrationEnabled(true));

    var second =
        Refusal.of(() -> world.link(fabrikam, "one", linkTo(network).setRegistrationEnabled(true)));
    var overlapping =
        Refusal.of(() -> world.link(below, "one", linkTo(network).setRegistrationEnabled(true)));

    assertEquals("REGISTRATION_ZONE_EXISTS", second.reason());
    assertEquals(first.getName(), second.metadata().get("link"));
    assertEquals("NAMESPACE_OVERLAP", overlapping.reason());
    assertEquals(1, zoneCounters().getRegistrationLinks());
    world.link(fabrikam, "one", network);
  }

  @Test
  void anEndpointIsNeverRegisteredAndNobodySaysThatARecordIs() {
    world.link(zone, "one", linkTo(network).setRegistrationEnabled(true));
    var account = world.storageAccount(group, "registers" + group.split("/")[1]);

    world.endpoint(group, "pe", network, account);
    var byHand = world.recordSet(zone, "www", addresses("10.0.0.1").setIsAutoRegistered(true));

    assertFalse(byHand.getIsAutoRegistered());
    assertEquals(
        List.of(zone + "/A/www", zone + "/SOA/@"),
        world
            .recordSets
            .listRecordSets(ListRecordSetsRequest.newBuilder().setParent(zone).build())
            .getRecordSetsList()
            .stream()
            .map(RecordSet::getName)
            .toList());
  }

  @Test
  void registrationIsTurnedOnAndOffByAnUpdate() {
    var fabrikam = world.zone(group, "fabrikam.com").getName();
    var first = world.link(zone, "one", linkTo(network).setRegistrationEnabled(true));
    var second = world.link(fabrikam, "one", network);
    var on = second.toBuilder().clearEtag().setRegistrationEnabled(true).build();

    var refused = Refusal.of(() -> update(on, "registration_enabled"));
    var off =
        update(first.toBuilder().setRegistrationEnabled(false).build(), "registration_enabled");
    var turned = update(on, "registration_enabled");

    assertEquals("REGISTRATION_ZONE_EXISTS", refused.reason());
    assertFalse(off.getRegistrationEnabled());
    assertTrue(turned.getRegistrationEnabled());
    assertEquals(0, zoneCounters().getRegistrationLinks());
  }

  @Test
  void aLinkStaysWithItsNetwork() {
    var link = world.link(zone, "one", network);
    var other = world.network(group, "other");

    var refused = Refusal.of(() -> update(link.toBuilder().setVirtualNetwork(other).build()));

    assertEquals("FIELD_IMMUTABLE", refused.reason());
    assertEquals(List.of("virtual_network_link.virtual_network"), refused.fields());
  }

  @Test
  void anOldEtagStopsAnUpdateAndADeletion() {
    var link = world.link(zone, "one", network);
    update(link.toBuilder().putTags("a", "b").build());

    var updated = Refusal.of(() -> update(link.toBuilder().putTags("c", "d").build()));
    var deleted = Refusal.of(() -> delete(link.getName(), link.getEtag()));

    assertEquals("ETAG_MISMATCH", updated.reason());
    assertEquals("ETAG_MISMATCH", deleted.reason());
  }

  @Test
  void aDeletedLinkMakesRoomForAnother() {
    var link = world.link(zone, "one", linkTo(network).setRegistrationEnabled(true));

    delete(link.getName(), link.getEtag());

    assertEquals(0, zoneCounters().getVirtualNetworkLinks());
    world.link(zone, "two", linkTo(network).setRegistrationEnabled(true));
  }

  @Test
  void aNetworkThatIsMissingMalformedOrUnsaidIsRefused() {
    var missing = Refusal.of(() -> world.link(zone, "one", linkTo(network + "x")));
    var malformed = Refusal.of(() -> world.link(zone, "one", linkTo(zone)));
    var unsaid = Refusal.of(() -> world.link(zone, "one", VirtualNetworkLink.newBuilder()));
    var noZone = Refusal.of(() -> world.link(zone + ".net", "one", linkTo(network)));
    var badId = Refusal.of(() -> world.link(zone, "_one", linkTo(network)));

    assertEquals(Status.Code.NOT_FOUND, missing.code());
    assertEquals(network + "x", missing.metadata().get("resource"));
    assertEquals("NAME_MALFORMED", malformed.reason());
    assertEquals(List.of("virtual_network_link.virtual_network"), unsaid.fields());
    assertEquals(Status.Code.NOT_FOUND, noZone.code());
    assertEquals(List.of("virtual_network_link_id"), badId.fields());
  }

  @Test
  void theCallerNeedsRightsOnBothSides() {
    var elsewhere = world.group();
    var foreignNetwork = world.network(elsewhere, "vnet");
    var foreignZone = world.zone(elsewhere, "contoso.com").getName();
    var alice =
        world.plane.stubAs(
            ZoneWorld.memberOf(group), VirtualNetworkLinkServiceGrpc::newBlockingStub);
    var request = CreateVirtualNetworkLinkRequest.newBuilder().setVirtualNetworkLinkId("one");

    var toForeign =
        Refusal.of(() ->
            alice.createVirtualNetworkLink(
                request
                    .clone()
                    .setParent(zone)
                    .setVirtualNetworkLink(linkTo(foreignNetwork))
                    .build()));
    var inForeign =
        Refusal.of(() ->
            alice.createVirtualNetworkLink(
                request
                    .clone()
                    .setParent(foreignZone)
                    .setVirtualNetworkLink(linkTo(network))
                    .build()));

    assertEquals("RESOURCE_NOT_FOUND", toForeign.reason());
    assertEquals("RESOURCE_NOT_FOUND", inForeign.reason());
    alice.createVirtualNetworkLink(
        request.setParent(zone).setVirtualNetworkLink(linkTo(network)).build());
  }

  @Test
  void quotasOfZoneAndNetworkHold() {
    limit("virtualNetworkLinksPerZone", 1);
    limit("zonesPerVirtualNetwork", 2);
    limit("registrationLinksPerZone", 0);
    world.link(zone, "one", network);

    var perZone = Refusal.of(() -> world.link(zone, "two", world.network(group, "other")));
    world.link(world.zone(group, "fabrikam.com").getName(), "one", network);
    var third = world.zone(group, "third.com").getName();
    var perNetwork = Refusal.of(() -> world.link(third, "one", network));
    var registration =
        Refusal.of(() -> world.link(third, "one", linkTo(network).setRegistrationEnabled(true)));

    assertEquals("virtualNetworkLinksPerZone", perZone.metadata().get("quota"));
    assertEquals("zonesPerVirtualNetwork", perNetwork.metadata().get("quota"));
    assertEquals("registrationLinksPerZone", registration.metadata().get("quota"));
  }

  @Test
  void aNetworkIsDeletedWithItsLinks() {
    world.link(zone, "one", network);
    world
        .plane
        .stub(SubnetServiceGrpc::newBlockingStub)
        .deleteSubnet(
            DeleteSubnetRequest.newBuilder().setName(network + "/subnets/endpoints").build());

    world
        .plane
        .stub(VirtualNetworkServiceGrpc::newBlockingStub)
        .deleteVirtualNetwork(DeleteVirtualNetworkRequest.newBuilder().setName(network).build());

    assertEquals(0, zoneCounters().getVirtualNetworkLinks());
  }

  private void limit(String quota, long limit) {
    world
        .plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .updateQuota(
            UpdateQuotaRequest.newBuilder()
                .setName(group.substring(0, group.indexOf("/resourceGroups")))
                .setQuota(quota)
                .setLimit(limit)
                .build());
  }

  private Counters zoneCounters() {
    return world
        .zones
        .getPrivateDnsZone(GetPrivateDnsZoneRequest.newBuilder().setName(zone).build())
        .getPrivateDnsZone()
        .getCounters();
  }

  private static VirtualNetworkLink.Builder linkTo(String network) {
    return VirtualNetworkLink.newBuilder().setVirtualNetwork(network);
  }

  private static VirtualNetworkLink update(VirtualNetworkLink link, String... paths) {
    return world
        .links
        .updateVirtualNetworkLink(
            UpdateVirtualNetworkLinkRequest.newBuilder()
                .setVirtualNetworkLink(link)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
                .build())
        .getVirtualNetworkLink();
  }

  private static void delete(String link, String etag) {
    world.links.deleteVirtualNetworkLink(
        DeleteVirtualNetworkLinkRequest.newBuilder().setName(link).setEtag(etag).build());
  }
}
