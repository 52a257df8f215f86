/**
 * What decides over traffic besides the networks themselves: security groups and their rules,
 * routes, gateways, on-premises networks. Pure values and functions.
 */
@NullMarked
package io.postern.server.traffic.model;

import org.jspecify.annotations.NullMarked;
