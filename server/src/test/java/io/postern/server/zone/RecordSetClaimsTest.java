package io.postern.server.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.Refusal;
import io.postern.v1.CnameRecord;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.DeleteRecordSetRequest;
import io.postern.v1.DnsStatus;
import io.postern.v1.GetPrivateDnsZoneRequest;
import io.postern.v1.GetPrivateEndpointRequest;
import io.postern.v1.ListRecordSetsRequest;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZone.ClaimPolicy;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpoint.DnsRecord;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSet.Claim;
import io.postern.v1.RecordType;
import io.postern.v1.UpdatePrivateDnsZoneRequest;
import io.postern.v1.UpdateRecordSetRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What endpoints claim, as the zone's record sets show it (Rules §7.4, §9). */
class RecordSetClaimsTest {
  private static final String BLOB = "privatelink.blob.core.windows.net";

  @TempDir static Path folder;
  private static ZoneWorld world;
  private String group;
  private String account;
  private String accountName;
  private String zone;
  private String claimed;

  @BeforeAll
  static void start() {
    world = new ZoneWorld(folder);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void newAccountAndZone() {
    group = world.group();
    account = "claims" + group.split("/")[1];
    accountName = world.storageAccount(group, account);
    zone = world.zone(group, BLOB).getName();
    claimed = zone + "/A/" + account;
  }

  @Test
  void aClaimedNameIsARecordSetThatSaysWhoseItIs() {
    var endpoint = claimant("pe");

    var set = world.get(claimed.replace("/A/", "/a/"));

    assertEquals(claimed, set.getName());
    assertEquals(account + "." + BLOB, set.getFqdn());
    assertEquals(10, set.getTtlSeconds());
    assertEquals(
        "created by private endpoint pe with resource guid " + endpoint.getUid(),
        set.getMetadataOrThrow("creator"));
    assertEquals(addressOf(endpoint), set.getARecords(0).getIpv4Address());
    var claim =
        Claim.newBuilder()
            .setPrivateEndpoint(endpoint.getName())
            .setMemberName(set.getClaims(0).getMemberName())
            .addIpAddresses(addressOf(endpoint))
            .setVirtualNetwork(networkOf(endpoint))
            .setDnsStatus(DnsStatus.DNS_STATUS_PUBLISHED)
            .build();
    assertEquals(List.of(claim), set.getClaimsList());
  }

  @Test
  void aPendingClaimIsDormantAndShowsNoAddress() {
    var network = world.network(group, "vnet");
    var endpoint = world.endpoint(group, "pe", network, accountName, true);
    world.zoneGroup(endpoint.getName(), "default", zone);

    var set = world.get(claimed);

    assertEquals(0, set.getARecordsCount());
    assertEquals(DnsStatus.DNS_STATUS_DORMANT, set.getClaims(0).getDnsStatus());
    assertEquals(1, set.getClaims(0).getIpAddressesCount());
  }

  @Test
  void eachNetworkKeepsItsOwnClaim() {
    var first = claimant("pe1");
    var second = claimant("pe2");

    var set = world.get(claimed);

    assertEquals(
        List.of(first.getName(), second.getName()),
        set.getClaimsList().stream().map(Claim::getPrivateEndpoint).toList());
    assertEquals(List.of("PUBLISHED", "PUBLISHED"), statuses(set));
    assertEquals(2, set.getARecordsCount());
  }

  @Test
  void theOldestWinsWhereThePolicySaysSo() {
    claimPolicy(ClaimPolicy.CLAIM_POLICY_FIRST_WINS);
    var first = claimant("pe1");
    claimant("pe2");

    var both = world.get(claimed);
    world.endpoints.deletePrivateEndpoint(
        DeletePrivateEndpointRequest.newBuilder().setName(first.getName()).build());
    var left = world.get(claimed);

    assertEquals(List.of("PUBLISHED", "SHADOWED"), statuses(both));
    assertEquals(addressOf(first), both.getARecords(0).getIpv4Address());
    assertEquals(1, both.getARecordsCount());
    assertEquals(List.of("PUBLISHED"), statuses(left));
  }

  @Test
  void aPendingClaimWinsOverNobody() {
    claimPolicy(ClaimPolicy.CLAIM_POLICY_FIRST_WINS);
    var network = world.network(group, "pending");
    var pending = world.endpoint(group, "pe0", network, accountName, true);
    world.zoneGroup(pending.getName(), "default", zone);
    claimant("pe1");

    assertEquals(List.of("DORMANT", "PUBLISHED"), statuses(world.get(claimed)));
  }

  @Test
  void aRecordMadeByHandStandsInFrontOfClaims() {
    claimant("pe");

    world.recordSet(zone, account, ZoneWorld.addresses("192.0.2.1").setTtlSeconds(60));
    var shadowed = world.get(claimed);
    world.recordSets.deleteRecordSet(DeleteRecordSetRequest.newBuilder().setName(claimed).build());
    var back = world.get(claimed);

    assertEquals("192.0.2.1", shadowed.getARecords(0).getIpv4Address());
    assertEquals(60, shadowed.getTtlSeconds());
    assertEquals(0, shadowed.getMetadataCount());
    assertEquals(List.of("SHADOWED"), statuses(shadowed));
    assertEquals(List.of("PUBLISHED"), statuses(back));
  }

  @Test
  void aCnameMadeByHandShadowsClaimsToo() {
    claimant("pe");

    world.recordSet(
        zone,
        account,
        RecordSet.newBuilder()
            .setType(RecordType.RECORD_TYPE_CNAME)
            .setCnameRecord(CnameRecord.newBuilder().setCname("elsewhere.contoso.com")));

    assertEquals(List.of("SHADOWED"), statuses(world.get(claimed)));
    assertEquals(0, world.get(claimed).getARecordsCount());
  }

  @Test
  void claimsAreNeitherChangedNorDeletedHere() {
    claimant("pe");
    var set = world.get(claimed);

    var changed =
        Refusal.of(() ->
            world.recordSets.updateRecordSet(
                UpdateRecordSetRequest.newBuilder()
                    .setRecordSet(set.toBuilder().setTtlSeconds(1))
                    .build()));
    var deleted =
        Refusal.of(() ->
            world.recordSets.deleteRecordSet(
                DeleteRecordSetRequest.newBuilder().setName(claimed).build()));

    for (var refused : List.of(changed, deleted)) {
      assertEquals(Status.Code.NOT_FOUND, refused.code());
      assertTrue(refused.message().contains("private endpoints"), refused.message());
    }
    assertEquals(set, world.get(claimed));
  }

  @Test
  void storedAndClaimedSetsAreListedAndCountedTogether() {
    claimant("pe");
    world.recordSet(zone, "aaa", ZoneWorld.addresses("192.0.2.1"));
    world.recordSet(zone, account, ZoneWorld.addresses("192.0.2.1"));
    world.recordSet(zone, "zzz", ZoneWorld.addresses("192.0.2.1"));
    var other = "other" + group.split("/")[1];
    var endpoint =
        world.endpoint(
            group, "pe3", world.network(group, "v3"), world.storageAccount(group, other));
    world.zoneGroup(endpoint.getName(), "default", zone);

    var expected = List.of("aaa", account, other, "zzz", "@");

    for (int size : List.of(1, 2, 3, 100)) assertEquals(expected, listed(size));
    assertEquals(
        expected.size(),
        world
            .zones
            .getPrivateDnsZone(GetPrivateDnsZoneRequest.newBuilder().setName(zone).build())
            .getPrivateDnsZone()
            .getCounters()
            .getRecordSets());
  }

  @Test
  void anEndpointShowsWhatBecomesOfItsNames() {
    claimPolicy(ClaimPolicy.CLAIM_POLICY_FIRST_WINS);
    var first = claimant("pe1");
    var second = claimant("pe2");

    var published = dnsRecord(first);
    var shadowed = dnsRecord(second);
    claimPolicy(ClaimPolicy.CLAIM_POLICY_PER_VNET);
    var own = dnsRecord(second);
    world.recordSet(zone, account, ZoneWorld.addresses("192.0.2.1"));
    var overridden = dnsRecord(second);

    assertEquals(account + "." + BLOB, published.getFqdn());
    assertEquals(zone, published.getPrivateDnsZone());
    assertEquals(RecordType.RECORD_TYPE_A, published.getType());
    assertEquals(List.of(addressOf(first)), published.getIpAddressesList());
    assertEquals(DnsStatus.DNS_STATUS_PUBLISHED, published.getDnsStatus());
    assertEquals(DnsStatus.DNS_STATUS_SHADOWED, shadowed.getDnsStatus());
    assertEquals(first.getName(), shadowed.getShadowedBy());
    assertEquals(DnsStatus.DNS_STATUS_PUBLISHED, own.getDnsStatus());
    assertEquals(DnsStatus.DNS_STATUS_SHADOWED, overridden.getDnsStatus());
    assertEquals("", overridden.getShadowedBy());
  }

  private static DnsRecord dnsRecord(PrivateEndpoint endpoint) {
    var shown =
        world
            .endpoints
            .getPrivateEndpoint(
                GetPrivateEndpointRequest.newBuilder().setName(endpoint.getName()).build())
            .getPrivateEndpoint();
    assertEquals(1, shown.getDnsRecordsCount());
    return shown.getDnsRecords(0);
  }

  /** An approved endpoint in a network of its own, with its records in the zone. */
  private PrivateEndpoint claimant(String id) {
    var endpoint = world.endpoint(group, id, world.network(group, "vnet-" + id), accountName);
    world.zoneGroup(endpoint.getName(), "default", zone);
    return endpoint;
  }

  private void claimPolicy(ClaimPolicy policy) {
    world.zones.updatePrivateDnsZone(
        UpdatePrivateDnsZoneRequest.newBuilder()
            .setPrivateDnsZone(PrivateDnsZone.newBuilder().setName(zone).setClaimPolicy(policy))
            .build());
  }

  private static String addressOf(PrivateEndpoint endpoint) {
    return endpoint.getCustomDnsConfigs(0).getIpAddresses(0);
  }

  private static String networkOf(PrivateEndpoint endpoint) {
    return endpoint.getSubnet().substring(0, endpoint.getSubnet().indexOf("/subnets/"));
  }

  private static List<String> statuses(RecordSet set) {
    return set.getClaimsList().stream()
        .map(claim -> claim.getDnsStatus().name().replace("DNS_STATUS_", ""))
        .toList();
  }

  private List<String> listed(int pageSize) {
    var names = new ArrayList<String>();
    var token = "";
    do {
      var page =
          world.recordSets.listRecordSets(
              ListRecordSetsRequest.newBuilder()
                  .setParent(zone)
                  .setPageSize(pageSize)
                  .setPageToken(token)
                  .build());
      for (var set : page.getRecordSetsList())
        names.add(set.getName().substring(set.getName().lastIndexOf('/') + 1));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return names;
  }
}
