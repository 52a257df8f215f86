/**
 * Zones as values: record sets, the claims of endpoints, and a persistent map that makes a change
 * cost what it touches. Imports {@code name} only.
 */
@NullMarked
package io.postern.dns.zone;

import org.jspecify.annotations.NullMarked;
