package io.postern.server.zone;

import static io.postern.server.zone.ZoneWorld.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.Refusal;
import io.postern.v1.AaaaRecord;
import io.postern.v1.CnameRecord;
import io.postern.v1.DeleteRecordSetRequest;
import io.postern.v1.GetPrivateDnsZoneRequest;
import io.postern.v1.ListRecordSetsRequest;
import io.postern.v1.ListRecordSetsResponse;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.TxtRecord;
import io.postern.v1.UpdateQuotaRequest;
import io.postern.v1.UpdateRecordSetRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordSetGrpcTest {
  @TempDir static Path folder;
  private static ZoneWorld world;
  private String group;
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
  void newZone() {
    group = world.group();
    zone = world.zone(group, "contoso.com").getName();
  }

  @Test
  void aCreatedRecordSetIsReadBackInAnyCase() {
    var created = world.recordSet(zone, "WWW", addresses("192.0.2.1").putMetadata("owner", "me"));

    assertEquals(zone + "/A/www", created.getName());
    assertEquals("www.contoso.com", created.getFqdn());
    assertEquals(3600, created.getTtlSeconds());
    assertEquals(created, world.get(zone + "/a/Www"));
    assertFalse(created.getIsAutoRegistered());
  }

  @ParameterizedTest
  @ValueSource(strings = {"@", "*", "*.apps", "a.b.c", "_srv", "x_1"})
  void theseRelativeNamesAreTaken(String relative) {
    assertEquals(
        zone + "/A/" + relative, world.recordSet(zone, relative, addresses("192.0.2.1")).getName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.*", "a..b", "a.", "-a", "a-", "a b", "a/b", "**", "*a", "ü", "@.a", "a@b"})
  void theseRelativeNamesAreRefused(String relative) {
    var refused = Refusal.of(() -> world.recordSet(zone, relative, addresses("192.0.2.1")));

    assertEquals("NAME_MALFORMED", refused.reason());
    assertEquals(List.of("record_set_id"), refused.fields());
  }

  @Test
  void aNameThatIsTooLongWithItsZoneIsRefused() {
    var label = "a".repeat(60);
    var relative = String.join(".", label, label, label, label);

    var refused = Refusal.of(() -> world.recordSet(zone, relative, addresses("192.0.2.1")));

    assertEquals("NAME_MALFORMED", refused.reason());
  }

  @Test
  void aTtlOrTypeThatCannotBeIsRefused() {
    var negative =
        Refusal.of(() -> world.recordSet(zone, "www", addresses("192.0.2.1").setTtlSeconds(-1)));
    var unset = Refusal.of(() -> world.recordSet(zone, "www", addresses("192.0.2.1").clearType()));
    var unknown =
        Refusal.of(() -> world.recordSet(zone, "www", addresses("192.0.2.1").setTypeValue(99)));

    assertEquals(List.of("record_set.ttl_seconds"), negative.fields());
    assertEquals(List.of("record_set.type"), unset.fields());
    assertEquals("UNKNOWN_FIELD_VALUE", unknown.reason());
  }

  @Test
  void aTtlGoesFromOneToTheLargestOfDns() {
    for (int ttl : List.of(1, Integer.MAX_VALUE)) {
      var set = world.recordSet(zone, "ttl" + ttl, addresses("192.0.2.1").setTtlSeconds(ttl));
      assertEquals(ttl, world.get(set.getName()).getTtlSeconds());
    }
  }

  @Test
  void nothingStandsBesideACname() {
    world.recordSet(zone, "www", addresses("192.0.2.1"));
    world.recordSet(zone, "alias", cname("www.contoso.com"));

    var alias = Refusal.of(() -> world.recordSet(zone, "www", cname("fabrikam.com")));
    var beside = Refusal.of(() -> world.recordSet(zone, "ALIAS", addresses("192.0.2.1")));
    var apex = Refusal.of(() -> world.recordSet(zone, "@", cname("fabrikam.com")));

    assertEquals(Status.Code.FAILED_PRECONDITION, alias.code());
    assertEquals("CNAME_CONFLICT", alias.reason());
    assertEquals("A", alias.metadata().get("existing"));
    assertEquals("CNAME", beside.metadata().get("existing"));
    assertEquals("SOA", apex.metadata().get("existing"));
    world.recordSet(zone, "www", aaaa("2001:db8::1"));
  }

  @Test
  void theSecondOfANameAndTypeIsRefused() {
    world.recordSet(zone, "www", addresses("192.0.2.1"));

    var refused = Refusal.of(() -> world.recordSet(zone, "WWW", addresses("192.0.2.2")));

    assertEquals("RESOURCE_ALREADY_EXISTS", refused.reason());
  }

  @Test
  void theSoaIsShownAndNeitherMadeNorDeleted() {
    var soa = world.get(zone + "/SOA/@");
    var made = Refusal.of(() -> world.recordSet(zone, "@", typed(RecordType.RECORD_TYPE_SOA)));
    var deleted = Refusal.of(() -> delete(soa.getName(), ""));

    assertEquals("contoso.com", soa.getFqdn());
    assertEquals("contoso.com", soa.getSoaRecord().getHost());
    assertEquals(3600, soa.getTtlSeconds());
    for (var refused : List.of(made, deleted)) {
      assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
      assertTrue(refused.message().contains("with its zone"), refused.message());
    }
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> world.get(zone + "/SOA/www")).code());
  }

  @Test
  void theSoaIsChangedAsARecordSetAndWithItTheZone() {
    var soa = world.get(zone + "/SOA/@");
    var wanted = soa.toBuilder().setTtlSeconds(60);
    wanted.getSoaRecordBuilder().setEmail("hostmaster.contoso.com").setMinimumTtlSeconds(30);

    var updated = update(wanted.build());

    assertEquals(60, updated.getTtlSeconds());
    assertEquals(60, updated.getSoaRecord().getTtlSeconds());
    assertEquals("hostmaster.contoso.com", updated.getSoaRecord().getEmail());
    assertEquals(soa.getSoaRecord().getHost(), updated.getSoaRecord().getHost());
    assertTrue(updated.getSoaRecord().getSerial() > soa.getSoaRecord().getSerial());
    assertEquals(
        updated.getSoaRecord(),
        world
            .zones
            .getPrivateDnsZone(GetPrivateDnsZoneRequest.newBuilder().setName(zone).build())
            .getPrivateDnsZone()
            .getSoa());
    assertEquals("ETAG_MISMATCH", Refusal.of(() -> update(wanted.build())).reason());
  }

  @Test
  void theSoaTakesNoRecordsOfOthersAndNoMetadata() {
    var soa = RecordSet.newBuilder().setName(zone + "/SOA/@");

    var negative = soa.clone();
    negative.getSoaRecordBuilder().setRetrySeconds(-1);
    var addresses = soa.clone().addAllARecords(addresses("192.0.2.1").getARecordsList());
    var noted = soa.clone().putMetadata("owner", "me");
    var below = soa.clone().setName(zone + "/SOA/www").setTtlSeconds(60);

    assertEquals(
        List.of("record_set.soa_record.retry_seconds"),
        Refusal.of(() -> update(negative.build())).fields());
    assertEquals(
        List.of("record_set.a_records"), Refusal.of(() -> update(addresses.build())).fields());
    assertEquals(List.of("record_set.metadata"), Refusal.of(() -> update(noted.build())).fields());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> update(below.build())).code());
  }

  @Test
  void anUpdateReplacesTheRecordsAndKeepsTheRest() {
    var created = world.recordSet(zone, "www", addresses("192.0.2.1").putMetadata("owner", "me"));

    var updated = update(addresses("192.0.2.2").setName(created.getName()).build());

    assertEquals(addresses("192.0.2.2").getARecordsList(), updated.getARecordsList());
    assertEquals("me", updated.getMetadataOrThrow("owner"));
    assertEquals(updated, world.get(created.getName()));
  }

  @Test
  void theTypeOfARecordSetStays() {
    var created = world.recordSet(zone, "www", addresses("192.0.2.1"));

    var refused = Refusal.of(() -> update(aaaa("2001:db8::1").setName(created.getName()).build()));

    assertEquals("FIELD_IMMUTABLE", refused.reason());
    assertEquals(List.of("record_set.type"), refused.fields());
  }

  @Test
  void etagsGuardUpdatesAndDeletions() {
    var created = world.recordSet(zone, "www", addresses("192.0.2.1"));
    update(created.toBuilder().setTtlSeconds(60).build());

    var updated = Refusal.of(() -> update(created.toBuilder().setTtlSeconds(90).build()));
    var deleted = Refusal.of(() -> delete(created.getName(), created.getEtag()));

    assertEquals("ETAG_MISMATCH", updated.reason());
    assertEquals("ETAG_MISMATCH", deleted.reason());
    delete(created.getName(), world.get(created.getName()).getEtag());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> world.get(created.getName())).code());
  }

  @Test
  void anUpdateWithAMaskClearsWhatItNames() {
    var created = world.recordSet(zone, "www", addresses("192.0.2.1").setTtlSeconds(60));

    var cleared = update(RecordSet.newBuilder().setName(created.getName()).build(), "ttl_seconds");
    var emptied =
        Refusal.of(
            () -> update(RecordSet.newBuilder().setName(created.getName()).build(), "a_records"));

    assertEquals(3600, cleared.getTtlSeconds());
    assertEquals("RECORD_INVALID", emptied.reason());
  }

  @Test
  void theQuotaOfTheZoneCountsTheSoa() {
    world
        .plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .updateQuota(
            UpdateQuotaRequest.newBuilder()
                .setName(group.substring(0, group.indexOf("/resourceGroups")))
                .setQuota("recordSetsPerZone")
                .setLimit(2)
                .build());
    world.recordSet(zone, "one", addresses("192.0.2.1"));

    var refused = Refusal.of(() -> world.recordSet(zone, "two", addresses("192.0.2.1")));

    assertEquals("QUOTA_EXCEEDED", refused.reason());
  }

  @Test
  void recordSetsAreListedByTypeAndNameInPages() {
    world.recordSet(zone, "b", addresses("192.0.2.1"));
    world.recordSet(zone, "a", addresses("192.0.2.1"));
    world.recordSet(zone, "a", aaaa("2001:db8::1"));
    world.recordSet(
        zone,
        "c",
        typed(RecordType.RECORD_TYPE_TXT).addTxtRecords(TxtRecord.newBuilder().addValues("x")));

    assertEquals(
        List.of("/A/a", "/A/b", "/AAAA/a", "/SOA/@", "/TXT/c"),
        listed(zone, 1, RecordType.RECORD_TYPE_UNSPECIFIED));
    assertEquals(
        List.of("/A/a", "/A/b", "/AAAA/a", "/SOA/@", "/TXT/c"),
        listed(zone, 2, RecordType.RECORD_TYPE_UNSPECIFIED));
    assertEquals(List.of("/A/a", "/A/b"), listed(zone, 1, RecordType.RECORD_TYPE_A));
    assertEquals(List.of("/SOA/@"), listed(zone, 5, RecordType.RECORD_TYPE_SOA));
    assertEquals(List.of(), listed(zone, 5, RecordType.RECORD_TYPE_MX));
  }

  @Test
  void aListGoesOverAllZonesOfAGroup() {
    var second = world.zone(group, "contoso.com.eu").getName();
    world.recordSet(zone, "a", addresses("192.0.2.1"));
    world.recordSet(second, "b", addresses("192.0.2.1"));

    for (int size : List.of(1, 2, 3, 100)) {
      assertEquals(
          List.of(
              "contoso.com/A/a", "contoso.com/SOA/@", "contoso.com.eu/A/b", "contoso.com.eu/SOA/@"),
          listed(
              group + "/providers/Microsoft.Network/privateDnsZones/-",
              size,
              RecordType.RECORD_TYPE_UNSPECIFIED));
    }
  }

  @Test
  void aPageTokenIsGoodForItsListOnly() {
    world.recordSet(zone, "a", addresses("192.0.2.1"));
    var token = list(zone, 1, RecordType.RECORD_TYPE_UNSPECIFIED, "").getNextPageToken();

    var otherType = Refusal.of(() -> list(zone, 1, RecordType.RECORD_TYPE_A, token));
    var negative = Refusal.of(() -> list(zone, -1, RecordType.RECORD_TYPE_A, ""));
    var noZone = Refusal.of(() -> list(zone + ".net", 1, RecordType.RECORD_TYPE_A, ""));

    assertEquals("PAGE_TOKEN_INVALID", otherType.reason());
    assertEquals("INVALID_FIELD", negative.reason());
    assertEquals(Status.Code.NOT_FOUND, noZone.code());
  }

  @Test
  void anotherTenantSeesAndMakesNothing() {
    world.recordSet(zone, "a", addresses("192.0.2.1"));
    var stranger = world.plane.stubAs("eve@elsewhere", RecordSetServiceGrpc::newBlockingStub);
    var request = ListRecordSetsRequest.newBuilder();

    var listed = Refusal.of(() -> stranger.listRecordSets(request.clone().setParent(zone).build()));
    var everywhere = stranger.listRecordSets(request.clone().setParent("subscriptions/-").build());

    assertEquals("RESOURCE_NOT_FOUND", listed.reason());
    assertEquals(0, everywhere.getRecordSetsCount());
    assertEquals(
        "RESOURCE_NOT_FOUND",
        Refusal.of(() ->
                stranger.deleteRecordSet(
                    DeleteRecordSetRequest.newBuilder().setName(zone + "/A/a").build()))
            .reason());
  }

  @Test
  void aNameThatIsNoRecordSetsIsRefused() {
    for (var name : List.of(zone, zone + "/NS/@", zone + "/virtualNetworkLinks/l", "x"))
      assertEquals("NAME_MALFORMED", Refusal.of(() -> world.get(name)).reason(), name);
  }

  private static RecordSet.Builder typed(RecordType type) {
    return RecordSet.newBuilder().setType(type);
  }

  private static RecordSet.Builder aaaa(String address) {
    return typed(RecordType.RECORD_TYPE_AAAA)
        .addAaaaRecords(AaaaRecord.newBuilder().setIpv6Address(address));
  }

  private static RecordSet.Builder cname(String target) {
    return typed(RecordType.RECORD_TYPE_CNAME)
        .setCnameRecord(CnameRecord.newBuilder().setCname(target));
  }

  private static RecordSet update(RecordSet recordSet, String... paths) {
    return world
        .recordSets
        .updateRecordSet(
            UpdateRecordSetRequest.newBuilder()
                .setRecordSet(recordSet)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
                .build())
        .getRecordSet();
  }

  private static void delete(String name, String etag) {
    world.recordSets.deleteRecordSet(
        DeleteRecordSetRequest.newBuilder().setName(name).setEtag(etag).build());
  }

  /** All names of a list read page by page, without what they have in common. */
  private static List<String> listed(String parent, int pageSize, RecordType type) {
    var prefix = parent.endsWith("/-") ? parent.substring(0, parent.length() - 1) : parent;
    var names = new ArrayList<String>();
    var token = "";
    do {
      var page = list(parent, pageSize, type, token);
      for (var set : page.getRecordSetsList()) names.add(set.getName().substring(prefix.length()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return names;
  }

  private static ListRecordSetsResponse list(
      String parent, int pageSize, RecordType type, String token) {
    return world.recordSets.listRecordSets(
        ListRecordSetsRequest.newBuilder()
            .setParent(parent)
            .setPageSize(pageSize)
            .setType(type)
            .setPageToken(token)
            .build());
  }
}
