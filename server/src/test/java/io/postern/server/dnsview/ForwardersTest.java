package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.UnboundServer;
import io.postern.server.testing.Lab;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rows of the table (Rules §8) where somebody else's DNS server stands between: a real Unbound
 * on premises, which forwards some names to the listener of vnet-a, as to an inbound resolver
 * there, and takes the others from the public side.
 */
@NeedsProgram(value = "unbound", debianPackage = "unbound")
class ForwardersTest {
  private static final String NAME = "acct1.blob.core.windows.net";
  private static final String PUBLIC_SUFFIX = "blob.core.windows.net";
  private static final List<String> PRIVATE =
      List.of(
          NAME + " CNAME acct1.privatelink.blob.core.windows.net",
          "acct1.privatelink.blob.core.windows.net A 10.1.0.5");
  private static final List<String> PUBLIC =
      List.of(
          NAME + " CNAME acct1.privatelink.blob.core.windows.net",
          "acct1.privatelink.blob.core.windows.net CNAME blob.s1.store.core.windows.net",
          "blob.s1.store.core.windows.net A 203.0.113.161");

  @TempDir static Path folder;
  private static DnsLab dns;

  @BeforeAll
  static void start() {
    dns = DnsLab.start(folder, "vnet-a");
    var network = dns.lab.network("vnet-a", "10.1.0.0/16");
    var blob = dns.lab.zone(Lab.BLOB_ZONE);
    var _ = dns.lab.link(blob, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    dns.published("pe", "vnet-a", dns.lab.storage("acct1"), "blob", blob, "blob=10.1.0.5");
  }

  @AfterAll
  static void stop() {
    dns.close();
  }

  private static InetSocketAddress vnetA() {
    return dns.listenerOf("vnet-a");
  }

  /** Who answers the Internet: a listener that is bound to no network. */
  private static InetSocketAddress everybodyElse() {
    return dns.listenerOf("");
  }

  /** The answer of an Unbound with these forwarders; times to live run down while it keeps them. */
  private static List<String> answer(Map<String, InetSocketAddress> forwarders) throws IOException {
    var files = Files.createTempDirectory(folder, "unbound");
    try (var unbound = UnboundServer.forwarding(files, forwarders)) {
      var answered = Answered.of(DnsClient.of(unbound.address()).udp(NAME, "A"));
      assertEquals("NOERROR", answered.rcode());
      return withoutTtl(answered);
    }
  }

  private static List<String> withoutTtl(Answered answered) {
    return answered.answers().stream().map(record -> record.replaceFirst(" \\d+ ", " ")).toList();
  }

  @Test
  void row18AForwarderOfThePublicZoneGetsWhatTheNetworkGets() throws IOException {
    assertEquals(PRIVATE, answer(Map.of(PUBLIC_SUFFIX, vnetA())));
  }

  /** Unbound takes no more of an answer than the first alias and asks for its target anew. */
  @Test
  void row19AResolverThatAsksForTheTargetByItsOwnRulesGetsThePrivateAddress() throws IOException {
    assertEquals(
        PRIVATE, answer(Map.of(Lab.BLOB_ZONE, vnetA(), "core.windows.net", everybodyElse())));
  }

  /** Such a resolver never asks for the name that its forwarder of the private zone would match. */
  @Test
  void row19AResolverThatPassesOnTheWholeChainGetsThePublicAddress() {
    assertEquals(PUBLIC, withoutTtl(Answered.of(DnsClient.of(everybodyElse()).udp(NAME, "A"))));
  }

  @Test
  void row20CustomDnsThatForwardsNothingGetsThePublicAnswer() throws IOException {
    assertEquals(PUBLIC, answer(Map.of("core.windows.net", everybodyElse())));
  }
}
