package io.postern.server.reach.model;

import static io.postern.server.reach.model.Finding.Step.PATH;

import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Peering;
import io.postern.server.reach.model.Finding.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * Step 2: whether networks lead from the source to the destination. They do within one network,
 * between directly peered ones, and from on premises through a gateway of the network or of a
 * direct peer that lends it. Peering is not transitive.
 */
final class PathStep {
  private PathStep() {}

  static Finding check(Situation situation) {
    return switch (situation.destination()) {
      case Destination.Endpoint endpoint ->
          toNetwork(situation.source(), endpoint.surroundings(), endpoint.providerNetworks(), true);
      case Destination.Machine machine ->
          toNetwork(situation.source(), machine.surroundings(), machine.providerNetworks(), false);
      case Destination.Public destination -> toInternet(situation.source(), destination);
      case Destination.Nowhere nowhere ->
          Finding.denied(
              PATH,
              situation.source().network(),
              "The address "
                  + nowhere.address()
                  + " is private, and neither the network nor one directly beside it has it.");
    };
  }

  private static Finding toInternet(Source source, Destination.Public destination) {
    return Finding.passed(
        PATH,
        source.network(),
        "The address " + destination.address() + " is public, so the traffic leaves the network.");
  }

  private static Finding toNetwork(
      Source source, Surroundings there, List<ResourceName> providers, boolean toEndpoint) {
    var finding =
        switch (source) {
          case Source.Machine machine -> fromNetwork(machine, there, toEndpoint);
          case Source.Site site -> fromSite(site, there);
        };
    if (!finding.denies() || !providers.contains(source.network())) return finding;
    return Finding.passed(
        PATH, source.network(), "Nothing but the private link itself is between the two networks.");
  }

  private static Finding fromNetwork(
      Source.Machine machine, Surroundings there, boolean toEndpoint) {
    var network = there.network().name();
    if (machine.network().equals(network))
      return Finding.passed(PATH, network, "Both are in the same virtual network.");
    var neighbour = there.neighbour(machine.network());
    if (neighbour.isPresent()) return acrossPeering(neighbour.get(), there, toEndpoint);
    return machine
        .surroundings()
        .neighbour(network)
        .map(other -> unfinished(other.own()))
        .orElseGet(() ->
            Finding.denied(
                PATH,
                network,
                "The two virtual networks are not directly peered, and peering does not lead on"
                    + " through a third network; peer them."));
  }

  private static Finding acrossPeering(
      Neighbour neighbour, Surroundings there, boolean toEndpoint) {
    if (!neighbour.isConnected()) return unfinished(neighbour.own());
    boolean global = !neighbour.network().region().equals(there.network().region());
    var peering = neighbour.own().name();
    var reach =
        global
            ? "The two virtual networks are peered across regions, and both sides are connected."
            : "The two virtual networks are directly peered, and both sides are connected.";
    if (neighbour.own().virtualNetworkAccess()) return Finding.passed(PATH, peering, reach);
    return toEndpoint
        ? Finding.warning(
            PATH,
            peering,
            reach
                + " The destination's side denies the other network access, but that does not hold"
                + " for private endpoints; deny its prefix in a security rule.")
        : Finding.denied(
            PATH,
            peering,
            "The destination's side of the peering denies the other network access; allow it"
                + " there.");
  }

  private static Finding unfinished(Peering side) {
    return Finding.denied(
        PATH,
        side.name(),
        switch (side.state()) {
          case INITIATED, CONNECTED ->
              "The peering has only one side yet; create the other one, too.";
          case DISCONNECTED ->
              "The other side of the peering is gone; delete this one and create both anew.";
        });
  }

  private static Finding fromSite(Source.Site site, Surroundings there) {
    if (site.gateways().isEmpty())
      return Finding.denied(
          PATH,
          site.network(),
          "The on-premises network is connected to no gateway; connect it to one.");
    Optional<Finding> refusal = Optional.empty();
    for (var gateway : site.gateways()) {
      if (gateway.virtualNetwork().equals(there.network().name()))
        return Finding.passed(
            PATH,
            gateway.name(),
            "It comes through the " + gateway.type().label() + " gateway of the network.");
      var hub = there.neighbour(gateway.virtualNetwork());
      if (hub.isEmpty()) continue;
      var finding = throughHub(hub.get(), gateway.type().label());
      if (finding.outcome() == Outcome.PASSED) return finding;
      refusal = Optional.of(finding);
    }
    return refusal.orElseGet(() ->
        Finding.denied(
            PATH,
            there.network().name(),
            "No gateway of the on-premises network is in the virtual network or in one directly"
                + " peered with it."));
  }

  private static Finding throughHub(Neighbour hub, String label) {
    if (!hub.isConnected()) return unfinished(hub.own());
    if (!hub.own().useRemoteGateways())
      return Finding.denied(
          PATH,
          hub.own().name(),
          "The gateway is in a peered network, but this side of the peering does not use remote"
              + " gateways; set useRemoteGateways.");
    var counterpart = hub.counterpart().orElseThrow();
    if (!counterpart.allowGatewayTransit())
      return Finding.denied(
          PATH,
          counterpart.name(),
          "The gateway is in a peered network, but that side of the peering does not lend it; set"
              + " allowGatewayTransit.");
    return Finding.passed(
        PATH,
        hub.own().name(),
        "It comes through the " + label + " gateway of a directly peered network that lends it.");
  }
}
