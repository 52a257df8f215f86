/**
 * What each network may see, as values: its links to zones, its forwarding rules, the public names,
 * the address prefixes that tell networks apart, and {@link io.postern.dns.view.ZoneIndex}, the
 * snapshot that holds them all. Imports {@code zone} and {@code name}.
 */
@NullMarked
package io.postern.dns.view;

import org.jspecify.annotations.NullMarked;
