package io.postern.server.reach.model;

import static io.postern.server.network.model.Peering.State.CONNECTED;
import static io.postern.server.network.model.Peering.State.DISCONNECTED;
import static io.postern.server.network.model.Peering.State.INITIATED;
import static io.postern.server.reach.model.Scene.gateway;
import static io.postern.server.reach.model.Scene.network;
import static io.postern.server.reach.model.Scene.side;
import static io.postern.server.reach.model.Scene.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.reach.model.Decision.Verdict;
import io.postern.server.reach.model.Finding.Outcome;
import io.postern.server.reach.model.Finding.Step;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which networks lead to an endpoint (Rules §15.2), and in which direction (§15.3). */
class PathStepTest {
  private static final VirtualNetwork HUB = network("hub", "eastus", "10.2.0.0/16");
  private static final VirtualNetwork ABROAD = network("abroad", "westeurope", "10.3.0.0/16");

  @Test
  void theSameNetworkIsReached() {
    var decision = new Scene().decide();

    assertEquals(Verdict.ALLOWED, decision.verdict());
    assertEquals(Outcome.PASSED, Scene.step(decision, Step.PATH).outcome());
  }

  @Test
  void aDirectlyPeeredNetworkOfTheSameRegionIsReached() {
    var finding = new Scene().peered(HUB).from(HUB, "10.2.0.9").step(Step.PATH);

    assertEquals(Outcome.PASSED, finding.outcome());
    assertEquals("to-hub", finding.object().orElseThrow().id());
  }

  @Test
  void aGloballyPeeredNetworkIsReached() {
    var finding = new Scene().peered(ABROAD).from(ABROAD, "10.3.0.9").step(Step.PATH);

    assertEquals(Outcome.PASSED, finding.outcome());
    assertTrue(finding.sentence().contains("across regions"), finding.sentence());
  }

  @Test
  void peeringIsNotTransitive() {
    var decision = new Scene().peered(HUB).from(ABROAD, "10.3.0.9").decide();

    assertEquals(Verdict.DENIED, decision.verdict());
    assertEquals(List.of(Step.PATH), decision.trace().stream().map(Finding::step).toList());
  }

  @Test
  void aPeeringWithOneSideOnlyLeadsNowhere() {
    var finding =
        new Scene()
            .oneSided(HUB, side("vnet-a", "hub", INITIATED))
            .from(HUB, "10.2.0.9")
            .step(Step.PATH);

    assertEquals(Outcome.DENIED, finding.outcome());
    assertTrue(finding.sentence().contains("only one side"), finding.sentence());
  }

  @Test
  void aPeeringWhoseOtherSideIsGoneLeadsNowhere() {
    var finding =
        new Scene()
            .oneSided(HUB, side("vnet-a", "hub", DISCONNECTED))
            .from(HUB, "10.2.0.9")
            .step(Step.PATH);

    assertEquals(Outcome.DENIED, finding.outcome());
    assertTrue(finding.sentence().contains("gone"), finding.sentence());
  }

  @Test
  void aPeerWhoseAccessIsOffReachesAnEndpointAllTheSameWithAWarning() {
    var scene =
        new Scene()
            .peered(
                HUB,
                with(side("vnet-a", "hub", CONNECTED), false, false, false),
                side("hub", "vnet-a", CONNECTED))
            .from(HUB, "10.2.0.9");

    assertEquals(Verdict.ALLOWED_WITH_WARNING, scene.decide().verdict());
    assertEquals(Outcome.WARNING, scene.step(Step.PATH).outcome());
  }

  @Test
  void aPeerWhoseAccessIsOffReachesNoMachine() {
    var scene =
        new Scene()
            .peered(
                HUB,
                with(side("vnet-a", "hub", CONNECTED), false, false, false),
                side("hub", "vnet-a", CONNECTED))
            .from(HUB, "10.2.0.9");
    var machine =
        new Destination.Machine(
            scene.surroundings(), Optional.empty(), List.of(), Scene.at("10.1.0.77"));

    assertEquals(Verdict.DENIED, scene.decideTo(machine).verdict());
  }

  @ParameterizedTest
  @EnumSource
  void onPremisesComesThroughAGatewayOfTheNetwork(VirtualNetworkGateway.Type type) {
    var finding = new Scene().fromSite(gateway("vnet-a", type)).step(Step.PATH);

    assertEquals(Outcome.PASSED, finding.outcome());
    assertTrue(finding.sentence().contains(type.label()), finding.sentence());
  }

  @Test
  void onPremisesComesThroughTheGatewayOfAHubThatLendsIt() {
    var finding =
        new Scene()
            .peered(
                HUB,
                with(side("vnet-a", "hub", CONNECTED), true, false, true),
                with(side("hub", "vnet-a", CONNECTED), true, true, false))
            .fromSite(gateway("hub", VirtualNetworkGateway.Type.EXPRESS_ROUTE))
            .step(Step.PATH);

    assertEquals(Outcome.PASSED, finding.outcome());
  }

  @Test
  void aHubThatDoesNotLendItsGatewayDoesNotLeadOn() {
    var finding =
        new Scene()
            .peered(
                HUB,
                with(side("vnet-a", "hub", CONNECTED), true, false, true),
                side("hub", "vnet-a", CONNECTED))
            .fromSite(gateway("hub", VirtualNetworkGateway.Type.VPN))
            .step(Step.PATH);

    assertEquals(Outcome.DENIED, finding.outcome());
    assertEquals("to-vnet-a", finding.object().orElseThrow().id());
    assertTrue(finding.sentence().contains("allowGatewayTransit"), finding.sentence());
  }

  @Test
  void aNetworkThatDoesNotUseTheGatewayOfItsHubIsNotReachedThroughIt() {
    var finding =
        new Scene()
            .peered(
                HUB,
                side("vnet-a", "hub", CONNECTED),
                with(side("hub", "vnet-a", CONNECTED), true, true, false))
            .fromSite(gateway("hub", VirtualNetworkGateway.Type.VPN))
            .step(Step.PATH);

    assertEquals(Outcome.DENIED, finding.outcome());
    assertTrue(finding.sentence().contains("useRemoteGateways"), finding.sentence());
  }

  @Test
  void onPremisesWithoutAGatewayReachesNothing() {
    assertEquals(Outcome.DENIED, new Scene().fromSite().step(Step.PATH).outcome());
  }

  @Test
  void aGatewaySomewhereElseDoesNotLeadToTheNetwork() {
    var finding =
        new Scene()
            .peered(HUB)
            .fromSite(gateway("far", VirtualNetworkGateway.Type.VPN))
            .step(Step.PATH);

    assertEquals(Outcome.DENIED, finding.outcome());
  }

  @Test
  void aConnectionFromTheProviderIntoTheConsumersNetworkIsRefused() {
    var provider = network("provider", "eastus", "10.1.0.0/16");
    var scene = new Scene().providedFrom(provider.name()).from(provider, "10.1.0.4");
    var machine =
        new Destination.Machine(
            scene.surroundings(),
            Optional.empty(),
            List.of(provider.name()),
            Scene.at("10.1.0.77"));

    for (var decision : List.of(scene.decide(), scene.decideTo(machine))) {
      assertEquals(Verdict.DENIED, decision.verdict());
      assertEquals(Step.DIRECTION, decision.trace().getLast().step());
    }
  }

  @Test
  void aProviderWhoIsPeeredWithTheConsumerIsAConsumerLikeOthers() {
    var decision = new Scene().peered(HUB).providedFrom(HUB.name()).from(HUB, "10.2.0.4").decide();

    assertEquals(Verdict.ALLOWED, decision.verdict());
  }

  @Test
  void aPrivateAddressOfNoNetworkIsNotReached() {
    var decision = new Scene().decideTo(new Destination.Nowhere(Scene.at("10.99.0.1")));

    assertEquals(Verdict.DENIED, decision.verdict());
  }

  @Test
  void theVirtualNetworkTagHoldsPeersAndSitesButNotThePeersOfPeers() {
    var tags =
        new Scene()
            .peered(HUB)
            .oneSided(ABROAD, side("vnet-a", "abroad", INITIATED))
            .surroundings()
            .tags();

    assertEquals(
        List.of("10.1.0.0/16", "10.2.0.0/16"),
        tags.network().stream().map(Object::toString).toList());
  }
}
