/**
 * Networks as values: virtual networks, subnets, peerings, network interfaces, load balancers.
 * Knows no store and no transport; every feature may import it.
 */
@NullMarked
package io.postern.server.network.model;

import org.jspecify.annotations.NullMarked;
