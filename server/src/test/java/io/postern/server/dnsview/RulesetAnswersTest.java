package io.postern.server.dnsview;

import static io.postern.server.testing.RulesetLab.rule;
import static io.postern.server.testing.RulesetLab.ruleset;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.NsdServer;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.testing.Lab;
import io.postern.server.testing.RulesetLab;
import io.postern.v1.DeleteDnsForwardingRulesetRequest;
import io.postern.v1.DnsForwardingRulesetServiceGrpc;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forwarding rulesets between linked zones and the public side (Rules §7.1): two networks, and two
 * real NSDs behind their rules.
 */
@NeedsProgram(value = "nsd", debianPackage = "nsd")
class RulesetAnswersTest {
  private static final String NAME = "www.corp.example";
  private static final String BLOB = "acct1.blob.core.windows.net";

  private static NsdServer east;
  private static NsdServer west;
  @TempDir private Path folder;
  private DnsLab dns;
  private RulesetLab rulesets;
  private String networkA;
  private String networkB;

  @BeforeAll
  static void startNsd(@TempDir Path folder) throws IOException {
    east = nsd(Files.createDirectory(folder.resolve("east")), "10.8.0.1");
    west = nsd(Files.createDirectory(folder.resolve("west")), "10.8.0.2");
  }

  /** One zone that all the names of these tests lie in. */
  private static NsdServer nsd(Path folder, String address) throws IOException {
    return NsdServer.start(
        folder,
        ".",
        """
        $ORIGIN .
        $TTL 60
        @ SOA ns hostmaster 1 3600 300 604800 30
        @ NS ns
        ns A 192.0.2.53
        www.corp.example A %1$s
        www.lab.corp.example A %1$s
        acct1.blob.core.windows.net A %1$s
        inward.corp.example CNAME acct1.blob.core.windows.net.
        """
            .formatted(address));
  }

  @AfterAll
  static void stopNsd() {
    east.close();
    west.close();
  }

  @BeforeEach
  void start() {
    dns = DnsLab.start(folder, RulesetAnswersTest::hasty, "vnet-a", "vnet-b");
    rulesets = RulesetLab.of(dns.plane);
    networkA = dns.lab.network("vnet-a", "10.1.0.0/16");
    networkB = dns.lab.network("vnet-b", "10.2.0.0/16");
  }

  private static DnsServerSettings hasty(DnsServerSettings settings) {
    return new DnsServerSettings(
        settings.listeners(),
        List.of(),
        Duration.ofMillis(300),
        settings.refuseUnknownClients(),
        settings.publicRecursion());
  }

  @AfterEach
  void stop() {
    dns.close();
  }

  /** The TTL is a minute at first; what was asked before says what is left of it. */
  private void answers(String address, String network, String name) {
    var answered = dns.ask(network, name, "A");
    assertEquals(1, answered.answers().size(), answered::toString);
    var record = answered.answers().getFirst().split(" ");
    assertEquals(List.of(name, "A", address), List.of(record[0], record[2], record[3]));
    int left = Integer.parseInt(record[1]);
    assertTrue(left > 0 && left <= 60, answered::toString);
    assertEquals(new Answered("NOERROR", false, answered.answers(), List.of()), answered);
  }

  private String rcode(String network, String name) {
    return dns.ask(network, name, "A").rcode();
  }

  @Test
  void eachNetworkIsAnsweredByTheServersOfItsOwnRules() {
    rulesets.linked("east", networkA, rule("corp.example", east.address()));
    rulesets.linked("west", networkB, rule("corp.example", west.address()));

    for (int round = 0; round < 2; round++) {
      answers("10.8.0.1", "vnet-a", NAME);
      answers("10.8.0.2", "vnet-b", NAME);
    }
    assertEquals("REFUSED", rcode("", NAME));
    assertEquals("REFUSED", rcode("vnet-a", "www.example.net"));
  }

  @Test
  void theRuleOfTheLongestDomainTakesTheName() {
    rulesets.linked(
        "both",
        networkA,
        rule("corp.example", east.address()),
        rule("lab.corp.example", west.address()));

    answers("10.8.0.1", "vnet-a", NAME);
    answers("10.8.0.2", "vnet-a", "www.lab.corp.example");
  }

  @Test
  void aLinkedZoneIsAskedBeforeAnyRule() {
    var zone = dns.lab.zone("corp.example");
    var _ = dns.lab.link(zone, networkA, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    rulesets.linked(
        "longer",
        networkA,
        rule("lab.corp.example", east.address()),
        rule("corp.example", east.address()));
    var _ = dns.address(zone, "www", 60, "10.9.9.9");

    assertEquals(List.of(NAME + " 60 A 10.9.9.9"), dns.ask("vnet-a", NAME, "A").answers());
    assertEquals("NXDOMAIN", rcode("vnet-a", "www.lab.corp.example"));
  }

  @Test
  void aRuleIsAskedBeforeTheRegisteredPublicNames() {
    dns.lab.storage("acct1");
    var frontend = "blob.s1.store.core.windows.net 60 A 203.0.113.161";
    rulesets.linked("all", networkA, rule(".", east.address()));

    answers("10.8.0.1", "vnet-a", BLOB);
    assertEquals(frontend, dns.ask("vnet-b", BLOB, "A").answers().getLast());
  }

  @Test
  void aChainOfARulesServersComesBackToThePrivateAddress() {
    var zone = dns.lab.zone(Lab.BLOB_ZONE);
    var _ = dns.lab.link(zone, networkA, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    dns.published("pe", "vnet-a", dns.lab.storage("acct1"), "blob", zone, "blob=10.1.0.5");
    rulesets.linked("corp", networkA, rule("corp.example", east.address()));

    assertEquals(
        "acct1.privatelink.blob.core.windows.net 10 A 10.1.0.5",
        dns.ask("vnet-a", "inward.corp.example", "A").answers().getLast());
  }

  @Test
  void aDisabledRuleDoesNotCount() {
    var name =
        rulesets.linked(
            "off",
            networkA,
            rule("corp.example", east.address()),
            rule("lab.corp.example", west.address()).setEnabled(false));
    answers("10.8.0.1", "vnet-a", "www.lab.corp.example");

    rulesets.rules(name, rule("corp.example", east.address()).setEnabled(false));

    assertEquals("REFUSED", rcode("vnet-a", NAME));
  }

  @Test
  void aDeadServerIsPassedOverForTheNext() throws IOException {
    try (var silent = new DatagramSocket(Loopback.anyPort())) {
      var dead = (InetSocketAddress) silent.getLocalSocketAddress();
      rulesets.linked("dead", networkA, rule("corp.example", dead, west.address()));
      rulesets.linked("none", networkB, rule("corp.example", dead));

      answers("10.8.0.2", "vnet-a", NAME);
      assertEquals("SERVFAIL", rcode("vnet-b", NAME));
    }
  }

  @Test
  void changesOfRulesAndNetworksHoldWithTheNextQuery() {
    var name = rulesets.linked("moves", networkA, rule("corp.example", east.address()));
    answers("10.8.0.1", "vnet-a", NAME);

    rulesets.rules(name, rule("corp.example", west.address()));
    answers("10.8.0.2", "vnet-a", NAME);

    rulesets.create(
        "other", ruleset(rule("corp.example", east.address())).addVirtualNetworks(networkB));
    answers("10.8.0.1", "vnet-b", NAME);

    var _ =
        dns.plane
            .stub(DnsForwardingRulesetServiceGrpc::newBlockingStub)
            .deleteDnsForwardingRuleset(
                DeleteDnsForwardingRulesetRequest.newBuilder().setName(name).build());
    assertEquals("REFUSED", rcode("vnet-a", NAME));
    answers("10.8.0.1", "vnet-b", NAME);
  }

  @Test
  void rulesAreThereAgainAfterARestart() {
    rulesets.linked("kept", networkA, rule("corp.example", east.address()));
    dns.close();

    dns = DnsLab.again(folder, RulesetAnswersTest::hasty, "vnet-a", "vnet-b");

    answers("10.8.0.1", "vnet-a", NAME);
  }
}
