package io.postern.server.zone.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All claims on one DNS name of a zone, of both address types, oldest first. Says which of them are
 * answered (Rules §9).
 */
public record NameClaims(List<Claim> claims) {
  public NameClaims {
    claims = claims.stream().sorted(Comparator.comparingLong(Claim::order)).toList();
  }

  public List<Claim> ofType(RecordType type) {
    return claims.stream().filter(claim -> claim.type() == type).toList();
  }

  /**
   * What DNS does with a claim.
   *
   * @param handMade whether a record made by hand stands in the place of the claim's type
   */
  public DnsStatus status(Claim claim, ClaimPolicy policy, boolean handMade) {
    if (handMade) return DnsStatus.SHADOWED;
    if (!claim.live()) return DnsStatus.DORMANT;
    return winner(policy).filter(winner -> winner.order() != claim.order()).isPresent()
        ? DnsStatus.SHADOWED
        : DnsStatus.PUBLISHED;
  }

  /**
   * The claim that every network is answered with, where the policy has one for all. It wins for
   * both address types: a client must not get an IPv4 address of one endpoint and an IPv6 address
   * of another.
   */
  public Optional<Claim> winner(ClaimPolicy policy) {
    return policy.hasOneWinner()
        ? claims.stream().filter(Claim::live).findFirst()
        : Optional.empty();
  }
}
