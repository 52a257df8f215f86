/**
 * Datagram sockets by the system calls of Linux, which take and send many datagrams at a time.
 * Stands by itself; only {@code transport} uses it.
 */
@NullMarked
package io.postern.dns.datagram;

import org.jspecify.annotations.NullMarked;
