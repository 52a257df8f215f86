package io.postern.dns.testing;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports for servers that cannot find a free one by themselves. */
final class FreePort {
  private FreePort() {}

  /** A loopback address whose port was free for UDP and TCP a moment ago. */
  static InetSocketAddress find() throws IOException {
    while (true) {
      try (var tcp = new ServerSocket()) {
        tcp.bind(Loopback.anyPort());
        var address = Loopback.port(tcp.getLocalPort());
        try (var udp = new DatagramSocket(null)) {
          udp.bind(address);
          return address;
        } catch (IOException _) {
          // Taken for UDP; the next one may not be.
        }
      }
    }
  }
}
