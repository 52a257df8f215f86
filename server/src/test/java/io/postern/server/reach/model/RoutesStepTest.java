package io.postern.server.reach.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.network.model.Subnet.EndpointNetworkPolicies;
import io.postern.server.reach.model.Decision.Verdict;
import io.postern.server.reach.model.Finding.Outcome;
import io.postern.server.reach.model.Finding.Step;
import io.postern.server.traffic.model.Route;
import io.postern.server.traffic.model.Route.NextHop;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** An endpoint's own route against those of owners (Rules §15.7). */
class RoutesStepTest {
  @ParameterizedTest
  @EnumSource
  void routesApplyOnlyWhereTheSubnetSaysSo(EndpointNetworkPolicies policies) {
    var scene = new Scene().policies(policies).routes(route("10.1.0.0/16", NextHop.NONE));

    assertEquals(
        policies.routesApply() ? Verdict.DENIED : Verdict.ALLOWED, scene.decide().verdict());
  }

  @Test
  void aRouteThroughAnApplianceWarnsOfTheAsymmetricReturn() {
    var scene = enabled().routes(appliance("10.1.0.0/16", false));

    assertEquals(Verdict.ALLOWED_WITH_WARNING, scene.decide().verdict());
    var finding = scene.step(Step.ROUTES);
    assertEquals(Outcome.WARNING, finding.outcome());
    assertEquals("rt", finding.object().orElseThrow().id());
    assertTrue(finding.sentence().contains("SNAT"), finding.sentence());
  }

  @Test
  void anApplianceThatDoesSnatNeedsNoWarning() {
    var scene = enabled().routes(appliance("10.1.0.0/16", true));

    assertEquals(Verdict.ALLOWED, scene.decide().verdict());
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, PASSED",
    "10.0.0.0/8, PASSED",
    "10.1.0.0/16, WARNING",
    "10.1.0.0/24, WARNING",
    "10.1.0.5/32, WARNING"
  })
  void onlyARouteAsSpecificAsTheNetworkTakesThePlaceOfTheEndpointsOwn(
      String prefix, Outcome outcome) {
    assertEquals(outcome, enabled().routes(appliance(prefix, false)).step(Step.ROUTES).outcome());
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, DENIED",
    "INTERNET, DENIED",
    "VIRTUAL_NETWORK_GATEWAY, DENIED",
    "VNET_LOCAL, PASSED"
  })
  void aRouteThatLeadsAwayEndsTheTraffic(NextHop nextHop, Outcome outcome) {
    assertEquals(
        outcome, enabled().routes(route("10.1.0.0/16", nextHop)).step(Step.ROUTES).outcome());
  }

  @Test
  void withoutARouteTableTheEndpointsOwnRouteHolds() {
    assertEquals(Outcome.NOT_APPLICABLE, enabled().step(Step.ROUTES).outcome());
  }

  private static Scene enabled() {
    return new Scene().policies(EndpointNetworkPolicies.ROUTE_TABLE_ENABLED);
  }

  private static Route route(String prefix, NextHop nextHop) {
    return new Route("r", Cidr.of(prefix), nextHop, Optional.empty(), false);
  }

  private static Route appliance(String prefix, boolean translatesSource) {
    return new Route(
        "fw",
        Cidr.of(prefix),
        NextHop.VIRTUAL_APPLIANCE,
        Optional.of(IpAddress.of("10.2.9.4")),
        translatesSource);
  }
}
