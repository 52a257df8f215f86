package io.postern.dns.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The table of queries and answers, row by row, for any client. Each network has a listener of its
 * own; rows are numbered as in the description of the behaviour.
 */
abstract class PrivateLinkAnswers {
  private static final List<String> NETWORKS = List.of("vnet-a", "vnet-b", "vnet-d", "vnet-f");
  private static final String BLOB_SOA =
      "privatelink.blob.core.windows.net 10 SOA"
          + " privatelink.blob.core.windows.net nobody.invalid 7 3600 300 2419200 10";
  private static final String FRONTEND = "blob.s1.store.core.windows.net 60 A 203.0.113.161";

  private DnsServer server;

  abstract Answered ask(InetSocketAddress address, String name, String type);

  @BeforeEach
  void start() throws IOException {
    var index = Networks.index();
    var loopback = Loopback.anyPort();
    var listeners =
        NETWORKS.stream().map(key -> Listener.forNetwork(loopback, key)).toArray(Listener[]::new);
    server = DnsServer.start(DnsSettings.of(listeners), () -> index);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answered ask(String network, String name, String type) {
    return ask(server.boundAddresses().get(NETWORKS.indexOf(network)), name, type);
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

  private static String hop(String account) {
    return account
        + ".blob.core.windows.net 10 CNAME "
        + account
        + ".privatelink.blob.core.windows.net";
  }

  private static String publicRecord(String owner) {
    return owner + ".blob.core.windows.net 60 CNAME blob.s1.store.core.windows.net";
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
    assertEquals(
        found(hop("acct1"), publicRecord("acct1.privatelink"), FRONTEND),
        ask("vnet-b", "acct1.blob.core.windows.net", "A"));
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
    assertEquals(
        found(hop("acct3"), publicRecord("acct3.privatelink"), FRONTEND),
        ask("vnet-d", "acct3.blob.core.windows.net", "A"));
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
  void row9And10ADormantConnectionGivesThePublicAnswer() {
    assertEquals(
        found(hop("acct4"), publicRecord("acct4.privatelink"), FRONTEND),
        ask("vnet-a", "acct4.blob.core.windows.net", "A"));
  }

  @Test
  void row11ADeletedEndpointIsDeniedByADefaultLink() {
    assertEquals(
        noSuchName(BLOB_SOA), ask("vnet-a", "acct5.privatelink.blob.core.windows.net", "A"));
  }

  @Test
  void row11ADeletedEndpointIsPublicOverARedirectingLink() {
    assertEquals(
        found(publicRecord("acct5.privatelink"), FRONTEND),
        ask("vnet-d", "acct5.privatelink.blob.core.windows.net", "A"));
  }

  @Test
  void row12ARecordMadeByHandStaysAsItIs() {
    assertEquals(
        found("acct6.privatelink.blob.core.windows.net 3600 A 10.1.0.5"),
        ask("vnet-a", "acct6.privatelink.blob.core.windows.net", "A"));
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
    var answer = ask("vnet-a", "x.db.contoso.com", "A");

    assertEquals("NXDOMAIN", answer.rcode());
    assertTrue(answer.authority().getFirst().startsWith("db.contoso.com 10 SOA"));
  }

  @Test
  void row17AWildcardAnswersWhereNoCloserNameStands() {
    assertEquals(found("host.contoso.com 300 A 10.9.9.9"), ask("vnet-a", "host.contoso.com", "A"));
    assertEquals(
        found("closer.contoso.com 300 A 10.9.0.1"), ask("vnet-a", "closer.contoso.com", "A"));
    assertEquals("NXDOMAIN", ask("vnet-a", "below.closer.contoso.com", "A").rcode());
  }

  @Test
  void row21TheApexHasAnSoaAndNoNameServers() {
    var zone = "privatelink.blob.core.windows.net";

    assertEquals(found(BLOB_SOA.replaceFirst(" 10 SOA", " 3600 SOA")), ask("vnet-a", zone, "SOA"));
    assertEquals(noData(BLOB_SOA), ask("vnet-a", zone, "NS"));
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
