package io.postern.dns.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The table of queries and answers (Rules §8), row by row, for whoever answers and however it is
 * asked.
 *
 * <p>{@code vnet-a} and {@code vnet-f} see the zone of blobs by links without a redirect, {@code
 * vnet-d} by one with it, {@code vnet-b} and a machine of no network not at all; the other zones
 * are vnet-a's. {@code acct1} has an endpoint in vnet-a and another in vnet-f, {@code acct2} none,
 * {@code acct3} one that is in no zone here. Of the others in vnet-a, that of {@code acct4} waits
 * for approval, of {@code acct5} was rejected, of {@code acct6} disconnected, of {@code acct7}
 * deleted; {@code acct8} has a record made by hand that outlived its endpoint.
 */
public abstract class AnswerTable {
  private static final String BLOB_ZONE = "privatelink.blob.core.windows.net";
  private static final String BLOB_SOA =
      "privatelink.blob.core.windows.net 10 SOA"
          + " privatelink.blob.core.windows.net nobody.invalid SERIAL 3600 300 2419200 10";
  private static final String FRONTEND = "blob.s1.store.core.windows.net 60 A 203.0.113.161";

  /**
   * Asks as a machine of a network.
   *
   * @param network its id; empty for a machine of no network
   */
  protected abstract Answered answer(String network, String name, String type);

  /** The serial follows the log, so it is only known to be one. */
  private Answered ask(String network, String name, String type) {
    var answer = answer(network, name, type);
    return new Answered(
        answer.rcode(),
        answer.authoritative(),
        withoutSerial(answer.answers()),
        withoutSerial(answer.authority()));
  }

  private static List<String> withoutSerial(List<String> records) {
    return records.stream()
        .map(record -> record.replaceFirst("( SOA \\S+ \\S+) [1-9]\\d* ", "$1 SERIAL "))
        .toList();
  }

  private static Answered found(String... answers) {
    return new Answered("NOERROR", true, List.of(answers), List.of());
  }

  private static Answered noData(String soa, String... answers) {
    return new Answered("NOERROR", true, List.of(answers), List.of(soa));
  }

  private static Answered noSuchName(String soa, String... answers) {
    return new Answered("NXDOMAIN", true, List.of(answers), List.of(soa));
  }

  private static String soa(String apex) {
    return BLOB_SOA.replace(BLOB_ZONE, apex);
  }

  private static String hop(String account) {
    return account
        + ".blob.core.windows.net 10 CNAME "
        + account
        + ".privatelink.blob.core.windows.net";
  }

  private static String publicRecord(String owner) {
    return owner + ".blob.core.windows.net 60 CNAME blob.s1.store.core.windows.net";
  }

  private static Answered publicAnswer(String account) {
    return found(hop(account), publicRecord(account + ".privatelink"), FRONTEND);
  }

  @Test
  void row1ThePublicNameLeadsToTheEndpointInItsNetwork() {
    assertEquals(
        found(hop("acct1"), "acct1.privatelink.blob.core.windows.net 10 A 10.1.0.5"),
        ask("vnet-a", "acct1.blob.core.windows.net", "A"));
  }

  @Test
  void row2ThePrivateLinkNameIsAnsweredDirectly() {
    assertEquals(
        found("acct1.privatelink.blob.core.windows.net 10 A 10.1.0.5"),
        ask("vnet-a", "acct1.privatelink.blob.core.windows.net", "A"));
  }

  @Test
  void row3ANetworkWithoutTheZoneGetsThePublicAddress() {
    assertEquals(publicAnswer("acct1"), ask("vnet-b", "acct1.blob.core.windows.net", "A"));
  }

  /** Rules §7.6: knowing the name grants nothing. */
  @Test
  void row3ThePrivateLinkNameResolvesPubliclyFromAnywhere() {
    assertEquals(
        found(publicRecord("acct1.privatelink"), FRONTEND),
        ask("", "acct1.privatelink.blob.core.windows.net", "A"));
  }

  @Test
  void row3AMachineOfNoNetworkGetsThePublicAddress() {
    assertEquals(publicAnswer("acct1"), ask("", "acct1.blob.core.windows.net", "A"));
  }

  @Test
  void row3ThePrivateLinkNameIsPublicToo() {
    var everywhereElse = found(publicRecord("acct1.privatelink"), FRONTEND);
    for (var network : List.of("vnet-b", ""))
      assertEquals(everywhereElse, ask(network, "acct1." + BLOB_ZONE, "A"));
  }

  @Test
  void row4AResourceWithoutEndpointsHasNoHop() {
    assertEquals(
        found(publicRecord("acct2"), FRONTEND), ask("vnet-a", "acct2.blob.core.windows.net", "A"));
  }

  @Test
  void row5AnEndpointElsewhereIsDeniedByTheZone() {
    assertEquals(
        noSuchName(BLOB_SOA, hop("acct3")), ask("vnet-a", "acct3.blob.core.windows.net", "A"));
  }

  @Test
  void row6ARedirectingLinkLeavesTheMissToThePublicSide() {
    assertEquals(publicAnswer("acct3"), ask("vnet-d", "acct3.blob.core.windows.net", "A"));
  }

  @Test
  void row7AnIpv4EndpointHasNoDataForIpv6() {
    assertEquals(
        noData(BLOB_SOA, hop("acct1")), ask("vnet-a", "acct1.blob.core.windows.net", "AAAA"));
  }

  @Test
  void row7NoDataIsNotRedirectedEither() {
    assertEquals(
        noData(BLOB_SOA, hop("acct1")), ask("vnet-d", "acct1.blob.core.windows.net", "AAAA"));
  }

  @Test
  void row8OnlyAddressesAndAliasesAreRedirected() {
    assertEquals(
        noSuchName(BLOB_SOA), ask("vnet-d", "acct3.privatelink.blob.core.windows.net", "TXT"));
  }

  @Test
  void row9AConnectionThatWaitsGivesThePublicAnswer() {
    assertEquals(publicAnswer("acct4"), ask("vnet-a", "acct4.blob.core.windows.net", "A"));
  }

  @Test
  void row10ARejectedConnectionGivesThePublicAnswer() {
    assertEquals(publicAnswer("acct5"), ask("vnet-a", "acct5.blob.core.windows.net", "A"));
  }

  @Test
  void row10ADisconnectedConnectionGivesThePublicAnswer() {
    assertEquals(publicAnswer("acct6"), ask("vnet-a", "acct6.blob.core.windows.net", "A"));
  }

  @Test
  void row11ADeletedEndpointIsDeniedByADefaultLink() {
    assertEquals(
        noSuchName(BLOB_SOA), ask("vnet-a", "acct7.privatelink.blob.core.windows.net", "A"));
  }

  @Test
  void row11ADeletedEndpointIsPublicOverARedirectingLink() {
    assertEquals(
        found(publicRecord("acct7.privatelink"), FRONTEND),
        ask("vnet-d", "acct7.privatelink.blob.core.windows.net", "A"));
  }

  @Test
  void row11ThePublicNameLosesItsHopWithTheLastEndpoint() {
    assertEquals(
        found(publicRecord("acct7"), FRONTEND), ask("vnet-a", "acct7.blob.core.windows.net", "A"));
  }

  @Test
  void row12ARecordMadeByHandOutlivesTheEndpoint() {
    assertEquals(
        found("acct8.privatelink.blob.core.windows.net 3600 A 10.1.0.5"),
        ask("vnet-a", "acct8.privatelink.blob.core.windows.net", "A"));
  }

  @Test
  void row13TheZoneNeedNotBeNamedAfterThePublicSuffix() {
    assertEquals(
        found(
            "kv1.vault.azure.net 10 CNAME kv1.privatelink.vaultcore.azure.net",
            "kv1.privatelink.vaultcore.azure.net 10 A 10.1.0.6"),
        ask("vnet-a", "kv1.vault.azure.net", "A"));
  }

  @Test
  void row14TwoMembersOfOneRegistryHaveAddressesOfTheirOwn() {
    assertEquals(
        found(
            "reg1.azurecr.io 10 CNAME reg1.privatelink.azurecr.io",
            "reg1.privatelink.azurecr.io 10 A 10.1.0.7"),
        ask("vnet-a", "reg1.azurecr.io", "A"));
    assertEquals(
        found(
            "reg1.eastus.data.azurecr.io 10 CNAME reg1.eastus.data.privatelink.azurecr.io",
            "reg1.eastus.data.privatelink.azurecr.io 10 A 10.1.0.8"),
        ask("vnet-a", "reg1.eastus.data.azurecr.io", "A"));
  }

  @Test
  void row15TwoNamesOfOneSiteShareAnAddress() {
    assertEquals(
        found(
            "app1.azurewebsites.net 10 CNAME app1.privatelink.azurewebsites.net",
            "app1.privatelink.azurewebsites.net 10 A 10.1.0.9"),
        ask("vnet-a", "app1.azurewebsites.net", "A"));
    assertEquals(
        found(
            "app1.scm.azurewebsites.net 10 CNAME app1.scm.privatelink.azurewebsites.net",
            "app1.scm.privatelink.azurewebsites.net 10 A 10.1.0.9"),
        ask("vnet-a", "app1.scm.azurewebsites.net", "A"));
  }

  @Test
  void row16AMissInTheLongestZoneIsNotTriedInAShorterOne() {
    assertEquals(noSuchName(soa("db.contoso.com")), ask("vnet-a", "x.db.contoso.com", "A"));
    assertEquals(found("y.db.contoso.com 300 A 10.9.0.3"), ask("vnet-a", "y.db.contoso.com", "A"));
  }

  @Test
  void row17AWildcardAnswersWhereNoCloserNameStands() {
    assertEquals(found("host.contoso.com 300 A 10.9.9.9"), ask("vnet-a", "host.contoso.com", "A"));
    assertEquals(
        found("closer.contoso.com 300 A 10.9.0.1"), ask("vnet-a", "closer.contoso.com", "A"));
    assertEquals(noSuchName(soa("contoso.com")), ask("vnet-a", "below.closer.contoso.com", "A"));
  }

  @Test
  void row21TheApexHasAnSoaAndNoNameServers() {
    assertEquals(
        found(BLOB_SOA.replaceFirst(" 10 SOA", " 3600 SOA")), ask("vnet-a", BLOB_ZONE, "SOA"));
    assertEquals(noData(BLOB_SOA), ask("vnet-a", BLOB_ZONE, "NS"));
  }

  @Test
  void row22EachNetworkIsAnsweredWithItsOwnEndpoint() {
    assertEquals(
        found(hop("acct1"), "acct1.privatelink.blob.core.windows.net 10 A 10.6.0.5"),
        ask("vnet-f", "acct1.blob.core.windows.net", "A"));
    assertEquals(
        found(hop("acct1"), "acct1.privatelink.blob.core.windows.net 10 A 10.1.0.5"),
        ask("vnet-a", "acct1.blob.core.windows.net", "A"));
  }

  @Test
  void aNameThatIsNowhereOursIsRefused() {
    assertEquals(
        new Answered("REFUSED", false, List.of(), List.of()), ask("vnet-a", "example.org", "A"));
  }
}
