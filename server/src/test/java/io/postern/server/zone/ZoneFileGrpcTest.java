package io.postern.server.zone;

import static io.postern.server.zone.ZoneWorld.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.NsdServer;
import io.postern.server.testing.Refusal;
import io.postern.v1.ExportZoneRequest;
import io.postern.v1.ExportZoneRequest.DerivedRecords;
import io.postern.v1.GetPrivateDnsZoneRequest;
import io.postern.v1.ImportRecordSetsRequest;
import io.postern.v1.ImportRecordSetsRequest.Mode;
import io.postern.v1.ImportRecordSetsResponse;
import io.postern.v1.ListRecordSetsRequest;
import io.postern.v1.RecordSet;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdateQuotaRequest;
import io.postern.v1.ZoneFileServiceGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneFileGrpcTest {
  private static final String BLOB = "privatelink.blob.core.windows.net";

  /** Every type, in the order and form of an export. */
  private static final String CONTOSO =
      """
      $ORIGIN contoso.com.
      $TTL 3600
      @                           7200 IN SOA   ns.contoso.com. hostmaster.contoso.com. SERIAL 60 30 1209600 5
      @                           3600 IN MX    10 mail.contoso.com.
      @                           3600 IN TXT   "v=spf1 -all" "say \\"hi\\" \\\\ \\195\\169;"
      *                            300 IN A     10.0.0.9
      _sip._tcp                   3600 IN SRV   0 5 5060 sip.contoso.com.
      _xmpp._tcp                  3600 IN SRV   0 0 0 .
      alias                       3600 IN CNAME www.contoso.com.
      ptr                         3600 IN PTR   www.contoso.com.
      www                           60 IN A     10.0.0.1
      www                           60 IN A     10.0.0.2
      www                         3600 IN AAAA  2001:db8::1
      *.www                       3600 IN A     10.0.0.3
      """;

  @TempDir static Path folder;
  private static ZoneWorld world;
  private static ZoneFileServiceGrpc.ZoneFileServiceBlockingStub files;
  private String group;
  private String zone;

  @BeforeAll
  static void start() {
    world = new ZoneWorld(folder);
    files = world.plane.stub(ZoneFileServiceGrpc::newBlockingStub);
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

  private ImportRecordSetsRequest.Builder request(String text) {
    return ImportRecordSetsRequest.newBuilder().setName(zone).setZoneFile(text);
  }

  private ImportRecordSetsResponse merge(String text) {
    return files.importRecordSets(request(text).build());
  }

  private ImportRecordSetsResponse replace(String text) {
    return files.importRecordSets(request(text).setMode(Mode.MODE_REPLACE).build());
  }

  private static String export(String zone, DerivedRecords derived) {
    return files
        .exportZone(ExportZoneRequest.newBuilder().setName(zone).setDerivedRecords(derived).build())
        .getZoneFile();
  }

  /** The file without its serial and the comments of its head. */
  private static String body(String file) {
    return file.substring(file.indexOf("$ORIGIN"))
        .replaceFirst("( SOA +\\S+ \\S+) \\d+ ", "$1 SERIAL ");
  }

  private List<RecordSet> all() {
    return world
        .recordSets
        .listRecordSets(ListRecordSetsRequest.newBuilder().setParent(zone).build())
        .getRecordSetsList();
  }

  private List<String> changes(ImportRecordSetsResponse response) {
    return response.getChangesList().stream()
        .map(change ->
            change.getAction().name().substring("ACTION_".length())
                + " "
                + change.getRecordSet().substring(zone.length() + 1))
        .toList();
  }

  @Test
  void anImportMakesEverySetOfTheFile() {
    var response = merge(CONTOSO.replace("SERIAL", "1"));

    assertEquals(10, response.getCreatedCount());
    assertEquals(1, response.getUpdatedCount());
    assertEquals("CREATE A/*", changes(response).getFirst());
    assertTrue(changes(response).contains("UPDATE SOA/@"));
    assertEquals(2, world.get(zone + "/A/www").getARecordsCount());
    assertEquals(60, world.get(zone + "/A/www").getTtlSeconds());
    assertEquals(
        List.of("v=spf1 -all", "say \"hi\" \\ \u00e9;"),
        world.get(zone + "/TXT/@").getTxtRecords(0).getValuesList());
    assertEquals(".", world.get(zone + "/SRV/_xmpp._tcp").getSrvRecords(0).getTarget());
  }

  @Test
  void theSoaOfTheFileBecomesThatOfTheZoneButForItsSerial() {
    merge(CONTOSO.replace("SERIAL", "4294967295"));

    var soa = world.get(zone + "/SOA/@").getSoaRecord();
    assertEquals("hostmaster.contoso.com", soa.getEmail());
    assertEquals(5, soa.getMinimumTtlSeconds());
    assertEquals(7200, soa.getTtlSeconds());
    assertTrue(Integer.toUnsignedLong(soa.getSerial()) < 1_000_000);
  }

  @Test
  void anExportIsInAStableOrderWhateverTheOrderOfTheImport() {
    var lines = CONTOSO.replace("SERIAL", "1").lines().toList();
    var records = lines.subList(2, lines.size()).reversed();
    merge("$ORIGIN contoso.com.\n" + String.join("\n", records));

    assertEquals(
        CONTOSO.replace(
            "10.0.0.1\nwww                           60 IN A     10.0.0.2",
            "10.0.0.2\nwww                           60 IN A     10.0.0.1"),
        body(export(zone, DerivedRecords.DERIVED_RECORDS_UNSPECIFIED)));
  }

  @Test
  void anExportSaysWhichZoneItIsAtWhichRevision() {
    var response = files.exportZone(ExportZoneRequest.newBuilder().setName(zone).build());

    assertEquals(
        "; Zone contoso.com at revision " + response.getRevisionToken() + "\n; " + zone + "\n",
        response.getZoneFile().substring(0, response.getZoneFile().indexOf("$ORIGIN")));
  }

  @Test
  void aMergeChangesWhatTheFileHasAndLeavesTheRest() {
    world.recordSet(zone, "kept", addresses("10.0.1.1"));
    world.recordSet(zone, "same", addresses("10.0.1.2", "10.0.1.3"));
    world.recordSet(zone, "other", addresses("10.0.1.4").putMetadata("owner", "me"));
    var kept = world.get(zone + "/A/kept");
    var same = world.get(zone + "/A/same");

    var response = merge("same A 10.0.1.3\nsame A 10.0.1.2\nother A 10.0.1.5\nnew A 10.0.1.6\n");

    assertEquals(List.of("CREATE A/new", "UPDATE A/other"), changes(response));
    assertEquals(1, response.getUnchangedCount());
    assertEquals(kept, world.get(zone + "/A/kept"));
    assertEquals(same, world.get(zone + "/A/same"));
    assertEquals("10.0.1.5", world.get(zone + "/A/other").getARecords(0).getIpv4Address());
    assertEquals("me", world.get(zone + "/A/other").getMetadataOrThrow("owner"));
  }

  @Test
  void aReplacementDeletesWhatTheFileDoesNotHave() {
    world.recordSet(zone, "gone", addresses("10.0.1.1"));

    var response = replace("gone CNAME www\nwww A 10.0.1.2\n");

    assertEquals(
        List.of("CREATE A/www", "CREATE CNAME/gone", "DELETE A/gone"),
        changes(response).stream().sorted().toList());
    assertEquals(1, response.getDeletedCount());
    assertEquals(3, all().size());
  }

  @Test
  void aPlanTellsTheSameAndStoresNothing() {
    world.recordSet(zone, "gone", addresses("10.0.1.1"));
    var before = all();

    var plan =
        files.importRecordSets(
            request("www A 10.0.1.2\n").setMode(Mode.MODE_REPLACE).setValidateOnly(true).build());

    assertEquals(List.of("DELETE A/gone", "CREATE A/www"), changes(plan));
    assertEquals(before, all());
  }

  @Test
  void aFaultInAnyLineImportsNothingAndAllOfThemAreTold() {
    var refused =
        Refusal.of(() ->
            merge(
                """
                fine A 10.0.0.1
                a A 10.0.0.256
                b.example.org. A 10.0.0.1
                c NS ns.example.org.
                d CAA 0 issue "ca.example"
                e 0 A 10.0.0.1
                f 60 A 10.0.0.1
                f 61 A 10.0.0.2
                g_h MX 10 bad_-.
                @ SOA @ nobody 1 0 1 1 1
                """));

    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    assertEquals("ZONE_FILE_INVALID", refused.reason());
    assertEquals("8", refused.metadata().get("faults"));
    assertEquals("2", refused.metadata().get("line"));
    assertEquals(
        List.of("2", "3", "4", "5", "6", "8", "9", "10"),
        refused.descriptions().stream()
            .map(description -> description.substring("line ".length(), description.indexOf(':')))
            .toList());
    assertEquals(1, all().size());
  }

  @Test
  void aCnameStandsAloneInTheFileAndInTheZone() {
    world.recordSet(zone, "there", addresses("10.0.0.1"));
    world.recordSet(
        zone,
        "alias",
        RecordSet.newBuilder()
            .setType(io.postern.v1.RecordType.RECORD_TYPE_CNAME)
            .setCnameRecord(io.postern.v1.CnameRecord.newBuilder().setCname("www.contoso.com")));

    var refused =
        Refusal.of(() ->
            merge(
                """
                www CNAME a
                www A 10.0.0.1
                there CNAME a
                alias A 10.0.0.1
                @ CNAME a
                """));

    assertEquals("ZONE_FILE_INVALID", refused.reason());
    assertEquals("5", refused.metadata().get("faults"));
    assertEquals("1", refused.metadata().get("line"));
    assertEquals(2, replace("alias A 10.0.0.1\nthere CNAME a\n").getCreatedCount());
  }

  @Test
  void aSetHasAtMostTwentyRecordsAndEachOnce() {
    var many =
        IntStream.rangeClosed(1, 21)
            .mapToObj(i -> "many A 10.0.0." + i)
            .collect(Collectors.joining("\n"));

    var refused = Refusal.of(() -> merge(many + "\ntwice A 10.0.0.1\ntwice A 10.0.0.1\n"));

    assertEquals("2", refused.metadata().get("faults"));
  }

  @Test
  void nameServersOfTheApexAreLeftOutAndSaid() {
    var response = merge("@ NS ns1.contoso.com.\n@ NS ns2.contoso.com.\nwww A 10.0.0.1\n");

    assertEquals(1, response.getCreatedCount());
    assertEquals(
        List.of(1, 2),
        response.getSkippedRecordsList().stream()
            .map(ImportRecordSetsResponse.SkippedRecord::getLine)
            .toList());
  }

  @Test
  void theQuotaOfTheZoneHoldsForWhatThereWillBe() {
    var _ =
        world
            .plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .updateQuota(
                UpdateQuotaRequest.newBuilder()
                    .setName(group.substring(0, group.indexOf("/resourceGroups")))
                    .setQuota("recordSetsPerZone")
                    .setLimit(3)
                    .build());
    world.recordSet(zone, "a", addresses("10.0.0.1"));

    var refused = Refusal.of(() -> merge("b A 10.0.0.1\nc A 10.0.0.1\n"));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("recordSetsPerZone", refused.metadata().get("quota"));
    assertEquals(2, replace("b A 10.0.0.1\nc A 10.0.0.1\n").getCreatedCount());
  }

  @Test
  void anOldEtagOfTheZoneStopsTheImport() {
    var refused =
        Refusal.of(() -> files.importRecordSets(request("a A 10.0.0.1").setEtag("old").build()));

    assertEquals("ETAG_MISMATCH", refused.reason());
  }

  @Test
  void anotherTenantsZoneIsNeitherImportedNorExported() {
    var stranger = world.plane.stubAs("eve@elsewhere", ZoneFileServiceGrpc::newBlockingStub);
    var export = ExportZoneRequest.newBuilder().setName(zone).build();

    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> stranger.importRecordSets(request("a A 10.0.0.1").build())).code());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> stranger.exportZone(export)).code());
  }

  /** A zone with an approved endpoint's record, one that waits, and one made by hand. */
  private void claims() {
    zone = world.zone(group, BLOB).getName();
    var network = world.network(group, "vnet");
    for (boolean waits : new boolean[] {false, true}) {
      var id = group.split("/")[1] + (waits ? "waits" : "serves");
      var account = world.storageAccount(group, id);
      var endpoint = world.endpoint(group, id, network, account, waits);
      world.zoneGroup(endpoint.getName(), "default", zone);
    }
    world.recordSet(zone, "hand", addresses("10.9.9.9"));
  }

  private static List<String> addressLines(String file) {
    return file.lines()
        .filter(line -> line.matches(".* IN A +.*"))
        .map(line -> line.replaceFirst("s\\d+(serves|waits)", "$1").replaceAll(" +", " "))
        .toList();
  }

  @Test
  void claimsAreCommentsOfAnExportOrRecordsOrLeftOut() {
    claims();

    var commented = addressLines(export(zone, DerivedRecords.DERIVED_RECORDS_COMMENTED));
    var included = addressLines(export(zone, DerivedRecords.DERIVED_RECORDS_INCLUDED));
    var omitted = addressLines(export(zone, DerivedRecords.DERIVED_RECORDS_OMITTED));

    var hand = "hand 3600 IN A 10.9.9.9";
    assertEquals(hand, commented.getFirst());
    assertTrue(commented.get(1).matches("; serves 10 IN A 10\\.\\d+\\.0\\.4"), commented.get(1));
    assertTrue(included.get(1).matches("serves 10 IN A 10\\.\\d+\\.0\\.4"), included.get(1));
    assertTrue(included.get(2).matches("; waits 10 IN A 10\\.\\d+\\.0\\.5"), included.get(2));
    assertEquals(List.of(hand), omitted);
  }

  @Test
  void noImportTouchesClaimsOrMakesThemByHand() {
    claims();
    var before = all();
    var commented = export(zone, DerivedRecords.DERIVED_RECORDS_COMMENTED);
    var included = export(zone, DerivedRecords.DERIVED_RECORDS_INCLUDED);

    var first = replace(commented);
    var second = replace(included);

    assertEquals(List.of(), changes(first));
    assertEquals(List.of(), changes(second));
    assertEquals(1, second.getSkippedRecordsCount());
    assertEquals(before, all());
    assertEquals(1, replace("; nothing\n@ MX 1 mail\n").getDeletedCount());
    assertEquals(before.size(), all().size());
  }

  @Test
  @NeedsProgram(value = "nsd-checkzone", debianPackage = "nsd")
  void nsdTakesAnExport() throws IOException {
    merge(CONTOSO.replace("SERIAL", "1"));
    NsdServer.check(
        folder, "contoso.com", export(zone, DerivedRecords.DERIVED_RECORDS_UNSPECIFIED));

    claims();
    for (var derived :
        List.of(DerivedRecords.DERIVED_RECORDS_COMMENTED, DerivedRecords.DERIVED_RECORDS_INCLUDED))
      NsdServer.check(folder, BLOB, export(zone, derived));
  }

  @Test
  void ofALargeImportTheFirstThousandChangesAreTold() {
    var file =
        IntStream.range(0, 1200)
            .mapToObj(i -> "h" + i + " A 10.1." + i / 250 + "." + (1 + i % 250))
            .collect(Collectors.joining("\n"));

    var response = merge(file);

    assertEquals(1200, response.getCreatedCount());
    assertEquals(1000, response.getChangesCount());
    var counters =
        world
            .zones
            .getPrivateDnsZone(GetPrivateDnsZoneRequest.newBuilder().setName(zone).build())
            .getPrivateDnsZone()
            .getCounters();
    assertEquals(1201, counters.getRecordSets());
    assertFalse(export(zone, DerivedRecords.DERIVED_RECORDS_OMITTED).isEmpty());
  }
}
