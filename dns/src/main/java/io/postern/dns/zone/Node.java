package io.postern.dns.zone;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a zone holds at one name: record sets made by hand, and the claims of endpoints.
 *
 * <p>One node serves every network the zone is linked to; which claim counts is decided when a
 * network asks. Claims are ordered by network and then age, so a network finds its own by binary
 * search however many others there are. Immutable.
 */
public final class Node implements Claims {
  private static final Comparator<Claim> BY_NETWORK_AND_AGE =
      Comparator.comparingInt(Claim::networkId).thenComparingLong(Claim::order);

  /** Holds nothing: an empty non-terminal. */
  public static final Node EMPTY = new Node(List.of(), List.of());

  private final List<RecordSet> recordSets;
  private final List<Claim> claims;
  private final int oldestLive;

  /**
   * @throws IllegalArgumentException if a type occurs twice, or one that may not stands beside a
   *     CNAME
   */
  public Node(List<RecordSet> recordSets, List<Claim> claims) {
    this.recordSets = List.copyOf(recordSets);
    this.claims = claims.size() < 2 ? List.copyOf(claims) : sorted(claims);
    this.oldestLive = oldestLive(this.claims);
    checkTypes(this.recordSets);
  }

  private static List<Claim> sorted(List<Claim> claims) {
    return claims.stream().sorted(BY_NETWORK_AND_AGE).toList();
  }

  private static void checkTypes(List<RecordSet> recordSets) {
    if (recordSets.size() < 2) {
      return;
    }
    var types = new HashSet<RecordType>();
    for (var set : recordSets) {
      if (!types.add(set.type())) {
        throw new IllegalArgumentException("a name has one record set of type " + set.type());
      }
    }
    if (types.remove(RecordType.CNAME)
        && !types.stream().allMatch(RecordType::mayStandBesideCname)) {
      throw new IllegalArgumentException("no other type stands beside a CNAME (RFC 1034 §3.6.2)");
    }
  }

  /** A node of record sets made by hand. */
  public static Node of(RecordSet... recordSets) {
    return new Node(List.of(recordSets), List.of());
  }

  private static int oldestLive(List<Claim> claims) {
    var oldest = -1;
    for (int i = 0; i < claims.size(); i++) {
      var older = oldest < 0 || claims.get(i).order() < claims.get(oldest).order();
      if (claims.get(i).live() && older) {
        oldest = i;
      }
    }
    return oldest;
  }

  public boolean isEmpty() {
    return recordSets.isEmpty() && claims.isEmpty();
  }

  public List<RecordSet> recordSets() {
    return recordSets;
  }

  public @Nullable RecordSet recordSet(RecordType type) {
    return ofType(recordSets, type);
  }

  static @Nullable RecordSet ofType(List<RecordSet> sets, RecordType type) {
    for (var set : sets) {
      if (set.type().equals(type)) {
        return set;
      }
    }
    return null;
  }

  /** All claims, by network and then age. */
  public List<Claim> claims() {
    return claims;
  }

  /** The claims of one network, oldest first; empty if it has none. */
  public List<Claim> claimsOf(int networkId) {
    return claims.stream().filter(claim -> claim.networkId() == networkId).toList();
  }

  @Override
  public int claimCount() {
    return claims.size();
  }

  @Override
  public int networkOf(int claim) {
    return claims.get(claim).networkId();
  }

  @Override
  public long orderOf(int claim) {
    return claims.get(claim).order();
  }

  @Override
  public boolean isLive(int claim) {
    return claims.get(claim).live();
  }

  @Override
  public int oldestLive() {
    return oldestLive;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Node node
        && recordSets.equals(node.recordSets)
        && claims.equals(node.claims);
  }

  @Override
  public int hashCode() {
    return 31 * recordSets.hashCode() + claims.hashCode();
  }

  @Override
  public String toString() {
    return "Node" + recordSets + claims;
  }
}
