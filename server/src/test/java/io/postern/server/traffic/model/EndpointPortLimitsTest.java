package io.postern.server.traffic.model;

import static io.postern.server.traffic.model.Rules.allow;
import static io.postern.server.traffic.model.Rules.deny;
import static io.postern.server.traffic.model.Rules.group;
import static io.postern.server.traffic.model.Rules.ports;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.postern.server.kernel.Cidr;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of port ranges at a private endpoint (Rules §15.6): the four rows first. */
class EndpointPortLimitsTest {
  private static final TagSpace TAGS = new TagSpace(List.of(Cidr.of("10.0.0.0/8")), List.of());

  @Test
  void singlePortRangesWorkAsWritten() {
    var allows = allow(100, ports("10-12"), ports("10-12"));
    var denies = deny(100, ports("10-12"), ports("10-12"));

    assertFits(allows, 11, 11);
    assertFits(denies, 10, 12);
    assertDoesNotFit(allows, 13, 11);
    assertDoesNotFit(denies, 11, 13);
  }

  @Test
  void anAllowWithSeveralRangesAtBothEndsHonorsOnlyTheFirstOfEach() {
    var rule = allow(100, ports("10-12", "13-14"), ports("14-15", "16-17"));

    assertFits(rule, 10, 15);
    assertDoesNotFit(rule, 13, 15);
    assertDoesNotFit(rule, 10, 16);
    assertDoesNotFit(rule, 13, 16);
  }

  @Test
  void aDenyWithSeveralRangesAtBothEndsDeniesAllPorts() {
    var rule = deny(100, ports("10-12", "13-14"), ports("120-130", "140-150"));

    assertFits(rule, 10, 120);
    assertFits(rule, 60_000, 443);
    assertFits(rule, 1, 65_535);
  }

  @Test
  void aDenyWithSeveralSourceRangesAndOneDestinationDeniesItToEverySourcePort() {
    var rule = deny(100, ports("10-12", "13-14"), ports("120-130"));

    assertFits(rule, 10, 125);
    assertFits(rule, 60_000, 120);
    assertDoesNotFit(rule, 10, 131);
  }

  @Test
  void anAllowWithSeveralSourceRangesAndOneDestinationHonorsTheFirstSource() {
    var rule = allow(100, ports("10-12", "13-14"), ports("120-130"));

    assertFits(rule, 12, 130);
    assertDoesNotFit(rule, 13, 130);
  }

  @Test
  void severalDestinationRangesWithOneSourceWorkAsWritten() {
    assertFits(allow(100, ports(), ports("80", "443")), 50_000, 443);
    assertFits(deny(100, ports("50000"), ports("80", "443")), 50_000, 443);
    assertDoesNotFit(deny(100, ports("50000"), ports("80", "443")), 50_000, 444);
  }

  @Test
  void theLimitsAreThoseOfEndpointsOnly() {
    var rule = allow(100, ports("10-12", "13-14"), ports("14-15", "16-17"));
    var flow = Rules.tcp("10.1.0.4", 13, "10.1.0.5", 16);

    var deciding = SecurityRules.atMachine(group(rule), SecurityRule.Direction.INBOUND, flow, TAGS);

    assertEquals(rule, deciding);
  }

  private static void assertFits(SecurityRule rule, int sourcePort, int port) {
    assertEquals(rule, deciding(rule, sourcePort, port));
  }

  private static void assertDoesNotFit(SecurityRule rule, int sourcePort, int port) {
    assertNotEquals(rule, deciding(rule, sourcePort, port));
  }

  private static SecurityRule deciding(SecurityRule rule, int sourcePort, int port) {
    var flow = Rules.tcp("10.1.0.4", sourcePort, "10.1.0.5", port);
    return SecurityRules.intoEndpoint(group(rule), flow, TAGS);
  }
}
