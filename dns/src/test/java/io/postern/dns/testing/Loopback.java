package io.postern.dns.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses of this machine that no other machine sees. */
public final class Loopback {
  private Loopback() {}

  /** 127.0.0.1 with a port to be chosen by the system. */
  public static InetSocketAddress anyPort() {
    return port(0);
  }

  public static InetSocketAddress port(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }
}
