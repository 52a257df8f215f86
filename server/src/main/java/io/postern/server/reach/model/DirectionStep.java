package io.postern.server.reach.model;

import static io.postern.server.reach.model.Finding.Step.DIRECTION;

import io.postern.server.kernel.ResourceName;
import java.util.List;

/** Step 3: only the consumer's side opens connections, never the provider's. */
final class DirectionStep {
  private DirectionStep() {}

  static Finding check(Situation situation) {
    return switch (situation.destination()) {
      case Destination.Endpoint endpoint ->
          check(situation.source(), endpoint.surroundings(), endpoint.providerNetworks());
      case Destination.Machine machine ->
          check(situation.source(), machine.surroundings(), machine.providerNetworks());
      case Destination.Public _, Destination.Nowhere _ ->
          Finding.notApplicable(DIRECTION, "No private endpoint is on the way.");
    };
  }

  private static Finding check(Source source, Surroundings there, List<ResourceName> providers) {
    boolean backwards =
        providers.contains(source.network())
            && !source.network().equals(there.network().name())
            && there.neighbour(source.network()).filter(Neighbour::isConnected).isEmpty();
    if (backwards)
      return Finding.denied(
          DIRECTION,
          source.network(),
          "The source is on the provider's side, and a private link is opened from the consumer's"
              + " side only.");
    return Finding.passed(
        DIRECTION, source.network(), "The connection is opened from the consumer's side.");
  }
}
