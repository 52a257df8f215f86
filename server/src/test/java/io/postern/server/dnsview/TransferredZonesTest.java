package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.server.config.TransferSettings;
import io.postern.server.config.TransferSettings.SecondarySettings;
import io.postern.server.kernel.Cidr;
import io.postern.server.testing.Lab;
import io.postern.v1.PrivateDnsZone.ClaimPolicy;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the zones and catalogs are that a running server gives to secondaries. */
class TransferredZonesTest {
  private static final String ZONE = Lab.BLOB_ZONE;
  private static final String CORP = "corp.example";

  @TempDir private Path folder;
  private SecondariesLab secondaries;

  @BeforeEach
  void start() throws IOException {
    secondaries = SecondariesLab.start(folder);
  }

  @AfterEach
  void stop() {
    secondaries.close();
  }

  @Test
  void aNetworkNeverGetsTheEndpointsThatItIsNotAnsweredWith() throws Exception {
    var dns = secondaries.dns();
    var a = dns.lab.network("vnet-a", "10.1.0.0/16");
    var b = dns.lab.network("vnet-b", "10.2.0.0/16");
    var zone = dns.lab.zone(ZONE);
    dns.lab.link(zone, a, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    dns.lab.link(zone, b, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var target = dns.lab.storage("acct1");
    var _ = dns.published("pe-a", "vnet-a", target, "blob", zone);
    var _ = dns.published("pe-b", "vnet-b", target, "blob", zone);
    var servers = List.of(ZONE + " NS ns1.contoso.example.", ZONE + " NS ns2.contoso.example.");

    for (var each : List.of("vnet-a 10.1.0.4", "vnet-b 10.2.0.4")) {
      var network = each.split(" ")[0];
      var expected = new TreeSet<>(servers);
      expected.add("acct1." + ZONE + " A " + each.split(" ")[1]);
      assertEquals(expected, secondaries.transferred(network, ZONE));
    }

    var query = DnsClient.query(ZONE, "AXFR");
    SecondariesLab.signer("vnet-c").apply(query, null);
    assertEquals(Rcode.REFUSED, dns.client().tcp(query).getRcode(), "its key is not listed");
    var unsigned = DnsClient.of(dns.listenerOf("vnet-a")).tcp(ZONE, "AXFR");
    assertEquals(Rcode.REFUSED, unsigned.getRcode());
    var others = DnsClient.query(ZONE, "AXFR");
    SecondariesLab.signer("vnet-b").apply(others, null);
    assertEquals(Rcode.REFUSED, DnsClient.of(dns.listenerOf("vnet-a")).tcp(others).getRcode());
  }

  @Test
  void serialsRiseWithWhatIsSeenAndOutliveARestart() throws Exception {
    var dns = secondaries.dns();
    var a = dns.lab.network("vnet-a", "10.1.0.0/16");
    var first = dns.zone(Lab.CONSUMER, CORP, ClaimPolicy.CLAIM_POLICY_UNSPECIFIED);
    var second =
        dns.zone(
            "subscriptions/contoso/resourceGroups/other",
            CORP,
            ClaimPolicy.CLAIM_POLICY_UNSPECIFIED);
    var link = dns.lab.link(first, a, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var _ = dns.address(first, "host", 60, "10.9.0.1");
    long before = secondaries.serial("vnet-a", CORP);
    var members = secondaries.transferred("vnet-a", SecondariesLab.CATALOG);

    // Another zone takes its place, which has not changed since.
    secondaries.unlink(link);
    dns.lab.link(second, a, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);

    long after = secondaries.serial("vnet-a", CORP);
    assertTrue(after > before, after + " after " + before);
    var others = secondaries.transferred("vnet-a", SecondariesLab.CATALOG);
    assertEquals(members.size(), others.size());
    assertFalse(others.containsAll(members), "the member is another one, with an id of its own");

    long catalog = secondaries.serial("vnet-a", SecondariesLab.CATALOG);
    secondaries.startAgain();
    assertTrue(secondaries.serial("vnet-a", CORP) >= after);
    assertTrue(secondaries.serial("vnet-a", SecondariesLab.CATALOG) >= catalog);
    assertEquals(
        others, secondaries.transferred("vnet-a", SecondariesLab.CATALOG), "ids stay as they are");
  }

  @Test
  void rfc9432s4ACatalogListsTheZonesOfItsNetwork() throws Exception {
    var dns = secondaries.dns();
    var a = dns.lab.network("vnet-a", "10.1.0.0/16");
    var b = dns.lab.network("vnet-b", "10.2.0.0/16");
    dns.lab.link(dns.lab.zone(ZONE), a, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    dns.lab.link(
        dns.zone(Lab.CONSUMER, CORP, ClaimPolicy.CLAIM_POLICY_UNSPECIFIED),
        b,
        ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);

    var lines = secondaries.transferred("vnet-a", SecondariesLab.CATALOG);

    assertEquals(3, lines.size());
    assertTrue(lines.contains(SecondariesLab.CATALOG + " NS invalid."), lines::toString);
    assertTrue(lines.contains("version." + SecondariesLab.CATALOG + " TXT 2"), lines::toString);
    var member = "[0-9a-f]{32}\\.zones\\." + SecondariesLab.CATALOG + " PTR " + ZONE + "\\.";
    assertTrue(lines.stream().anyMatch(line -> line.matches(member)), lines::toString);
  }

  @Test
  void aSecondaryWithoutAKeyIsToldAndServedByItsAddress(@TempDir Path other) throws Exception {
    try (var socket = new DatagramSocket(Loopback.anyPort());
        var dns =
            DnsLab.start(
                other,
                settings -> settings.withTransfer(unsigned(socket.getLocalPort())),
                "vnet-a")) {
      var network = dns.lab.network("vnet-a", "10.1.0.0/16");
      var zone = dns.lab.zone(ZONE);
      dns.lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);

      var packet = new DatagramPacket(new byte[512], 512);
      socket.setSoTimeout(10_000);
      socket.receive(packet);
      var word = DnsClient.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
      assertEquals(Opcode.NOTIFY, word.getHeader().getOpcode());
      assertEquals(ZONE, word.getQuestion().getName().toString(true));

      var listener = DnsClient.of(dns.listenerOf("vnet-a"));
      var records = listener.from("127.0.9.7").tcp(ZONE, "AXFR").getSection(Section.ANSWER);
      // Nobody has named its servers, so it is what its SOA says.
      assertEquals(List.of("SOA", "NS", "SOA"), types(records));
      assertEquals(ZONE + ".", records.get(1).rdataToString());
      assertEquals(Rcode.REFUSED, listener.tcp(ZONE, "AXFR").getRcode());
      assertEquals(Rcode.REFUSED, dns.client().from("127.0.9.7").tcp(ZONE, "AXFR").getRcode());
    }
  }

  private static List<String> types(List<Record> records) {
    return records.stream().map(each -> Type.string(each.getType())).toList();
  }

  private static TransferSettings unsigned(int port) {
    var told =
        new SecondarySettings(
            Loopback.port(port), Optional.empty(), Optional.of(DnsLab.network("vnet-a")));
    return new TransferSettings(
        List.of(), List.of(Cidr.of("127.0.9.0/24")), List.of(told), Optional.empty(), List.of());
  }
}
