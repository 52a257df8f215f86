package io.postern.server.link.model;

import io.postern.server.kernel.ResourceName;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a target's owner decides for all who ask for a connection.
 *
 * @param reconcile whether a change of the lists also moves connections that were decided before
 * @param pendingTtl how long a request may stay undecided; empty is without limit
 * @param rejectIsFinal whether a rejected connection stays rejected, as in Azure
 */
public record ConnectionPolicy(
    List<Consumer> acceptList,
    List<Consumer> rejectList,
    boolean reconcile,
    Optional<Duration> pendingTtl,
    boolean rejectIsFinal) {
  public static final ConnectionPolicy NONE =
      new ConnectionPolicy(List.of(), List.of(), false, Optional.empty(), false);

  public ConnectionPolicy {
    acceptList = List.copyOf(acceptList);
    rejectList = List.copyOf(rejectList);
  }

  public boolean rejects(Party party) {
    return rejectList.stream().anyMatch(entry -> entry.covers(party));
  }

  /** The narrowest entry of the accept list that covers a consumer. */
  public Optional<Consumer> accepts(Party party) {
    return acceptList.stream()
        .filter(entry -> entry.covers(party))
        .min(Comparator.comparing(entry -> entry.breadth()));
  }

  /** Who asks for a connection. */
  public record Party(String tenant, ResourceName subscription, ResourceName virtualNetwork) {}

  /** How much an entry covers, the narrowest first. */
  public enum Breadth {
    VIRTUAL_NETWORK,
    SUBSCRIPTION,
    TENANT
  }

  /**
   * A consumer, or all of those within it.
   *
   * @param id a tenant, or the name of a subscription or virtual network
   * @param connectionLimit the most connections approved for it; 0 is no limit
   */
  public record Consumer(Breadth breadth, String id, int connectionLimit) {
    public boolean covers(Party party) {
      return switch (breadth) {
        case TENANT -> id.equalsIgnoreCase(party.tenant());
        case SUBSCRIPTION -> ResourceName.of(id).equals(party.subscription());
        case VIRTUAL_NETWORK -> ResourceName.of(id).equals(party.virtualNetwork());
      };
    }
  }
}
