package io.postern.dns.transport;

/** How datagrams are taken and answered. All three give the same answers. */
public enum UdpPath {
  /**
   * By the fast path, many datagrams a call, by system calls of Linux; where those are not to be
   * had, as {@link #SINGLE}.
   */
  BATCHED,
  /** By the fast path, one datagram a call, by Java's own sockets. */
  SINGLE,
  /** By the plain path alone, by Java's own sockets. */
  PLAIN
}
