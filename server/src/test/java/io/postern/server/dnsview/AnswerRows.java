package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.testing.Answered;
import io.postern.server.testing.Lab;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of queries and answers (Rules §8), row by row, for any client. Everything is made
 * through the API before the first row and nothing changes after.
 *
 * <p>{@code acct1} has an endpoint in vnet-a and another in vnet-f, {@code acct2} none, {@code
 * acct3} one in another tenant. Of the others in vnet-a, that of {@code acct4} waits for approval,
 * of {@code acct5} was rejected, of {@code acct6} disconnected, of {@code acct7} deleted; {@code
 * acct8} has a record made by hand that outlived its endpoint.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnswerRows {
  private static final String BLOB_SOA =
      "privatelink.blob.core.windows.net 10 SOA"
          + " privatelink.blob.core.windows.net nobody.invalid SERIAL 3600 300 2419200 10";
  private static final String FRONTEND = "blob.s1.store.core.windows.net 60 A 203.0.113.161";

  private DnsLab dns;

  abstract Answered ask(InetSocketAddress address, String name, String type);

  /** Asks at the listener of a network; for those who ask in another way. */
  Answered ask(DnsLab lab, String network, String name, String type) {
    return ask(lab.listenerOf(network), name, type);
  }

  @BeforeAll
  void start(@TempDir Path folder) {
    dns = DnsLab.start(folder, "vnet-a", "vnet-b", "vnet-d", "vnet-f");
    dns.lab.network("vnet-a", "10.1.0.0/16");
    dns.lab.network("vnet-b", "10.2.0.0/16");
    dns.lab.network("vnet-d", "10.4.0.0/16");
    dns.lab.network("vnet-f", "10.6.0.0/16");
    var blob = dns.lab.zone(Lab.BLOB_ZONE);
    link(blob, "vnet-a", ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    link(blob, "vnet-d", ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT);
    link(blob, "vnet-f", ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    // Before the accounts, whose endpoints take the lowest addresses that are free.
    otherTypes();
    accounts(blob);
    zonesMadeByHand();
  }

  private void link(String zone, String network, ResolutionPolicy policy) {
    var _ = dns.lab.link(zone, DnsLab.network(network), policy);
  }

  private void accounts(String blob) {
    var acct1 = dns.lab.storage("acct1");
    dns.published("acct1-a", "vnet-a", acct1, "blob", blob, "blob=10.1.0.5");
    dns.published("acct1-f", "vnet-f", acct1, "blob", blob, "blob=10.6.0.5");
    dns.lab.storage("acct2");
    var elsewhere = dns.lab.network(Lab.PROVIDER, "vnet-x", "10.8.0.0/16");
    dns.lab.approve(
        dns.endpointIn(Lab.PROVIDER, "acct3", elsewhere, dns.lab.storage("acct3"), "blob"));
    var waiting = dns.endpoint("acct4", "vnet-a", dns.lab.storage("acct4"), "blob");
    dns.lab.zoneGroup(waiting.getName(), blob);
    dns.lab.reject(dns.published("acct5", "vnet-a", dns.lab.storage("acct5"), "blob", blob));
    dns.disconnect(dns.published("acct6", "vnet-a", dns.lab.storage("acct6"), "blob", blob));
    dns.delete(dns.published("acct7", "vnet-a", dns.lab.storage("acct7"), "blob", blob));
    var left = dns.endpoint("acct8", "vnet-a", dns.lab.storage("acct8"), "blob");
    dns.address(blob, "acct8", 3600, "10.1.0.5");
    dns.delete(left);
  }

  private void otherTypes() {
    var vault = dns.target("Microsoft.KeyVault/vaults", "kv1");
    var registry = dns.target("Microsoft.ContainerRegistry/registries", "reg1");
    var site = dns.target("Microsoft.Web/sites", "app1");
    var vaults = zoneOfA("privatelink.vaultcore.azure.net");
    var registries = zoneOfA("privatelink.azurecr.io");
    var sites = zoneOfA("privatelink.azurewebsites.net");
    dns.published("kv1", "vnet-a", vault, "vault", vaults, "default=10.1.0.6");
    dns.published(
        "reg1",
        "vnet-a",
        registry,
        "registry",
        registries,
        "registry=10.1.0.7",
        "registry_data_eastus=10.1.0.8");
    dns.published("app1", "vnet-a", site, "sites", sites, "sites=10.1.0.9");
  }

  private void zonesMadeByHand() {
    var contoso = zoneOfA("contoso.com");
    dns.address(contoso, "*", 300, "10.9.9.9");
    dns.address(contoso, "closer", 300, "10.9.0.1");
    dns.address(contoso, "x.db", 300, "10.9.0.2");
    dns.address(zoneOfA("db.contoso.com"), "y", 300, "10.9.0.3");
  }

  private String zoneOfA(String apex) {
    var zone = dns.lab.zone(apex);
    link(zone, "vnet-a", ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    return zone;
  }

  @AfterAll
  void stop() {
    dns.close();
  }

  /** The serial follows the log, so it is only known to be one. */
  private Answered ask(String network, String name, String type) {
    var answer = ask(dns, network, name, type);
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
    return BLOB_SOA.replace(Lab.BLOB_ZONE, apex);
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

  /** Semantics §7.6: knowing the name grants nothing. */
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
      assertEquals(everywhereElse, ask(network, "acct1." + Lab.BLOB_ZONE, "A"));
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
        found(BLOB_SOA.replaceFirst(" 10 SOA", " 3600 SOA")), ask("vnet-a", Lab.BLOB_ZONE, "SOA"));
    assertEquals(noData(BLOB_SOA), ask("vnet-a", Lab.BLOB_ZONE, "NS"));
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
}
