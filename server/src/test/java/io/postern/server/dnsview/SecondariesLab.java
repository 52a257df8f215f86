package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.SecondaryServer;
import io.postern.dns.testing.SecondaryServer.Primary;
import io.postern.dns.testing.Sections;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.TransferSettings;
import io.postern.server.config.TransferSettings.SecondarySettings;
import io.postern.server.config.TrustSettings;
import io.postern.server.config.TrustSettings.Algorithm;
import io.postern.server.config.TrustSettings.KeySettings;
import io.postern.v1.DeleteVirtualNetworkLinkRequest;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferIn;

/**
 * A server with the networks {@code vnet-a} and {@code vnet-b}, whose zones may be transferred with
 * a key of each, and {@code vnet-c}, whose key may not.
 */
final class SecondariesLab implements AutoCloseable {
  static final String CATALOG = "catalog.postern.invalid";
  private static final String SECRET = "c2VjcmV0IG9mIHNvbWUgdGhpcnR5IHR3byBvY3RldHM=";

  private final Path folder;
  private final List<InetSocketAddress> told;
  private DnsLab dns;

  private SecondariesLab(Path folder, List<InetSocketAddress> told) throws IOException {
    this.folder = folder;
    this.told = told;
    Files.writeString(folder.resolve("secret"), SECRET);
    this.dns = DnsLab.start(folder.resolve("server"), this::settings, "vnet-a", "vnet-b");
  }

  /**
   * Starts a server.
   *
   * @param told secondaries of vnet-a
   */
  static SecondariesLab start(Path folder, InetSocketAddress... told) throws IOException {
    return new SecondariesLab(folder, List.of(told));
  }

  /** Stops the server and starts another on what it has left. */
  void startAgain() {
    dns.close();
    dns = DnsLab.again(folder.resolve("server"), this::settings, "vnet-a", "vnet-b");
  }

  DnsLab dns() {
    return dns;
  }

  private KeySettings key(String network) {
    return new KeySettings(
        network + ".key",
        Algorithm.HMAC_SHA256,
        Optional.empty(),
        Optional.of(folder.resolve("secret")),
        DnsLab.network(network));
  }

  private static SecondarySettings told(InetSocketAddress address) {
    return new SecondarySettings(address, Optional.of("vnet-a.key"), Optional.empty());
  }

  private DnsServerSettings settings(DnsServerSettings usual) {
    var keys = Stream.of("vnet-a", "vnet-b", "vnet-c").map(this::key).toList();
    return usual
        .withTrust(new TrustSettings(List.of(), List.of(), keys))
        .withTransfer(
            new TransferSettings(
                List.of("vnet-a.key", "VNET-B.key."),
                List.of(),
                told.stream().map(SecondariesLab::told).toList(),
                Optional.of(CATALOG),
                List.of("ns1.contoso.example", "ns2.contoso.example")));
  }

  /** The server as a secondary of vnet-a has it. */
  Primary primary() {
    return new Primary(dns.listenerOf(""), "vnet-a" + ".key", SECRET);
  }

  static TSIG signer(String network) {
    return new TSIG(TSIG.HMAC_SHA256, network + ".key.", SECRET);
  }

  /** All of a zone as a network's secondary gets it, in lines without TTL and class. */
  Set<String> transferred(String network, String zone) throws Exception {
    var transfer =
        ZoneTransferIn.newAXFR(Name.fromString(zone + "."), dns.listenerOf(""), signer(network));
    transfer.run();
    var lines = new TreeSet<String>();
    for (var each : transfer.getAXFR()) {
      if (each instanceof SOARecord) continue;
      lines.add(
          each.getName().toString(true).toLowerCase(Locale.ROOT)
              + " "
              + Type.string(each.getType())
              + " "
              + each.rdataToString());
    }
    return lines;
  }

  long serial(String network, String zone) {
    var answer = DnsClient.of(dns.listenerOf(network)).udp(zone, "SOA");
    return ((SOARecord) answer.getSection(Section.ANSWER).getFirst()).getSerial();
  }

  /** What a machine of the network is answered with by the server itself. */
  private Sections ours(String name, String type) {
    return Sections.of(DnsClient.of(dns.listenerOf("vnet-a")).udp(name, type));
  }

  void assertSameAnswers(SecondaryServer secondary, String zone, String... names) {
    secondary.awaitSerial(zone, serial("vnet-a", zone));
    for (var name : names) {
      for (var type : List.of("SOA", "NS", "A", "AAAA", "CNAME", "TXT", "MX")) {
        var expected = ours(name, type);
        var actual = secondary.ask(name, type);
        var asked = name + " " + type;
        assertEquals(expected.head(), actual.head(), asked);
        assertEquals(expected.answers(), actual.answers(), asked);
        // They add the name servers to an answer that has something.
        if (expected.answers().isEmpty())
          assertEquals(expected.authority(), actual.authority(), asked);
      }
    }
  }

  void unlink(String link) {
    var _ =
        dns.plane
            .stub(VirtualNetworkLinkServiceGrpc::newBlockingStub)
            .deleteVirtualNetworkLink(
                DeleteVirtualNetworkLinkRequest.newBuilder().setName(link).build());
  }

  @Override
  public void close() {
    dns.close();
  }
}
