package io.postern.server.zone.model;

/** What a query from a linked network gets that finds no such name in the zone. */
public enum ResolutionPolicy {
  /** NXDOMAIN with the zone's SOA. */
  DEFAULT,

  /** The public answer, for the types that clients connect by; Rules §7.7. */
  NX_DOMAIN_REDIRECT;

  /** What a link has that says nothing: fallback is on where endpoints are followed (§17). */
  public static ResolutionPolicy standard(DomainName apex) {
    return PrivateDnsZone.followsPrivateEndpoints(apex) ? NX_DOMAIN_REDIRECT : DEFAULT;
  }
}
