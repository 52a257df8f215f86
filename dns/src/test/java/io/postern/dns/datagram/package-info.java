/** Datagram sockets by the system calls of Linux, asked by Java's own. */
@NullMarked
package io.postern.dns.datagram;

import org.jspecify.annotations.NullMarked;
