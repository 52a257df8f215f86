package io.postern.server.dnsview;

import io.postern.dns.testing.AnswerTable;
import io.postern.dns.testing.Answered;
import io.postern.server.testing.Lab;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The table of answers, with everything made through the API before the first row. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnswerRows extends AnswerTable {
  private DnsLab dns;

  abstract Answered ask(InetSocketAddress address, String name, String type);

  /** Asks at the listener of a network; for those who ask in another way. */
  Answered ask(DnsLab lab, String network, String name, String type) {
    return ask(lab.listenerOf(network), name, type);
  }

  @Override
  protected final Answered answer(String network, String name, String type) {
    return ask(dns, network, name, type);
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
}
