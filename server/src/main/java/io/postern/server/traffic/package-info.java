/**
 * What decides over traffic besides the networks themselves: security groups, route tables,
 * gateways and on-premises networks, as use cases and services.
 */
@NullMarked
package io.postern.server.traffic;

import org.jspecify.annotations.NullMarked;
