package io.postern.server.zone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which claims on one name are answered (Rules §9). */
class NameClaimsTest {
  private static final String NETWORK =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/";

  private final Claim dormantOldest = claim(1, false, "10.0.0.4");
  private final Claim older = claim(2, true, "10.0.0.5");
  private final Claim newer = claim(3, true, "10.0.0.6");
  private final NameClaims claims = new NameClaims(List.of(newer, dormantOldest, older));

  @ParameterizedTest
  @EnumSource(ClaimPolicy.class)
  void aRecordMadeByHandShadowsThemAll(ClaimPolicy policy) {
    assertEquals(
        List.of(DnsStatus.SHADOWED, DnsStatus.SHADOWED, DnsStatus.SHADOWED),
        statuses(claims, policy, true));
  }

  @ParameterizedTest
  @EnumSource(
      value = ClaimPolicy.class,
      names = {"PER_VNET", "ALL"})
  void eachLiveClaimIsPublishedWhereEachHasItsPlace(ClaimPolicy policy) {
    assertEquals(
        List.of(DnsStatus.DORMANT, DnsStatus.PUBLISHED, DnsStatus.PUBLISHED),
        statuses(claims, policy, false));
  }

  @ParameterizedTest
  @EnumSource(
      value = ClaimPolicy.class,
      names = {"FIRST_WINS", "ERROR"})
  void theOldestLiveClaimWinsWhereOneHasTo(ClaimPolicy policy) {
    assertEquals(
        List.of(DnsStatus.DORMANT, DnsStatus.PUBLISHED, DnsStatus.SHADOWED),
        statuses(claims, policy, false));
  }

  @Test
  void theWinnerWinsForBothAddressTypes() {
    var ipv6 = claim(4, true, "fd00::4");
    var both = new NameClaims(List.of(older, ipv6));

    assertEquals(DnsStatus.SHADOWED, both.status(ipv6, ClaimPolicy.FIRST_WINS, false));
    assertEquals(List.of(ipv6), both.ofType(RecordType.AAAA));
  }

  @Test
  void membersOfOneEndpointWinTogether() {
    var member = claim(2, true, "10.0.0.7");
    var together = new NameClaims(List.of(older, member, newer));

    assertEquals(
        List.of(DnsStatus.PUBLISHED, DnsStatus.PUBLISHED, DnsStatus.SHADOWED),
        statuses(together, ClaimPolicy.FIRST_WINS, false));
  }

  private static List<DnsStatus> statuses(NameClaims claims, ClaimPolicy policy, boolean handMade) {
    return claims.claims().stream().map(claim -> claims.status(claim, policy, handMade)).toList();
  }

  private static Claim claim(long order, boolean live, String address) {
    var parsed = IpAddress.of(address);
    var type = parsed.isV4() ? RecordType.A : RecordType.AAAA;
    return new Claim(
        ResourceName.of(NETWORK + "privateEndpoints/pe" + order),
        "uid" + order,
        ResourceName.of(NETWORK + "virtualNetworks/v" + order),
        order,
        live,
        new DerivedRecord("www", type, "", List.of(parsed)));
  }
}
