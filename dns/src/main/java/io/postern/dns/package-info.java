/**
 * The DNS engine: who asks decides what is answered. It knows names, zones, networks and sockets,
 * and nothing of the control plane that feeds it; one immutable {@link
 * io.postern.dns.view.ZoneIndex} comes in, datagrams and streams go out.
 *
 * <p>Packages import only downwards: {@code transport} → {@code forward} → {@code codec} → {@code
 * lookup} → {@code view} → {@code zone} → {@code name}. {@code zonefile} stands by itself.
 */
@NullMarked
package io.postern.dns;

import org.jspecify.annotations.NullMarked;
