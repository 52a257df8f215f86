package io.postern.server.traffic.model;

import static io.postern.server.traffic.model.Rules.allow;
import static io.postern.server.traffic.model.Rules.applicationGroup;
import static io.postern.server.traffic.model.Rules.deny;
import static io.postern.server.traffic.model.Rules.group;
import static io.postern.server.traffic.model.Rules.members;
import static io.postern.server.traffic.model.Rules.ports;
import static io.postern.server.traffic.model.Rules.prefixes;
import static io.postern.server.traffic.model.Rules.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.Cidr;
import io.postern.server.traffic.model.SecurityRule.Access;
import io.postern.server.traffic.model.SecurityRule.Direction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule of a security group decides (Rules §15.6). */
class SecurityRulesTest {
  private static final String ENDPOINT = "10.1.0.5";
  private static final TagSpace TAGS =
      new TagSpace(
          List.of(Cidr.of("10.1.0.0/16"), Cidr.of("10.2.0.0/16")), List.of(Cidr.of("10.3.0.0/16")));

  @Test
  void theLowestPriorityThatFitsDecides() {
    var group =
        group(
            deny(300, RuleEnd.ANY, RuleEnd.ANY),
            allow(200, prefixes("10.1.0.0/24"), ports("443")),
            deny(100, RuleEnd.ANY, ports("22")));

    assertEquals("rule200", inbound(group, tcp("10.1.0.9", 50_000, ENDPOINT, 443)));
    assertEquals("rule300", inbound(group, tcp("10.1.7.9", 50_000, ENDPOINT, 443)));
    assertEquals("rule100", inbound(group, tcp("10.1.0.9", 50_000, ENDPOINT, 22)));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.9,      AllowVnetInBound",
    "10.2.0.9,      AllowVnetInBound",
    "168.63.129.16, AllowAzureLoadBalancerInBound",
    "198.51.100.7,  DenyAllInBound",
    "10.9.0.1,      DenyAllInBound"
  })
  void theDefaultRulesLetTheNetworkAndLoadBalancersIn(String source, String rule) {
    assertEquals(rule, inbound(group(), tcp(source, 50_000, ENDPOINT, 443)));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.5,      AllowVnetOutBound",
    "198.51.100.7,  AllowInternetOutBound",
    "10.9.0.1,      DenyAllOutBound"
  })
  void theDefaultRulesLetTrafficOutToTheNetworkAndTheInternet(String destination, String rule) {
    var flow = tcp("10.1.0.9", 50_000, destination, 443);

    assertEquals(rule, SecurityRules.atMachine(group(), Direction.OUTBOUND, flow, TAGS).name());
  }

  @Test
  void theTagInternetIsWhatIsPublicAndNotOfTheNetwork() {
    var group = group(allow(100, RuleEnd.tagged(ServiceTag.INTERNET), RuleEnd.ANY));

    assertEquals("rule100", inbound(group, tcp("198.51.100.7", 50_000, ENDPOINT, 443)));
    assertEquals("AllowVnetInBound", inbound(group, tcp("10.1.0.9", 50_000, ENDPOINT, 443)));
    assertEquals("DenyAllInBound", inbound(group, tcp("192.168.0.1", 50_000, ENDPOINT, 443)));
  }

  @Test
  void aRuleForAProtocolLetsTheOthersBy() {
    var tcpOnly =
        new SecurityRule(
            "tcp",
            "",
            100,
            Direction.INBOUND,
            Access.DENY,
            Optional.of(Protocol.TCP),
            RuleEnd.ANY,
            RuleEnd.ANY);
    var flow = tcp("10.1.0.9", 50_000, ENDPOINT, 53);
    var udp = new Flow(flow.source(), flow.destination(), Protocol.UDP);

    assertEquals("tcp", inbound(group(tcpOnly), flow));
    assertEquals("AllowVnetInBound", inbound(group(tcpOnly), udp));
  }

  @Test
  void anApplicationSecurityGroupIsItsMembers() {
    var stores = applicationGroup("stores");
    var group = group(deny(100, RuleEnd.ANY, members(stores)));
    var member =
        new Flow(Rules.end("10.1.0.9", 50_000), Rules.end(ENDPOINT, 443, stores), Protocol.TCP);

    assertEquals("rule100", inbound(group, member));
    assertEquals("AllowVnetInBound", inbound(group, tcp("10.1.0.9", 50_000, ENDPOINT, 443)));
  }

  @Test
  void aPeerWhoseAccessIsOffStaysInTheVirtualNetworkTagOfWhatIsAllowed() {
    assertEquals("AllowVnetInBound", inbound(group(), tcp("10.3.0.9", 50_000, ENDPOINT, 443)));
  }

  @Test
  void denyingTheVirtualNetworkTagDoesNotStopAPeerWhoseAccessIsOff() {
    var group = group(deny(100, RuleEnd.tagged(ServiceTag.VIRTUAL_NETWORK), RuleEnd.ANY));

    assertEquals("AllowVnetInBound", inbound(group, tcp("10.3.0.9", 50_000, ENDPOINT, 443)));
    assertEquals("rule100", inbound(group, tcp("10.2.0.9", 50_000, ENDPOINT, 443)));
  }

  @Test
  void anExplicitDenyOfItsPrefixStopsAPeerWhoseAccessIsOff() {
    var group = group(deny(100, prefixes("10.3.0.0/16"), RuleEnd.ANY));

    assertEquals("rule100", inbound(group, tcp("10.3.0.9", 50_000, ENDPOINT, 443)));
  }

  private static String inbound(NetworkSecurityGroup group, Flow flow) {
    return SecurityRules.intoEndpoint(group, flow, TAGS).name();
  }
}
