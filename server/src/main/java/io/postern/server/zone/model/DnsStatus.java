package io.postern.server.zone.model;

/** What DNS does with the addresses that an endpoint claims for a name. */
public enum DnsStatus {
  /** The endpoint's own network gets them. */
  PUBLISHED,

  /** Nobody gets them: the connection is not approved, or paused. */
  DORMANT,

  /** The endpoint's own network gets those of another endpoint, or of a record made by hand. */
  SHADOWED
}
