package io.postern.dns.transport;

import io.postern.dns.http.HttpConnection;
import io.postern.dns.http.HttpLimits;
import io.postern.dns.http.HttpsServer;
import io.postern.dns.http.Request;
import io.postern.dns.http.Response;
import io.postern.dns.http.Site;
import io.postern.dns.tls.ServerTls;
import io.postern.dns.view.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One address served over HTTPS. Its connections have the limits of those of TCP. */
final class HttpsListener implements AutoCloseable {
  private final HttpsServer server;
  private final ServerTls tls;
  private final DnsCounters counters;
  private final Admission admission;

  private HttpsListener(
      HttpsServer server, ServerTls tls, DnsCounters counters, Admission admission) {
    this.server = server;
    this.tls = tls;
    this.counters = counters;
    this.admission = admission;
  }

  static HttpsListener bind(
      InetSocketAddress address, ServerTls tls, TcpLimits limits, DnsCounters counters)
      throws IOException {
    var admission = new Admission(limits, counters);
    var httpLimits =
        new HttpLimits(limits.maxPipelined(), limits.idleTimeout(), admission.period());
    var server = HttpsServer.bind(address, tls, httpLimits);
    return new HttpsListener(server, tls, counters, admission);
  }

  InetSocketAddress address() {
    return server.address();
  }

  void start(Responder responder, ListenerClients clients) {
    server.start(new Queries(clients, new DnsOverHttps(responder, tls.bindings())));
  }

  @Override
  public void close() {
    server.close();
  }

  /** A connection in the eyes of {@link Admission}. */
  private static final class Held extends OpenConnection {
    private final HttpConnection connection;

    Held(HttpConnection connection) {
      this.connection = connection;
    }

    @Override
    boolean hasAsked() {
      return connection.hasAsked();
    }

    @Override
    long quietNanos() {
      return connection.quietNanos();
    }

    @Override
    void closeIfStalled(Duration patience) {
      if (quietNanos() > patience.toNanos()) {
        close();
      }
    }

    @Override
    void close() {
      connection.close();
    }
  }

  /** What the HTTP server asks of us. */
  private final class Queries implements Site {
    private final Map<HttpConnection, Held> held = new ConcurrentHashMap<>();
    private final ListenerClients clients;
    private final DnsOverHttps queries;

    Queries(ListenerClients clients, DnsOverHttps queries) {
      this.clients = clients;
      this.queries = queries;
    }

    @Override
    public boolean isProxy(InetAddress peer) {
      return clients.isProxy(peer);
    }

    @Override
    public @Nullable Client client(InetAddress peer, ByteBuffer octets) throws ProtocolException {
      var whole = !isProxy(peer) || ProxyHeader.isWhole(octets);
      return whole ? clients.of(peer, octets) : null;
    }

    @Override
    public boolean enter(HttpConnection connection, @Nullable InetAddress client) {
      var entering = new Held(connection);
      if (!admission.enter(entering, client)) {
        return false;
      }
      held.put(connection, entering);
      return true;
    }

    @Override
    public boolean identify(HttpConnection connection, InetAddress client) {
      var entered = held.get(connection);
      return entered != null && admission.identify(entered, client);
    }

    @Override
    public void leave(HttpConnection connection) {
      var entered = held.remove(connection);
      if (entered != null) {
        admission.leave(entered);
      }
    }

    @Override
    public void closeStalled() {
      admission.closeStalled();
    }

    @Override
    public void handshakeFailed() {
      counters.handshakesFailed.increment();
    }

    @Override
    public void nobodyNamed() {
      counters.dropped.increment();
    }

    @Override
    public void answer(Request request, Consumer<Response> back) {
      queries.answer(request, back);
    }
  }
}
