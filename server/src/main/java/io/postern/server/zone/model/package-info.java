/**
 * Private DNS zones as values: zones, record sets, links to networks, the zone groups of endpoints,
 * and the records that follow from those. Pure; imported by the zone feature and by whatever
 * publishes zones.
 */
@NullMarked
package io.postern.server.zone.model;

import org.jspecify.annotations.NullMarked;
