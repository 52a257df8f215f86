package io.postern.dns.view;

/**
 * A network's link to a private zone.
 *
 * @param redirectsMissingNames whether a name the zone denies is asked on the public side
 *     (resolution policy NxDomainRedirect)
 */
public record Link(int zoneId, boolean redirectsMissingNames) {}
