package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.CreateVirtualNetworkPeeringRequest;
import io.postern.v1.DeleteRecordSetRequest;
import io.postern.v1.DnsStatus;
import io.postern.v1.GetRecordSetRequest;
import io.postern.v1.PrivateDnsZone.ClaimPolicy;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpoint.DnsRecord;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.VirtualNetworkPeeringServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several endpoints for one name (Rules §9): which one each network is answered with, and what the
 * API shows of it. Three networks see one zone.
 */
class ClaimsTest {
  private static final String NAME = "acct1.privatelink.blob.core.windows.net";

  @TempDir private Path folder;
  private DnsLab dns;
  private String target = "";

  @BeforeEach
  void start() {
    dns = DnsLab.start(folder, "vnet-a", "vnet-b", "vnet-c");
    dns.lab.network("vnet-a", "10.1.0.0/16");
    dns.lab.network("vnet-b", "10.2.0.0/16");
    dns.lab.network("vnet-c", "10.3.0.0/16");
    target = dns.lab.storage("acct1");
  }

  @AfterEach
  void stop() {
    dns.close();
  }

  private String zone(ClaimPolicy policy) {
    var zone = dns.zone(Lab.CONSUMER, Lab.BLOB_ZONE, policy);
    for (var network : List.of("vnet-a", "vnet-b", "vnet-c"))
      dns.lab.link(zone, DnsLab.network(network), ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    return zone;
  }

  private PrivateEndpoint published(String id, String network, String zone, String address) {
    return dns.published(id, network, target, "blob", zone, "blob=" + address);
  }

  /** The addresses a network is answered with, in no order: they may be rotated. */
  private List<String> addresses(String network) {
    var answer = dns.ask(network, NAME, "A");
    assertEquals("NOERROR", answer.rcode());
    return answer.answers().stream()
        .map(record -> record.substring(record.lastIndexOf(' ') + 1))
        .sorted()
        .toList();
  }

  private String rcode(String network) {
    return dns.ask(network, NAME, "A").rcode();
  }

  private DnsRecord record(PrivateEndpoint endpoint) {
    var records = dns.lab.get(endpoint).getDnsRecordsList();
    assertEquals(1, records.size());
    return records.getFirst();
  }

  private DnsStatus status(PrivateEndpoint endpoint) {
    return record(endpoint).getDnsStatus();
  }

  private RecordSet recordSet(String zone) {
    return dns.plane
        .stub(RecordSetServiceGrpc::newBlockingStub)
        .getRecordSet(GetRecordSetRequest.newBuilder().setName(zone + "/A/acct1").build())
        .getRecordSet();
  }

  private void peer(String from, String to) {
    var _ =
        dns.plane
            .stub(VirtualNetworkPeeringServiceGrpc::newBlockingStub)
            .createVirtualNetworkPeering(
                CreateVirtualNetworkPeeringRequest.newBuilder()
                    .setParent(DnsLab.network(from))
                    .setVirtualNetworkPeeringId(from + "-" + to)
                    .setVirtualNetworkPeering(
                        VirtualNetworkPeering.newBuilder()
                            .setRemoteVirtualNetwork(DnsLab.network(to)))
                    .build());
  }

  @Test
  void eachNetworkHasItsOwnAndTheEndOfOneLeavesTheOther() {
    var zone = zone(ClaimPolicy.CLAIM_POLICY_PER_VNET);
    var first = published("first", "vnet-a", zone, "10.1.0.5");
    var second = published("second", "vnet-b", zone, "10.2.0.5");
    assertEquals(List.of("10.1.0.5"), addresses("vnet-a"));
    assertEquals(List.of("10.2.0.5"), addresses("vnet-b"));

    dns.delete(first);
    assertEquals(List.of("10.2.0.5"), addresses("vnet-a"), "the only one left");
    assertEquals(List.of("10.2.0.5"), addresses("vnet-b"));

    dns.delete(second);
    assertEquals("NXDOMAIN", rcode("vnet-a"));
    assertEquals("NXDOMAIN", rcode("vnet-b"));
  }

  @Test
  void theEndOfAZoneGroupTakesOnlyItsOwnClaim() {
    var zone = zone(ClaimPolicy.CLAIM_POLICY_PER_VNET);
    var first = published("first", "vnet-a", zone, "10.1.0.5");
    var second = published("second", "vnet-b", zone, "10.2.0.5");

    dns.deleteZoneGroup(second);
    assertEquals(List.of("10.1.0.5"), addresses("vnet-a"));
    assertEquals(List.of("10.1.0.5"), addresses("vnet-b"));
    assertEquals(List.of(), dns.lab.get(second).getDnsRecordsList());
    assertEquals(DnsStatus.DNS_STATUS_PUBLISHED, status(first));
  }

  @Test
  void twoInOneNetworkAreAnsweredTogether() {
    var zone = zone(ClaimPolicy.CLAIM_POLICY_PER_VNET);
    var first = published("first", "vnet-a", zone, "10.1.0.5");
    published("second", "vnet-a", zone, "10.1.0.6");
    assertEquals(List.of("10.1.0.5", "10.1.0.6"), addresses("vnet-a"));

    dns.lab.reject(first);
    assertEquals(List.of("10.1.0.6"), addresses("vnet-a"));
    dns.delete(first);
    assertEquals(List.of("10.1.0.6"), addresses("vnet-a"));
  }

  @Test
  void aNetworkWithoutOnePrefersThatOfAConnectedPeer() {
    var zone = zone(ClaimPolicy.CLAIM_POLICY_PER_VNET);
    published("first", "vnet-a", zone, "10.1.0.5");
    published("second", "vnet-b", zone, "10.2.0.5");
    assertEquals(List.of("10.1.0.5"), addresses("vnet-c"), "the oldest");

    peer("vnet-c", "vnet-b");
    assertEquals(List.of("10.1.0.5"), addresses("vnet-c"), "one side does not connect");
    peer("vnet-b", "vnet-c");
    assertEquals(List.of("10.2.0.5"), addresses("vnet-c"));
  }

  @Test
  void aNetworkWhoseOwnWaitsForApprovalGetsThePublicAnswer() {
    var zone = zone(ClaimPolicy.CLAIM_POLICY_PER_VNET);
    published("first", "vnet-a", zone, "10.1.0.5");
    var waiting = published("second", "vnet-b", zone, "10.2.0.5");
    dns.lab.reject(waiting);

    assertTrue(
        dns.ask("vnet-b", NAME, "A").answers().getLast().endsWith(" 60 A 203.0.113.161"),
        "never another network's endpoint");
    assertEquals(DnsStatus.DNS_STATUS_DORMANT, status(waiting));
  }

  @Test
  void firstWinsGivesAllNetworksTheOldest() {
    var zone = zone(ClaimPolicy.CLAIM_POLICY_FIRST_WINS);
    var first = published("first", "vnet-a", zone, "10.1.0.5");
    var second = published("second", "vnet-b", zone, "10.2.0.5");
    for (var network : List.of("vnet-a", "vnet-b", "vnet-c"))
      assertEquals(List.of("10.1.0.5"), addresses(network));
    assertEquals(DnsStatus.DNS_STATUS_PUBLISHED, status(first));
    assertEquals(DnsStatus.DNS_STATUS_SHADOWED, status(second));
    assertEquals(first.getName(), record(second).getShadowedBy());

    dns.lab.reject(first);
    assertEquals(DnsStatus.DNS_STATUS_DORMANT, status(first));
    assertEquals(DnsStatus.DNS_STATUS_PUBLISHED, status(second));
    for (var network : List.of("vnet-a", "vnet-b", "vnet-c"))
      assertEquals(List.of("10.2.0.5"), addresses(network));
  }

  @Test
  void allGivesAllNetworksEveryAddress() {
    var zone = zone(ClaimPolicy.CLAIM_POLICY_ALL);
    var first = published("first", "vnet-a", zone, "10.1.0.5");
    var second = published("second", "vnet-b", zone, "10.2.0.5");
    for (var network : List.of("vnet-a", "vnet-b", "vnet-c"))
      assertEquals(List.of("10.1.0.5", "10.2.0.5"), addresses(network));
    assertEquals(DnsStatus.DNS_STATUS_PUBLISHED, status(first));
    assertEquals(DnsStatus.DNS_STATUS_PUBLISHED, status(second));

    dns.delete(first);
    for (var network : List.of("vnet-a", "vnet-b", "vnet-c"))
      assertEquals(List.of("10.2.0.5"), addresses(network));
  }

  @Test
  void errorRefusesTheSecondAndTheFirstIsAnsweredAsBefore() {
    var zone = zone(ClaimPolicy.CLAIM_POLICY_ERROR);
    var first = published("first", "vnet-a", zone, "10.1.0.5");
    var second = dns.endpoint("second", "vnet-b", target, "blob", "blob=10.2.0.5");
    dns.lab.approve(second);

    var refused = Refusal.of(() -> dns.lab.zoneGroup(second.getName(), zone));

    assertEquals("CONFLICT_ERROR", refused.reason());
    assertEquals(first.getName(), refused.metadata().get("holder"));
    for (var network : List.of("vnet-a", "vnet-b", "vnet-c"))
      assertEquals(List.of("10.1.0.5"), addresses(network));
    dns.delete(second);
    assertEquals(List.of("10.1.0.5"), addresses("vnet-b"));
  }

  @Test
  void aRecordMadeByHandWinsAndTheEndpointSaysSo() {
    var zone = zone(ClaimPolicy.CLAIM_POLICY_PER_VNET);
    var endpoint = published("first", "vnet-a", zone, "10.1.0.5");
    var byHand = dns.address(zone, "acct1", 300, "10.9.0.1");

    assertEquals(List.of("10.9.0.1"), addresses("vnet-a"));
    assertEquals(
        DnsRecord.newBuilder()
            .setFqdn(NAME)
            .setPrivateDnsZone(zone)
            .setType(RecordType.RECORD_TYPE_A)
            .addIpAddresses("10.1.0.5")
            .setDnsStatus(DnsStatus.DNS_STATUS_SHADOWED)
            .build(),
        record(endpoint));
    var claim = recordSet(zone).getClaims(0);
    assertEquals(endpoint.getName(), claim.getPrivateEndpoint());
    assertEquals(DnsStatus.DNS_STATUS_SHADOWED, claim.getDnsStatus());

    deleteRecordSet(byHand);
    assertEquals(List.of("10.1.0.5"), addresses("vnet-a"));
    assertEquals(DnsStatus.DNS_STATUS_PUBLISHED, status(endpoint));
    assertEquals(DnsStatus.DNS_STATUS_PUBLISHED, recordSet(zone).getClaims(0).getDnsStatus());
  }

  @Test
  void anEndpointShowsItsRecordsFromTheZoneGroupOn() {
    var zone = zone(ClaimPolicy.CLAIM_POLICY_PER_VNET);
    var endpoint = dns.endpoint("first", "vnet-a", target, "blob", "blob=10.1.0.5");
    assertEquals(List.of(), dns.lab.get(endpoint).getDnsRecordsList());

    dns.lab.zoneGroup(endpoint.getName(), zone);
    assertEquals(DnsStatus.DNS_STATUS_DORMANT, status(endpoint));
    dns.lab.approve(endpoint);
    assertEquals(
        DnsRecord.newBuilder()
            .setFqdn(NAME)
            .setPrivateDnsZone(zone)
            .setType(RecordType.RECORD_TYPE_A)
            .addIpAddresses("10.1.0.5")
            .setDnsStatus(DnsStatus.DNS_STATUS_PUBLISHED)
            .build(),
        record(endpoint));
  }

  private void deleteRecordSet(String name) {
    var _ =
        dns.plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .deleteRecordSet(DeleteRecordSetRequest.newBuilder().setName(name).build());
  }
}
