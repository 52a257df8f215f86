/**
 * Private DNS zones, their record sets, their links to virtual networks, and the zone groups of
 * private endpoints: use cases and services.
 */
@NullMarked
package io.postern.server.zone;

import org.jspecify.annotations.NullMarked;
