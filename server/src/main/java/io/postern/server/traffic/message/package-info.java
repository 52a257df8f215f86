/**
 * Security rules and next hops as messages: the one form they have in groups and tables, and in
 * what holds at a network interface. For this feature and for {@code reach}.
 */
@NullMarked
package io.postern.server.traffic.message;

import org.jspecify.annotations.NullMarked;
