package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.testing.Lab;
import io.postern.v1.DeleteRecordSetRequest;
import io.postern.v1.ImportRecordSetsRequest;
import io.postern.v1.PrivateDnsZone.ClaimPolicy;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.SoaRecord;
import io.postern.v1.UpdateRecordSetRequest;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.ZoneFileServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is put into a zone is answered by the next query, and the zone's serial says that it was.
 */
class ZoneContentsTest {
  @TempDir static Path folder;
  private static DnsLab dns;
  private static String network;
  private static String networkB;
  private static int zones;
  private String apex;
  private String zone;

  @BeforeAll
  static void start() {
    dns = DnsLab.start(folder, "vnet-a", "vnet-b");
    network = dns.lab.network("vnet-a", "10.1.0.0/16");
    networkB = dns.lab.network("vnet-b", "10.2.0.0/16");
  }

  @AfterAll
  static void stop() {
    dns.close();
  }

  @BeforeEach
  void newZone() {
    linked("zone" + ++zones + ".example");
  }

  private void linked(String name) {
    apex = name;
    zone = dns.zone(Lab.CONSUMER, name, ClaimPolicy.CLAIM_POLICY_PER_VNET);
    var _ = dns.lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
  }

  private List<String> answers(String relativeName, String type) {
    var name = relativeName.equals("@") ? apex : relativeName + "." + apex;
    return dns.ask("vnet-a", name, type).answers().stream().sorted().toList();
  }

  private void importFile(String text) {
    var _ =
        dns.plane
            .stub(ZoneFileServiceGrpc::newBlockingStub)
            .importRecordSets(
                ImportRecordSetsRequest.newBuilder().setName(zone).setZoneFile(text).build());
  }

  private List<String> soa() {
    return List.of(answers("@", "SOA").getFirst().split(" "));
  }

  private long serial() {
    return Long.parseLong(soa().get(5));
  }

  @Test
  void anImportedRecordOfEveryTypeIsAnswered() {
    importFile(
        """
        $TTL 60
        www A 10.0.0.1
        www A 10.0.0.2
        www AAAA 2001:db8::1
        alias CNAME www
        @ MX 10 mail
        ptr PTR www
        _sip._tcp SRV 0 5 5060 www
        @ TXT "a b" c
        *.wild A 10.0.0.3
        """);

    assertEquals(
        List.of("www." + apex + " 60 A 10.0.0.1", "www." + apex + " 60 A 10.0.0.2"),
        answers("www", "A"));
    assertEquals(List.of("www." + apex + " 60 AAAA 2001:db8:0:0:0:0:0:1"), answers("www", "AAAA"));
    assertEquals(List.of("alias." + apex + " 60 CNAME www." + apex), answers("alias", "CNAME"));
    assertEquals(List.of(apex + " 60 MX 10 mail." + apex), answers("@", "MX"));
    assertEquals(List.of("ptr." + apex + " 60 PTR www." + apex), answers("ptr", "PTR"));
    assertEquals(
        List.of("_sip._tcp." + apex + " 60 SRV 0 5 5060 www." + apex), answers("_sip._tcp", "SRV"));
    assertEquals(List.of(apex + " 60 TXT \"a b\" c"), answers("@", "TXT"));
    assertEquals(List.of("any.wild." + apex + " 60 A 10.0.0.3"), answers("any.wild", "A"));
  }

  @Test
  void aNewZoneHasTheSoaOfTheRulesAndANegativeTtlOfTenSeconds() {
    var soa = soa();

    assertEquals(List.of(apex, "3600", "SOA", apex, "nobody.invalid"), soa.subList(0, 5));
    assertEquals(List.of("3600", "300", "2419200", "10"), soa.subList(6, 10));
    assertTrue(
        dns.ask("vnet-a", "absent." + apex, "A")
            .authority()
            .getFirst()
            .startsWith(apex + " 10 SOA"));
  }

  @Test
  void twoZonesOfOneNameAnswerEachItsOwnNetwork() {
    var other = dns.zone(Lab.PROVIDER, apex, ClaimPolicy.CLAIM_POLICY_PER_VNET);
    var _ = dns.lab.link(other, networkB, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    dns.address(zone, "www", 60, "10.0.0.1");
    dns.address(other, "www", 60, "10.0.0.2");
    dns.address(other, "there", 60, "10.0.0.3");

    assertEquals(List.of("www." + apex + " 60 A 10.0.0.1"), answers("www", "A"));
    assertEquals(
        List.of("www." + apex + " 60 A 10.0.0.2"), dns.ask("vnet-b", "www." + apex, "A").answers());
    assertEquals("NXDOMAIN", dns.ask("vnet-a", "there." + apex, "A").rcode());
  }

  @Test
  void anAliasIsFollowedIntoAnotherZoneOfTheNetworkAndACircleFails() {
    importFile("here CNAME there.other.example.\none CNAME two\ntwo CNAME one\n");
    var first = apex;
    linked("other.example");
    importFile("there 60 A 10.0.0.9");

    assertEquals(
        List.of(
            "here." + first + " 3600 CNAME there.other.example",
            "there.other.example 60 A 10.0.0.9"),
        dns.ask("vnet-a", "here." + first, "A").answers());
    assertEquals("SERVFAIL", dns.ask("vnet-a", "one." + first, "A").rcode());
  }

  @Test
  void anUpdatedSoaIsAnswered() {
    update(
        RecordSet.newBuilder()
            .setName(zone + "/SOA/@")
            .setTtlSeconds(60)
            .setSoaRecord(SoaRecord.newBuilder().setHost("ns.example").setMinimumTtlSeconds(30))
            .build());

    assertEquals(List.of(apex, "60", "SOA", "ns.example", "nobody.invalid"), soa().subList(0, 5));
    assertEquals("30", soa().getLast());
  }

  @Test
  void theSerialGrowsWithEveryChangeOfTheZoneAndOfItsRecords() {
    long serial = serial();
    var record = dns.address(zone, "www", 60, "10.0.0.1");
    serial = grown(serial);
    update(RecordSet.newBuilder().setName(record).setTtlSeconds(61).build());
    serial = grown(serial);
    importFile("other A 10.0.0.2");
    serial = grown(serial);
    var _ =
        dns.plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .deleteRecordSet(DeleteRecordSetRequest.newBuilder().setName(record).build());
    grown(serial);
  }

  @Test
  void theSerialGrowsWithEveryChangeOfAClaim() {
    linked(Lab.BLOB_ZONE);
    long serial = serial();
    var endpoint = dns.endpoint("pe", "vnet-a", dns.lab.storage("acct1"), "blob");
    dns.lab.zoneGroup(endpoint.getName(), zone);
    serial = grown(serial);
    dns.lab.approve(endpoint);
    serial = grown(serial);
    dns.lab.reject(endpoint);
    serial = grown(serial);
    dns.delete(endpoint);
    grown(serial);
  }

  private long grown(long before) {
    long now = serial();
    assertTrue(now > before, now + " after " + before);
    return now;
  }

  private static void update(RecordSet recordSet) {
    var _ =
        dns.plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .updateRecordSet(UpdateRecordSetRequest.newBuilder().setRecordSet(recordSet).build());
  }
}
