/**
 * From a question and a view to an answer, as pure functions: {@link
 * io.postern.dns.lookup.ZoneLookup} within one zone, {@link io.postern.dns.lookup.ViewLookup}
 * across the zones of a view and the public side. Where an upstream must be asked, the result says
 * so and is resumed with the reply. Imports {@code view}, {@code zone} and {@code name}.
 */
@NullMarked
package io.postern.dns.lookup;

import org.jspecify.annotations.NullMarked;
