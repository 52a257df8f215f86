/**
 * Zones for secondaries: what a network sees of a zone, whole (AXFR, RFC 5936) or as what has
 * changed (IXFR, RFC 1995), word that it has changed (NOTIFY, RFC 1996), and the list of a
 * network's zones (catalog zones, RFC 9432). Knows no connections: {@code transport} sends what is
 * made here. Imports {@code codec} and what lies below it.
 */
@NullMarked
package io.postern.dns.transfer;

import org.jspecify.annotations.NullMarked;
