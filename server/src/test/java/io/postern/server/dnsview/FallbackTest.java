package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.NsdServer;
import io.postern.dns.testing.UnboundServer;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.UpstreamAddress;
import io.postern.server.testing.Lab;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResource.PublicName;
import io.postern.v1.PrivateLinkResource.PublicRecord;
import io.postern.v1.RecordType;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names that no private zone has (Rules §17): the registered public records first, then the
 * configured upstream, here a real NSD that holds {@code example.net}; without one, nothing leaves.
 */
@NeedsProgram(value = "nsd", debianPackage = "nsd")
class FallbackTest {
  private static final Answered REFUSED = new Answered("REFUSED", false, List.of(), List.of());
  private static final String CDN = "cdn.example.net 60 A 192.0.2.80";
  private static final Duration UPSTREAM_TIMEOUT = Duration.ofMillis(300);

  private static NsdServer nsd;
  @TempDir private Path folder;

  @BeforeAll
  static void startNsd(@TempDir Path folder) throws IOException {
    nsd =
        NsdServer.start(
            folder,
            "example.net",
            """
            $ORIGIN example.net.
            $TTL 60
            @ SOA ns hostmaster 1 3600 300 604800 30
            @ NS ns
            ns A 192.0.2.53
            cdn A 192.0.2.80
            inward CNAME acct1.blob.core.windows.net.
            """);
  }

  @AfterAll
  static void stopNsd() {
    nsd.close();
  }

  /** One network that sees the blob zone by a link of the policy. */
  private DnsLab start(ResolutionPolicy policy, InetSocketAddress... upstreams) {
    var dns =
        DnsLab.start(folder, settings -> withUpstreams(settings, List.of(upstreams)), "vnet-a");
    var network = dns.lab.network("vnet-a", "10.1.0.0/16");
    dns.lab.link(dns.lab.zone(Lab.BLOB_ZONE), network, policy);
    return dns;
  }

  private DnsLab start(InetSocketAddress... upstreams) {
    return start(ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT, upstreams);
  }

  private static DnsServerSettings withUpstreams(
      DnsServerSettings settings, List<InetSocketAddress> upstreams) {
    return new DnsServerSettings(
        settings.listeners(),
        upstreams.stream().map(UpstreamAddress::plain).toList(),
        UPSTREAM_TIMEOUT,
        settings.refuseUnknownClients(),
        settings.publicRecursion());
  }

  private static String blobZone() {
    return Lab.CONSUMER + "/providers/Microsoft.Network/privateDnsZones/" + Lab.BLOB_ZONE;
  }

  /** A storage account whose blob name leads to a host of the upstream's zone. */
  private static String storageBehindCdn(DnsLab dns, String id) {
    var alias =
        PublicRecord.newBuilder()
            .setType(RecordType.RECORD_TYPE_CNAME)
            .addValues("cdn.example.net");
    return dns.lab.resource(
        Lab.PROVIDER,
        id,
        PrivateLinkResource.newBuilder()
            .setType("Microsoft.Storage/storageAccounts")
            .setRegion(Lab.REGION)
            .addPublicNames(PublicName.newBuilder().setGroupId("blob").addRecords(alias))
            .build());
  }

  private static Answered found(boolean authoritative, String... answers) {
    return new Answered("NOERROR", authoritative, List.of(answers), List.of());
  }

  private static String publicRecord(String owner) {
    return owner + ".blob.core.windows.net 60 CNAME cdn.example.net";
  }

  @Test
  void registeredRecordsAreAnsweredWithoutAnyUpstream() {
    try (var dns = start()) {
      dns.lab.storage("acct1");

      assertEquals(
          found(
              true,
              "acct1.blob.core.windows.net 60 CNAME blob.s1.store.core.windows.net",
              "blob.s1.store.core.windows.net 60 A 203.0.113.161"),
          dns.ask("vnet-a", "acct1.blob.core.windows.net", "A"));
    }
  }

  @Test
  void withoutAnUpstreamOtherNamesAreRefusedAndChainsEndAtTheBorder() {
    try (var dns = start()) {
      storageBehindCdn(dns, "acct1");

      assertEquals(REFUSED, dns.ask("vnet-a", "cdn.example.net", "A"));
      assertEquals(
          found(true, publicRecord("acct1")),
          dns.ask("vnet-a", "acct1.blob.core.windows.net", "A"));
    }
  }

  @Test
  void namesOfOthersComeFromTheUpstream() {
    try (var dns = start(nsd.address())) {
      assertEquals(found(false, CDN), dns.ask("vnet-a", "cdn.example.net", "A"));
      var absent = dns.ask("vnet-a", "absent.example.net", "A");
      assertEquals("NXDOMAIN", absent.rcode());
      assertEquals(
          List.of("example.net 30 SOA ns.example.net hostmaster.example.net 1 3600 300 604800 30"),
          absent.authority());
    }
  }

  @Test
  @NeedsProgram(value = "unbound", debianPackage = "unbound")
  void namesOfOthersComeThroughARealResolver() throws IOException {
    var files = Files.createDirectory(folder.resolve("unbound"));
    try (var unbound = UnboundServer.start(files, "example.net", nsd.address());
        var dns = start(unbound.address())) {
      storageBehindCdn(dns, "acct1");

      assertEquals(
          found(true, publicRecord("acct1"), CDN),
          dns.ask("vnet-a", "acct1.blob.core.windows.net", "A"));
    }
  }

  @Test
  void aChainFromAPublicNameGoesOnUpstream() {
    try (var dns = start(nsd.address())) {
      storageBehindCdn(dns, "acct1");

      assertEquals(
          found(true, publicRecord("acct1"), CDN),
          dns.ask("vnet-a", "acct1.blob.core.windows.net", "A"));
    }
  }

  @Test
  void aChainFromTheUpstreamComesBackToThePrivateAddress() {
    try (var dns = start(nsd.address())) {
      dns.published(
          "pe", "vnet-a", storageBehindCdn(dns, "acct1"), "blob", blobZone(), "blob=10.1.0.5");

      assertEquals(
          found(
              false,
              "inward.example.net 60 CNAME acct1.blob.core.windows.net",
              "acct1.blob.core.windows.net 10 CNAME acct1.privatelink.blob.core.windows.net",
              "acct1.privatelink.blob.core.windows.net 10 A 10.1.0.5"),
          dns.ask("vnet-a", "inward.example.net", "A"));
    }
  }

  @Test
  void aRedirectedMissFollowsThePublicRecordsUpstream() {
    try (var dns = start(nsd.address())) {
      dns.endpoint("pe", "vnet-a", storageBehindCdn(dns, "acct1"), "blob");

      assertEquals(
          found(
              true,
              "acct1.blob.core.windows.net 10 CNAME acct1.privatelink.blob.core.windows.net",
              publicRecord("acct1.privatelink"),
              CDN),
          dns.ask("vnet-a", "acct1.blob.core.windows.net", "A"));
    }
  }

  @Test
  void aZoneThatDoesNotRedirectAsksNobody() {
    try (var dns = start(ResolutionPolicy.RESOLUTION_POLICY_DEFAULT, nsd.address())) {
      assertEquals(
          "NXDOMAIN", dns.ask("vnet-a", "acct1.privatelink.blob.core.windows.net", "A").rcode());
    }
  }

  @Test
  void aDeadUpstreamIsAServerFailureInBoundedTime() throws IOException {
    try (var silent = new DatagramSocket(Loopback.anyPort());
        var dns = start((InetSocketAddress) silent.getLocalSocketAddress())) {
      storageBehindCdn(dns, "acct1");
      // Two tries of the timeout each, by UDP; the rest is for a machine under load.
      var bound = UPSTREAM_TIMEOUT.multipliedBy(2).plusSeconds(5);

      assertTimeout(
          bound, () -> assertEquals("SERVFAIL", dns.ask("vnet-a", "cdn.example.net", "A").rcode()));
      assertTimeout(
          bound,
          () ->
              assertEquals(
                  "SERVFAIL", dns.ask("vnet-a", "acct1.blob.core.windows.net", "A").rcode()));
    }
  }

  @Test
  void nothingIsAskedForAMachineOfNoNetwork() throws IOException {
    try (var upstream = new DatagramSocket(Loopback.anyPort());
        var dns = start((InetSocketAddress) upstream.getLocalSocketAddress())) {
      assertEquals(REFUSED, dns.ask("", "cdn.example.net", "A"));

      // Our own datagram is the first that comes in, so the server has sent none before it.
      var mark = new byte[] {1, 2, 3};
      upstream.send(new DatagramPacket(mark, mark.length, upstream.getLocalSocketAddress()));
      var first = new DatagramPacket(new byte[512], 512);
      upstream.receive(first);
      assertArrayEquals(mark, Arrays.copyOf(first.getData(), first.getLength()));
    }
  }
}
