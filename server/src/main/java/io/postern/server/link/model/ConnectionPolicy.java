package io.postern.server.link.model;

import io.postern.server.kernel.Resource.Tally;
import io.postern.server.kernel.ResourceName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

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

  /** Whether it rejects all of a subscription, whichever network asks. */
  public boolean rejectsAll(String tenant, ResourceName subscription) {
    return rejectList.stream()
        .anyMatch(entry ->
            switch (entry.breadth()) {
              case TENANT -> entry.id().equalsIgnoreCase(tenant);
              case SUBSCRIPTION -> ResourceName.of(entry.id()).equals(subscription);
              case VIRTUAL_NETWORK -> false;
            });
  }

  /**
   * What the lists say of a consumer. The reject list comes first; then the narrowest entry of the
   * accept list counts, up to its limit.
   *
   * @param approvedFor how many connections of a consumer are approved at the target
   */
  public Listing listing(Party party, ToLongFunction<Consumer> approvedFor) {
    if (rejects(party)) return Listing.REJECTED;
    if (party.managed() || acceptList.isEmpty()) return Listing.UNDECIDED;
    var entry = accepts(party);
    if (entry.isEmpty()) return Listing.NOT_ACCEPTED;
    int limit = entry.get().connectionLimit();
    boolean room = limit == 0 || approvedFor.applyAsLong(entry.get()) < limit;
    return room ? Listing.ACCEPTED : Listing.LIMIT_REACHED;
  }

  /**
   * The narrowest entry of the accept list that covers a consumer. None covers a managed service:
   * what it asks for, the owner decides by hand every time, as in Azure.
   */
  public Optional<Consumer> accepts(Party party) {
    if (party.managed()) return Optional.empty();
    return acceptList.stream()
        .filter(entry -> entry.covers(party))
        .min(Comparator.comparing(Consumer::breadth));
  }

  /** What a target's lists say of a consumer. */
  public enum Listing {
    REJECTED,
    ACCEPTED,
    /** Accepted, but its entry has no room left. */
    LIMIT_REACHED,
    /** There is an accept list, and the consumer is not on it. */
    NOT_ACCEPTED,
    /** No list has a word for it. */
    UNDECIDED
  }

  /**
   * Who asks for a connection.
   *
   * @param managed whether a managed service asks on behalf of its customer
   */
  public record Party(
      String tenant, ResourceName subscription, ResourceName virtualNetwork, boolean managed) {
    /** Itself, as each kind of entry would name it. */
    public List<Consumer> consumers() {
      return List.of(
          new Consumer(Breadth.VIRTUAL_NETWORK, virtualNetwork.text(), 0),
          new Consumer(Breadth.SUBSCRIPTION, subscription.text(), 0),
          new Consumer(Breadth.TENANT, tenant, 0));
    }
  }

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

    /** The tally of its approved connections at a target, whatever the limit is. */
    public Tally approvedAt(ResourceName target) {
      return new Tally("approved:" + digest(), target);
    }

    /** Two names may be too long for one key, and a digest of the second is not. */
    private String digest() {
      try {
        var text = breadth + " " + id.toLowerCase(Locale.ROOT);
        var hash =
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java has SHA-256.", e);
      }
    }
  }
}
