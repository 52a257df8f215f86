package io.postern.server.traffic.model;

import static io.postern.server.traffic.model.Rules.allow;
import static io.postern.server.traffic.model.Rules.deny;
import static io.postern.server.traffic.model.Rules.group;
import static io.postern.server.traffic.model.Rules.ports;
import static io.postern.server.traffic.model.Rules.prefixes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.traffic.model.Route.NextHop;
import io.postern.server.traffic.model.SecurityRule.Access;
import io.postern.server.traffic.model.SecurityRule.Direction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be written into groups and tables. */
class TrafficModelTest {
  @Test
  void aRuleWithMoreThan500AddressPrefixesIsRefused() {
    var most = IntStream.range(0, 500).mapToObj(i -> "10." + i / 250 + "." + i % 250 + ".0/24");
    var prefixes = prefixes(most.toArray(String[]::new));
    group(deny(100, prefixes, RuleEnd.ANY));

    var problem = refused(() -> group(deny(100, prefixes, prefixes("10.9.0.0/24"))));

    assertEquals(Reason.SECURITY_RULE_PREFIX_LIMIT, problem.reason());
    assertEquals(Map.of("rule", "rule100", "limit", "500", "used", "501"), problem.metadata());
    assertField("network_security_group.security_rules[0]", problem);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 10, 99, 4097, 65000})
  void aPriorityIsFrom100To4096(int priority) {
    var problem = refused(() -> group(allow(priority, RuleEnd.ANY, RuleEnd.ANY)));

    assertField("network_security_group.security_rules[0].priority", problem);
  }

  @Test
  void twoRulesOfADirectionDoNotShareAPriority() {
    var in = rule("in", 100, Direction.INBOUND);
    group(in, rule("out", 100, Direction.OUTBOUND));

    var problem = refused(() -> group(in, rule("too", 100, Direction.INBOUND)));

    assertField("network_security_group.security_rules[1].priority", problem);
  }

  @Test
  void twoRulesDoNotShareAName() {
    var problem =
        refused(
            () -> group(rule("web", 100, Direction.INBOUND), rule("WEB", 200, Direction.INBOUND)));

    assertField("network_security_group.security_rules[1].name", problem);
  }

  @Test
  void anEndSaysItsAddressesInOneWay() {
    var both =
        new RuleEnd(
            List.of(Cidr.of("10.0.0.0/8")), Optional.of(ServiceTag.INTERNET), List.of(), List.of());

    var problem = refused(() -> group(allow(100, both, RuleEnd.ANY)));

    assertField("network_security_group.security_rules[0].source", problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "80-", "-80", "90-80", "65536", "080808", "+1", "1 - 2", "a"})
  void whatIsNoRangeOfPortsIsRefused(String text) {
    assertField("field", refused(() -> PortRange.parse(text, "field")));
  }

  @Test
  void portRangesArePrintedAsTheyAreWritten() {
    assertEquals(
        List.of("*", "443", "8000-8080"),
        ports("*", "443", "8000-8080").ports().stream().map(PortRange::toString).toList());
  }

  @Test
  void onlyAnApplianceHasAnAddress() {
    var with = route("10.2.0.0/16", NextHop.NONE, Optional.of(IpAddress.of("10.1.9.4")));
    var without = route("10.2.0.0/16", NextHop.VIRTUAL_APPLIANCE, Optional.empty());
    var other =
        route("10.2.0.0/16", NextHop.VIRTUAL_APPLIANCE, Optional.of(IpAddress.of("fd00::4")));

    for (var route : List.of(with, without, other))
      assertField("route_table.routes[0].next_hop_ip_address", refused(() -> table(route)));
  }

  @Test
  void twoRoutesDoNotShareAPrefix() {
    var one = new Route("a", Cidr.of("10.2.0.0/16"), NextHop.NONE, Optional.empty(), false);
    var other = new Route("b", Cidr.of("10.2.0.0/16"), NextHop.NONE, Optional.empty(), false);

    assertField("route_table.routes[1].address_prefix", refused(() -> table(one, other)));
  }

  @Test
  void theRouteWithTheLongestPrefixCounts() {
    var table =
        table(
            new Route("all", Cidr.of("0.0.0.0/0"), NextHop.INTERNET, Optional.empty(), false),
            new Route("hub", Cidr.of("10.2.0.0/16"), NextHop.NONE, Optional.empty(), false));

    assertEquals("hub", table.lookUp(IpAddress.of("10.2.3.4")).orElseThrow().name());
    assertEquals("all", table.lookUp(IpAddress.of("10.3.3.4")).orElseThrow().name());
    assertEquals(Optional.empty(), table.lookUp(IpAddress.of("fd00::1")));
  }

  private static SecurityRule rule(String name, int priority, Direction direction) {
    return Rules.rule(name, priority, direction, Access.ALLOW, RuleEnd.ANY, RuleEnd.ANY);
  }

  private static Route route(String prefix, NextHop nextHop, Optional<IpAddress> address) {
    return new Route("r", Cidr.of(prefix), nextHop, address, false);
  }

  private static RouteTable table(Route... routes) {
    return new RouteTable(
        ResourceName.of(
            "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/routeTables/rt"),
        Meta.NEW,
        "eastus",
        List.of(routes),
        Map.of());
  }

  private static Problem refused(org.junit.jupiter.api.function.Executable work) {
    return assertThrows(ControlException.class, work).error().problem();
  }

  private static void assertField(String field, Problem problem) {
    assertEquals(
        List.of(field), problem.violations().stream().map(Problem.Violation::field).toList());
  }
}
