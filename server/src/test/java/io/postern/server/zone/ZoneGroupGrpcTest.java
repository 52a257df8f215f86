package io.postern.server.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreatePrivateDnsZoneGroupRequest;
import io.postern.v1.DeletePrivateDnsZoneGroupRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.GetPrivateDnsZoneGroupRequest;
import io.postern.v1.GetPrivateEndpointRequest;
import io.postern.v1.ListPrivateDnsZoneGroupsRequest;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZone.ClaimPolicy;
import io.postern.v1.PrivateDnsZoneGroup;
import io.postern.v1.PrivateDnsZoneGroup.PrivateDnsZoneConfig;
import io.postern.v1.PrivateDnsZoneGroupServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.RecordType;
import io.postern.v1.UpdatePrivateDnsZoneGroupRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneGroupGrpcTest {
  private static final String BLOB = "privatelink.blob.core.windows.net";

  @TempDir static Path folder;
  private static ZoneWorld world;
  private String group;
  private String account;
  private String accountName;
  private PrivateEndpoint endpoint;
  private String zone;

  @BeforeAll
  static void start() {
    world = new ZoneWorld(folder);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void newEndpointAndZone() {
    group = world.group();
    account = "account" + group.split("/")[1];
    accountName = world.storageAccount(group, account);
    endpoint = world.endpoint(group, "pe", world.network(group, "vnet"), accountName);
    zone = world.zone(group, BLOB).getName();
  }

  @Test
  void aGroupShowsTheRecordsThatFollow() {
    var made = world.zoneGroup(endpoint.getName(), "default", zone);

    var records = made.getPrivateDnsZoneConfigs(0).getRecordSetsList();
    assertEquals(endpoint.getName() + "/privateDnsZoneGroups/default", made.getName());
    assertEquals(1, records.size());
    assertEquals(account + "." + BLOB, records.getFirst().getFqdn());
    assertEquals(RecordType.RECORD_TYPE_A, records.getFirst().getType());
    assertEquals(10, records.getFirst().getTtlSeconds());
    assertEquals(
        endpoint.getCustomDnsConfigs(0).getIpAddressesList(),
        records.getFirst().getIpAddressesList());
    assertEquals(made, get(made.getName()));
    assertEquals(
        List.of(made),
        world
            .groups
            .listPrivateDnsZoneGroups(
                ListPrivateDnsZoneGroupsRequest.newBuilder().setParent(endpoint.getName()).build())
            .getPrivateDnsZoneGroupsList());
  }

  @Test
  void theEndpointsOwnHintsGoWhileItHasAGroup() {
    var made = world.zoneGroup(endpoint.getName(), "default", zone);
    var attached = endpoint(endpoint.getName());

    delete(made.getName(), made.getEtag());

    assertEquals(0, attached.getCustomDnsConfigsCount());
    assertEquals(List.of(made.getName()), attached.getPrivateDnsZoneGroupsList());
    assertEquals(
        endpoint.getCustomDnsConfigsList(), endpoint(endpoint.getName()).getCustomDnsConfigsList());
  }

  @Test
  void aZoneThatNoNameBelongsIntoGetsNothing() {
    var contoso = world.zone(group, "contoso.com").getName();

    var made = world.zoneGroup(endpoint.getName(), "default", contoso);

    assertEquals(0, made.getPrivateDnsZoneConfigs(0).getRecordSetsCount());
  }

  @Test
  void aZoneThatThePublicNameLiesInGetsTheRestOfIt() {
    var suffix = world.zone(group, "blob.core.windows.net").getName();

    var made = world.zoneGroup(endpoint.getName(), "default", suffix);

    assertEquals(
        account + ".blob.core.windows.net",
        made.getPrivateDnsZoneConfigs(0).getRecordSets(0).getFqdn());
  }

  @Test
  void anEndpointHasOneGroup() {
    var made = world.zoneGroup(endpoint.getName(), "default", zone);

    var second = Refusal.of(() -> world.zoneGroup(endpoint.getName(), "second", zone));
    var same = Refusal.of(() -> world.zoneGroup(endpoint.getName(), "Default", zone));

    assertEquals(Status.Code.ALREADY_EXISTS, second.code());
    assertEquals("ZONE_GROUP_EXISTS", second.reason());
    assertEquals(made.getName(), second.metadata().get("group"));
    assertEquals("RESOURCE_ALREADY_EXISTS", same.reason());
  }

  @Test
  void aGroupHasOneToFiveZonesEachOnce() {
    var configs = "private_dns_zone_group.private_dns_zone_configs";
    var none = Refusal.of(() -> world.zoneGroup(endpoint.getName(), "default"));
    var six =
        Refusal.of(() ->
            world.zoneGroup(
                endpoint.getName(),
                "default",
                zone,
                zone + "1",
                zone + "2",
                zone + "3",
                zone + "4",
                zone + "5"));
    var twice = Refusal.of(() -> world.zoneGroup(endpoint.getName(), "default", zone, zone));
    var sameName =
        Refusal.of(() ->
            create(
                PrivateDnsZoneGroup.newBuilder()
                    .addPrivateDnsZoneConfigs(config("a", zone))
                    .addPrivateDnsZoneConfigs(config("A", zone + "1"))));
    var unnamed =
        Refusal.of(() ->
            create(PrivateDnsZoneGroup.newBuilder().addPrivateDnsZoneConfigs(config("", zone))));
    var badId = Refusal.of(() -> world.zoneGroup(endpoint.getName(), "-x", zone));

    assertEquals(List.of(configs), none.fields());
    assertEquals(List.of(configs), six.fields());
    assertEquals(List.of(configs + "[1].private_dns_zone"), twice.fields());
    assertEquals(List.of(configs + "[1].name"), sameName.fields());
    assertEquals(List.of(configs + "[0].name"), unnamed.fields());
    assertEquals(List.of("private_dns_zone_group_id"), badId.fields());
  }

  @Test
  void aZoneOrEndpointThatIsNotThereIsRefused() {
    var noZone = Refusal.of(() -> world.zoneGroup(endpoint.getName(), "default", zone + "x"));
    var noEndpoint = Refusal.of(() -> world.zoneGroup(endpoint.getName() + "x", "default", zone));
    var noName = Refusal.of(() -> world.zoneGroup(endpoint.getName(), "default", "contoso.com"));

    assertEquals(Status.Code.NOT_FOUND, noZone.code());
    assertEquals(zone + "x", noZone.metadata().get("resource"));
    assertEquals(Status.Code.NOT_FOUND, noEndpoint.code());
    assertEquals("NAME_MALFORMED", noName.reason());
    assertEquals(
        List.of("private_dns_zone_group.private_dns_zone_configs[0].private_dns_zone"),
        noName.fields());
  }

  @Test
  void anotherTenantsZoneDoesNotExist() {
    var foreign = world.zone(world.group(), BLOB).getName();
    var alice =
        world.plane.stubAs(
            ZoneWorld.memberOf(group), PrivateDnsZoneGroupServiceGrpc::newBlockingStub);
    var request =
        CreatePrivateDnsZoneGroupRequest.newBuilder()
            .setParent(endpoint.getName())
            .setPrivateDnsZoneGroupId("default");

    var refused =
        Refusal.of(() ->
            alice.createPrivateDnsZoneGroup(
                request.clone().setPrivateDnsZoneGroup(ZoneWorld.configs(foreign)).build()));

    assertEquals("RESOURCE_NOT_FOUND", refused.reason());
    alice.createPrivateDnsZoneGroup(
        request.setPrivateDnsZoneGroup(ZoneWorld.configs(zone)).build());
  }

  @Test
  void anUpdateMovesTheRecordsToOtherZones() {
    var suffix = world.zone(group, "blob.core.windows.net").getName();
    var made = world.zoneGroup(endpoint.getName(), "default", zone);

    var moved = update(ZoneWorld.configs(suffix).setName(made.getName()));
    var unsaid =
        Refusal.of(() -> update(PrivateDnsZoneGroup.newBuilder().setName(made.getName()), "*"));

    assertEquals(suffix, moved.getPrivateDnsZoneConfigs(0).getPrivateDnsZone());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> world.get(zone + "/A/" + account)).code());
    assertEquals(1, world.get(suffix + "/A/" + account).getClaimsCount());
    assertEquals("INVALID_FIELD", unsaid.reason());
    var stale =
        Refusal.of(
            () -> update(ZoneWorld.configs(zone).setName(made.getName()).setEtag(made.getEtag())));
    assertEquals("ETAG_MISMATCH", stale.reason());
  }

  @Test
  void deletingTheEndpointDeletesItsGroupAndItsRecords() {
    var made = world.zoneGroup(endpoint.getName(), "default", zone);

    world.endpoints.deletePrivateEndpoint(
        DeletePrivateEndpointRequest.newBuilder().setName(endpoint.getName()).build());

    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get(made.getName())).code());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> world.get(zone + "/A/" + account)).code());
  }

  @Test
  void aZoneThatWantsNoSecondClaimRefusesItAndNamesTheFirst() {
    var strict = strictZone("strict");
    var other = world.endpoint(group, "pe2", world.network(group, "other"), accountName);
    var first = world.zoneGroup(endpoint.getName(), "default", strict);

    var refused = Refusal.of(() -> world.zoneGroup(other.getName(), "default", strict));

    assertEquals(Status.Code.ABORTED, refused.code());
    assertEquals("CONFLICT_ERROR", refused.reason());
    assertEquals(endpoint.getName(), refused.metadata().get("holder"));
    assertTrue(refused.message().contains(account + "." + BLOB), refused.message());
    update(ZoneWorld.configs(strict).setName(first.getName()));
    delete(first.getName(), "");
    world.zoneGroup(other.getName(), "default", strict);
  }

  @Test
  void anUpdateIntoSuchAZoneIsRefusedTheSameWay() {
    var strict = strictZone("strict");
    var other = world.endpoint(group, "pe2", world.network(group, "other"), accountName);
    world.zoneGroup(endpoint.getName(), "default", strict);
    var second = world.zoneGroup(other.getName(), "default", zone);

    var refused =
        Refusal.of(() -> update(ZoneWorld.configs(zone, strict).setName(second.getName())));

    assertEquals("CONFLICT_ERROR", refused.reason());
    assertEquals(1, get(second.getName()).getPrivateDnsZoneConfigsCount());
  }

  private String strictZone(String resourceGroup) {
    return world
        .zone(
            group.replace("/g", "/" + resourceGroup),
            BLOB,
            PrivateDnsZone.newBuilder().setClaimPolicy(ClaimPolicy.CLAIM_POLICY_ERROR).build())
        .getName();
  }

  private PrivateDnsZoneGroup create(PrivateDnsZoneGroup.Builder wanted) {
    return world
        .groups
        .createPrivateDnsZoneGroup(
            CreatePrivateDnsZoneGroupRequest.newBuilder()
                .setParent(endpoint.getName())
                .setPrivateDnsZoneGroupId("default")
                .setPrivateDnsZoneGroup(wanted)
                .build())
        .getPrivateDnsZoneGroup();
  }

  private static PrivateDnsZoneConfig config(String name, String zone) {
    return PrivateDnsZoneConfig.newBuilder().setName(name).setPrivateDnsZone(zone).build();
  }

  private static PrivateDnsZoneGroup get(String name) {
    return world
        .groups
        .getPrivateDnsZoneGroup(GetPrivateDnsZoneGroupRequest.newBuilder().setName(name).build())
        .getPrivateDnsZoneGroup();
  }

  private static PrivateDnsZoneGroup update(PrivateDnsZoneGroup.Builder wanted, String... paths) {
    var request = UpdatePrivateDnsZoneGroupRequest.newBuilder().setPrivateDnsZoneGroup(wanted);
    request.getUpdateMaskBuilder().addAllPaths(List.of(paths));
    return world.groups.updatePrivateDnsZoneGroup(request.build()).getPrivateDnsZoneGroup();
  }

  private static void delete(String name, String etag) {
    world.groups.deletePrivateDnsZoneGroup(
        DeletePrivateDnsZoneGroupRequest.newBuilder().setName(name).setEtag(etag).build());
  }

  private static PrivateEndpoint endpoint(String name) {
    return world
        .endpoints
        .getPrivateEndpoint(GetPrivateEndpointRequest.newBuilder().setName(name).build())
        .getPrivateEndpoint();
  }
}
