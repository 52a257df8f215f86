package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.SecondaryServer;
import io.postern.server.testing.Lab;
import io.postern.v1.PrivateDnsZone.ClaimPolicy;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Knot, NSD and BIND as secondaries of a running server: what is decided shows at them, and they
 * answer as the server does. Knot and BIND take up the zones of the catalog by themselves.
 */
class SecondariesTest {
  private static final String ZONE = Lab.BLOB_ZONE;
  private static final String CORP = "corp.example";
  private static final String[] NAMES = {
    ZONE, "acct1." + ZONE, "acct2." + ZONE, "hand." + ZONE, "below.acct1." + ZONE, "none." + ZONE
  };

  @TempDir private Path folder;

  @Test
  @NeedsProgram(value = "knotd", debianPackage = "knot")
  @NeedsProgram(value = "nsd", debianPackage = "nsd")
  void whatIsDecidedShowsAtKnotAndNsd() throws Exception {
    var knotAt = SecondaryServer.freeAddress();
    var nsdAt = SecondaryServer.freeAddress();
    try (var primary = SecondariesLab.start(folder, knotAt, nsdAt)) {
      var dns = primary.dns();
      var here = dns.lab.network("vnet-a", "10.1.0.0/16");
      var zone = dns.lab.zone(ZONE);
      var corp = dns.zone(Lab.CONSUMER, CORP, ClaimPolicy.CLAIM_POLICY_UNSPECIFIED);
      var _ = dns.address(corp, "host", 60, "10.9.0.2");
      dns.lab.link(zone, here, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
      var target2 = dns.target("Microsoft.Storage/storageAccounts", "acct2");
      var pe1 = dns.published("pe1", "vnet-a", dns.lab.storage("acct1"), "blob", zone);
      var pe2 = dns.endpoint("pe2", "vnet-a", target2, "blob");
      dns.lab.zoneGroup(pe2.getName(), zone);

      try (var knot =
              SecondaryServer.knot(
                  folder.resolve("knot"), knotAt, primary.primary(), SecondariesLab.CATALOG);
          var nsd =
              SecondaryServer.nsd(
                  folder.resolve("nsd"), nsdAt, primary.primary(), List.of(ZONE, CORP))) {
        var both = List.of(knot, nsd);
        for (var each : both) {
          primary.assertSameAnswers(each, ZONE, ZONE, "acct1." + ZONE, "none." + ZONE);
          assertEquals("NXDOMAIN aa", each.ask("acct2." + ZONE, "A").head(), "it waits");
        }

        dns.lab.approve(pe2);
        var _ = dns.address(zone, "hand", 60, "10.9.0.1");
        for (var each : both) {
          primary.assertSameAnswers(each, ZONE, NAMES);
          assertEquals("NOERROR aa", each.ask("acct2." + ZONE, "A").head());
          assertEquals(1, each.ask("acct2." + ZONE, "A").answers().size());
        }

        dns.lab.reject(pe1);
        for (var each : both) {
          each.awaitSerial(ZONE, primary.serial("vnet-a", ZONE));
          assertEquals("NXDOMAIN aa", each.ask("acct1." + ZONE, "A").head());
        }

        // A zone comes with its link, and goes with it.
        var link = dns.lab.link(corp, here, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
        for (var each : both) primary.assertSameAnswers(each, CORP, CORP, "host." + CORP);
        primary.unlink(link);
        knot.awaitWithout(CORP);
        primary.assertSameAnswers(knot, ZONE, ZONE, "hand." + ZONE);
      }
    }
  }

  @Test
  @NeedsProgram(value = "named", debianPackage = "bind9")
  void bindTakesUpWhatTheCatalogLists() throws Exception {
    var bindAt = SecondaryServer.freeAddress();
    try (var primary = SecondariesLab.start(folder, bindAt)) {
      var dns = primary.dns();
      var here = dns.lab.network("vnet-a", "10.1.0.0/16");
      var zone = dns.lab.zone(ZONE);
      var endpoint = dns.published("pe1", "vnet-a", dns.lab.storage("acct1"), "blob", zone);
      try (var bind =
          SecondaryServer.bind(
              folder.resolve("bind"), bindAt, primary.primary(), SecondariesLab.CATALOG)) {
        bind.awaitSerial(SecondariesLab.CATALOG, primary.serial("vnet-a", SecondariesLab.CATALOG));
        var link = dns.lab.link(zone, here, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
        primary.assertSameAnswers(bind, ZONE, NAMES);
        assertEquals("NOERROR aa", bind.ask("acct1." + ZONE, "A").head());

        dns.lab.reject(endpoint);
        bind.awaitSerial(ZONE, primary.serial("vnet-a", ZONE));
        assertEquals("NXDOMAIN aa", bind.ask("acct1." + ZONE, "A").head());

        primary.unlink(link);
        bind.awaitWithout(ZONE);
      }
    }
  }
}
