package io.postern.server.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.Refusal;
import io.postern.v1.DeletePrivateDnsZoneRequest;
import io.postern.v1.GetPrivateDnsZoneGroupRequest;
import io.postern.v1.GetPrivateDnsZoneRequest;
import io.postern.v1.GetVirtualNetworkLinkRequest;
import io.postern.v1.ListPrivateDnsZonesRequest;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZone.ClaimPolicy;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.SoaRecord;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdatePrivateDnsZoneRequest;
import io.postern.v1.UpdateQuotaRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateDnsZoneGrpcTest {
  private static final String BLOB = "privatelink.blob.core.windows.net";

  @TempDir static Path folder;
  private static ZoneWorld world;
  private String group;

  @BeforeAll
  static void start() {
    world = new ZoneWorld(folder);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void newSubscription() {
    group = world.group();
  }

  @Test
  void aNewZoneHasItsSoaAndItsCounters() {
    var zone = world.zone(group, "Contoso.COM");

    assertEquals(zoneName("contoso.com"), zone.getName());
    assertEquals("contoso.com", zone.getSoa().getHost());
    assertEquals(3600, zone.getSoa().getRefreshSeconds());
    assertEquals(300, zone.getSoa().getRetrySeconds());
    assertEquals(2_419_200, zone.getSoa().getExpireSeconds());
    assertEquals(10, zone.getSoa().getMinimumTtlSeconds());
    assertEquals(ClaimPolicy.CLAIM_POLICY_PER_VNET, zone.getClaimPolicy());
    assertEquals(1, zone.getCounters().getRecordSets());
    assertEquals(25_000, zone.getCounters().getMaxRecordSets());
    assertEquals(1_000, zone.getCounters().getMaxVirtualNetworkLinks());
    assertEquals(100, zone.getCounters().getMaxRegistrationLinks());
    assertEquals(zone, get(zone.getName()));
  }

  @Test
  void theSameNameInAnotherGroupIsAnotherZone() {
    world.zone(group, "contoso.com");
    var other = world.zone(group.replace("/g", "/h"), "contoso.com");

    var again = Refusal.of(() -> world.zone(group, "CONTOSO.com"));

    assertTrue(other.getName().contains("resourceGroups/h"));
    assertEquals("RESOURCE_ALREADY_EXISTS", again.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com",
        "contoso.com.",
        ".contoso.com",
        "contoso..com",
        "*.contoso.com",
        "-a.contoso.com",
        "a-.contoso.com",
        "con/toso.com",
        "con toso.com",
        "contoso.c@m",
        "@"
      })
  void aMalformedNameIsRefused(String apex) {
    var refused = Refusal.of(() -> world.zone(group, apex));

    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    assertEquals("NAME_MALFORMED", refused.reason());
    assertEquals(List.of("private_dns_zone_id"), refused.fields());
  }

  @Test
  void aNameOfTooManyOrTooLongLabelsIsRefused() {
    var labels35 = "a.".repeat(34) + "a";
    var labels34 = "a.".repeat(33) + "a";
    var longLabel = "a".repeat(64) + ".com";
    var longName = ("a".repeat(62) + ".").repeat(4) + "com";

    assertEquals("NAME_MALFORMED", Refusal.of(() -> world.zone(group, labels35)).reason());
    assertEquals("NAME_MALFORMED", Refusal.of(() -> world.zone(group, longLabel)).reason());
    assertEquals("NAME_MALFORMED", Refusal.of(() -> world.zone(group, longName)).reason());
    assertEquals(zoneName(labels34), world.zone(group, labels34).getName());
  }

  @Test
  void aReservedNameIsRefusedButNotOneBelowIt() {
    var refused = Refusal.of(() -> world.zone(group, "Azure.com"));

    assertEquals("ZONE_NAME_RESERVED", refused.reason());
    assertEquals("azure.com", refused.metadata().get("zone"));
    world.zone(group, "privatelink.openai.azure.com");
  }

  @Test
  void anUpdateChangesSoaPolicyAndTagsAndLeavesTheRest() {
    var zone = world.zone(group, "contoso.com");

    var updated =
        update(
            PrivateDnsZone.newBuilder()
                .setName(zone.getName())
                .setSoa(SoaRecord.newBuilder().setMinimumTtlSeconds(30))
                .setClaimPolicy(ClaimPolicy.CLAIM_POLICY_ALL)
                .putTags("team", "dns")
                .build(),
            "soa.minimum_ttl_seconds",
            "claim_policy",
            "tags");

    assertEquals(30, updated.getSoa().getMinimumTtlSeconds());
    assertEquals(3600, updated.getSoa().getRefreshSeconds());
    assertEquals(ClaimPolicy.CLAIM_POLICY_ALL, updated.getClaimPolicy());
    assertEquals("dns", updated.getTagsOrThrow("team"));
    var back = update(PrivateDnsZone.newBuilder().setName(zone.getName()).build(), "*");
    assertEquals(zone.getSoa().getMinimumTtlSeconds(), back.getSoa().getMinimumTtlSeconds());
    assertEquals(ClaimPolicy.CLAIM_POLICY_PER_VNET, back.getClaimPolicy());
    assertEquals(0, back.getTagsCount());
  }

  @Test
  void anUpdateWithAnOldEtagIsAborted() {
    var zone = world.zone(group, "contoso.com");
    update(zone.toBuilder().putTags("a", "b").build());

    var refused = Refusal.of(() -> update(zone.toBuilder().putTags("c", "d").build()));

    assertEquals("ETAG_MISMATCH", refused.reason());
  }

  @Test
  void valuesOfTheSoaAreChecked() {
    var negative = SoaRecord.newBuilder().setRetrySeconds(-1);
    var mailbox = SoaRecord.newBuilder().setEmail("host@contoso.com");

    assertEquals(List.of("private_dns_zone.soa.retry_seconds"), refusedSoa(negative).fields());
    assertEquals(List.of("private_dns_zone.soa.email"), refusedSoa(mailbox).fields());
    assertTrue(refusedSoa(mailbox).message().contains("host.contoso.com"));
  }

  private Refusal refusedSoa(SoaRecord.Builder soa) {
    return Refusal.of(
        () -> world.zone(group, "contoso.com", PrivateDnsZone.newBuilder().setSoa(soa).build()));
  }

  @Test
  void anUnknownClaimPolicyIsRefused() {
    var zone = PrivateDnsZone.newBuilder().setClaimPolicyValue(9).build();

    var refused = Refusal.of(() -> world.zone(group, "contoso.com", zone));

    assertEquals("UNKNOWN_FIELD_VALUE", refused.reason());
    assertEquals(List.of("private_dns_zone.claim_policy"), refused.fields());
  }

  @Test
  void theQuotaOfTheSubscriptionHolds() {
    world
        .plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .updateQuota(
            UpdateQuotaRequest.newBuilder()
                .setName(group.substring(0, group.indexOf("/resourceGroups")))
                .setQuota("privateDnsZones")
                .setLimit(1)
                .build());
    world.zone(group, "contoso.com");

    var refused = Refusal.of(() -> world.zone(group, "fabrikam.com"));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("privateDnsZones", refused.metadata().get("quota"));
  }

  @Test
  void anotherTenantsZoneDoesNotExist() {
    var zone = world.zone(group, "contoso.com");
    var stranger = world.plane.stubAs("eve@elsewhere", PrivateDnsZoneServiceGrpc::newBlockingStub);

    var read =
        Refusal.of(() ->
            stranger.getPrivateDnsZone(
                GetPrivateDnsZoneRequest.newBuilder().setName(zone.getName()).build()));
    var deleted =
        Refusal.of(() ->
            stranger.deletePrivateDnsZone(
                DeletePrivateDnsZoneRequest.newBuilder().setName(zone.getName()).build()));

    assertEquals("RESOURCE_NOT_FOUND", read.reason());
    assertEquals("RESOURCE_NOT_FOUND", deleted.reason());
    assertEquals(
        0,
        stranger
            .listPrivateDnsZones(ListPrivateDnsZonesRequest.newBuilder().setParent(group).build())
            .getPrivateDnsZonesCount());
  }

  @Test
  void aZoneIsDeletedWithItsRecordSets() {
    var zone = world.zone(group, "contoso.com").getName();
    for (int i = 0; i < 3; i++)
      world.recordSet(zone, "host" + i, ZoneWorld.addresses("192.0.2." + i));

    delete(zone, false);

    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get(zone)).code());
    world.zone(group, "contoso.com");
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> world.get(zone + "/A/host0")).code());
  }

  @Test
  void aLinkedZoneIsNotDeletedAndItsLinksAreNamed() {
    var zone = world.zone(group, "contoso.com").getName();
    var link = world.link(zone, "one", world.network(group, "vnet")).getName();

    var refused = Refusal.of(() -> delete(zone, false));

    assertEquals(Status.Code.FAILED_PRECONDITION, refused.code());
    assertEquals("IN_USE_LINKED_DNS_ZONE", refused.reason());
    assertEquals(link, refused.metadata().get("blockers"));
    assertEquals("InUseLinkedDnsZone", refused.metadata().get("azureCode"));
  }

  @Test
  void aZoneThatAZoneGroupUsesIsNotDeleted() {
    var zone = world.zone(group, BLOB).getName();
    var endpoint = endpoint();
    var zoneGroup = world.zoneGroup(endpoint, "default", zone).getName();

    var refused = Refusal.of(() -> delete(zone, false));

    assertEquals("RESOURCE_IN_USE", refused.reason());
    assertEquals(zoneGroup, refused.metadata().get("blockers"));
  }

  @Test
  void cascadeDeletesLinksAndLeavesZoneGroups() {
    var zone = world.zone(group, BLOB).getName();
    var other = world.zone(group, "privatelink.queue.core.windows.net").getName();
    var link = world.link(zone, "one", world.network(group, "linked")).getName();
    var zoneGroup = world.zoneGroup(endpoint(), "default", zone, other).getName();

    delete(zone, true);

    var left =
        world
            .groups
            .getPrivateDnsZoneGroup(
                GetPrivateDnsZoneGroupRequest.newBuilder().setName(zoneGroup).build())
            .getPrivateDnsZoneGroup();
    assertEquals(1, left.getPrivateDnsZoneConfigsCount());
    assertEquals(other, left.getPrivateDnsZoneConfigs(0).getPrivateDnsZone());
    var gone = GetVirtualNetworkLinkRequest.newBuilder().setName(link).build();
    assertEquals(
        Status.Code.NOT_FOUND, Refusal.of(() -> world.links.getVirtualNetworkLink(gone)).code());
    delete(other, true);
    var groupGone = GetPrivateDnsZoneGroupRequest.newBuilder().setName(zoneGroup).build();
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> world.groups.getPrivateDnsZoneGroup(groupGone)).code());
  }

  private String endpoint() {
    var network = world.network(group, "vnet");
    var account = world.storageAccount(group, "cascade" + group.split("/")[1]);
    return world.endpoint(group, "pe", network, account).getName();
  }

  private String zoneName(String apex) {
    return group + "/providers/Microsoft.Network/privateDnsZones/" + apex;
  }

  private static PrivateDnsZone get(String name) {
    return world
        .zones
        .getPrivateDnsZone(GetPrivateDnsZoneRequest.newBuilder().setName(name).build())
        .getPrivateDnsZone();
  }

  private static PrivateDnsZone update(PrivateDnsZone zone, String... paths) {
    return world
        .zones
        .updatePrivateDnsZone(
            UpdatePrivateDnsZoneRequest.newBuilder()
                .setPrivateDnsZone(zone)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
                .build())
        .getPrivateDnsZone();
  }

  private static void delete(String zone, boolean cascade) {
    world.zones.deletePrivateDnsZone(
        DeletePrivateDnsZoneRequest.newBuilder().setName(zone).setCascade(cascade).build());
  }
}
