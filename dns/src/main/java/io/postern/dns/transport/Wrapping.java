package io.postern.dns.transport;

import io.postern.dns.tls.ServerTls;
import io.postern.dns.view.Introduction;
import java.io.IOException;
import java.net.Socket;
import java.util.List;

/** What is put around the queries of a TCP connection: nothing, or TLS. Thread-safe. */
interface Wrapping {
  /** Nothing; queries go as they are. */
  Wrapping NONE =
      new Wrapping() {
        @Override
        public Transport transport() {
          return Transport.TCP;
        }

        @Override
        public Wrapped wrap(Socket socket) {
          return new Wrapped(socket, Introduction.NONE);
        }
      };

  Transport transport();

  /** Does what comes before the first query; may wait for the client. */
  Wrapped wrap(Socket socket) throws IOException;

  /**
   * A socket to ask and answer by.
   *
   * @param introduction what it says of its client's network
   */
  record Wrapped(Socket socket, Introduction introduction) {}

  /** DNS over TLS (RFC 7858). */
  record Tls(ServerTls tls, DnsCounters counters) implements Wrapping {
    private static final List<String> PROTOCOLS = List.of("dot");

    @Override
    public Transport transport() {
      return Transport.TLS;
    }

    @Override
    public Wrapped wrap(Socket socket) throws IOException {
      try {
        var secured = tls.over(socket, PROTOCOLS);
        secured.startHandshake();
        var peer = tls.peer(secured);
        return new Wrapped(secured, tls.bindings().introduce(peer, null));
      } catch (IOException e) {
        counters.handshakesFailed.increment();
        throw e;
      }
    }
  }
}
