package io.postern.dns.transport;

import io.postern.dns.codec.TsigKeys;
import io.postern.dns.forward.Forwarder;
import io.postern.dns.guard.RateLimiter;
import io.postern.dns.guard.ServerCookies;
import io.postern.dns.lookup.Trace;
import io.postern.dns.tls.ServerTls;
import io.postern.dns.tls.UnusableCertificateException;
import io.postern.dns.transfer.Notifier;
import io.postern.dns.transfer.Secondary;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.Protocol;
import io.postern.dns.transport.DnsSettings.UnknownClients;
import io.postern.dns.view.ViewChooser;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running DNS server: the facade of the engine.
 *
 * <p>It answers every query from the index its supplier gives at that moment, so a new index is in
 * force with the very next query.
 */
public final class DnsServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DnsServer.class);
  private static final int PORT_ATTEMPTS = 20;

  private final List<Bound> bound = new ArrayList<>();
  private final DnsCounters counters = new DnsCounters();
  private final Forwarder forwarder;
  private final TransferDesk transfers;
  private final Responder responder;
  private @Nullable Notifier notifier;

  private final @Nullable ServerTls tls;

  /** A listener with its sockets. */
  private sealed interface Bound {
    Listener listener();

    InetSocketAddress address();

    void start(Responder responder, ListenerClients clients);

    List<AutoCloseable> sockets();

    /** UDP and TCP on the same port. */
    record Plain(Listener listener, InetSocketAddress address, UdpListener udp, TcpListener tcp)
        implements Bound {
      @Override
      public void start(Responder responder, ListenerClients clients) {
        udp.start(responder, clients);
        tcp.start(responder, clients);
      }

      @Override
      public List<AutoCloseable> sockets() {
        return List.of(tcp, udp);
      }
    }

    record Tls(Listener listener, TcpListener tcp) implements Bound {
      @Override
      public InetSocketAddress address() {
        return tcp.address();
      }

      @Override
      public void start(Responder responder, ListenerClients clients) {
        tcp.start(responder, clients);
      }

      @Override
      public List<AutoCloseable> sockets() {
        return List.of(tcp);
      }
    }

    record Https(Listener listener, HttpsListener https) implements Bound {
      @Override
      public InetSocketAddress address() {
        return https.address();
      }

      @Override
      public void start(Responder responder, ListenerClients clients) {
        https.start(responder, clients);
      }

      @Override
      public List<AutoCloseable> sockets() {
        return List.of(https);
      }
    }
  }

  private DnsServer(DnsSettings settings, Supplier<ZoneIndex> indexes, @Nullable ServerTls tls) {
    this.tls = tls;
    this.forwarder = new Forwarder(settings.forward());
    var trust = settings.trust();
    var unknownServed = settings.unknownClients() == UnknownClients.PUBLIC;
    var views = new ViewChooser(trust.subnetForwarders(), unknownServed);
    var keys = new TsigKeys(trust.keys());
    var cookies = new ServerCookies(settings.cookieSecrets(), InstantSource.system());
    var options = new OptionAnswers(cookies, settings.serverName());
    var rates = settings.rates();
    var limiter = rates.isOff() ? null : new RateLimiter(rates, System::nanoTime);
    var gate = new RateGate(limiter, counters);
    this.transfers = new TransferDesk(settings.transfers(), gate, counters);
    this.responder =
        new Responder(indexes, forwarder, views, keys, options, gate, transfers, counters);
  }

  /**
   * Binds all listeners, then serves on them.
   *
   * @throws UnusableCertificateException if the certificates cannot be used
   * @throws IOException if one cannot be bound; none is left open then
   * @throws IllegalArgumentException if a key's name is no domain name, two keys have the same, or
   *     a listener needs certificates and there are none
   */
  public static DnsServer start(DnsSettings settings, Supplier<ZoneIndex> indexes)
      throws IOException {
    requireCertificates(settings);
    var tls =
        settings.tls() == null ? null : ServerTls.open(settings.tls(), InstantSource.system());
    var server = server(settings, indexes, tls);
    try {
      for (var listener : settings.listeners()) {
        server.bound.add(server.bind(listener, settings));
      }
      server.tellSecondaries(settings.transfers().secondaries(), indexes);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    for (var each : server.bound) {
      var clients = new ListenerClients(each.listener().networkKey(), settings.trust().proxies());
      each.start(server.responder, clients);
    }
    return server;
  }

  private static void requireCertificates(DnsSettings settings) {
    for (var listener : settings.listeners()) {
      if (settings.tls() == null && listener.protocol() != Protocol.PLAIN) {
        throw new IllegalArgumentException("the listener " + listener + " needs certificates");
      }
    }
  }

  private static DnsServer server(
      DnsSettings settings, Supplier<ZoneIndex> indexes, @Nullable ServerTls tls) {
    try {
      return new DnsServer(settings, indexes, tls);
    } catch (IllegalArgumentException e) {
      if (tls != null) {
        tls.close();
      }
      throw e;
    }
  }

  private void tellSecondaries(List<Secondary> secondaries, Supplier<ZoneIndex> indexes)
      throws IOException {
    if (!secondaries.isEmpty()) {
      var own = boundAddresses().stream().map(InetSocketAddress::getAddress).toList();
      notifier = Notifier.start(secondaries, own, indexes);
    }
  }

  /** The supplier gives another index now, of which secondaries are to be told. */
  public void indexChanged() {
    if (notifier != null) {
      notifier.indexChanged();
    }
  }

  private Bound bind(Listener listener, DnsSettings settings) throws IOException {
    var address = listener.address();
    var limits = settings.tcp();
    return switch (listener.protocol()) {
      case PLAIN -> bindPlain(listener, settings);
      case TLS -> {
        var wrapping = new Wrapping.Tls(certificates(), counters);
        yield new Bound.Tls(listener, TcpListener.bind(address, wrapping, limits, counters));
      }
      case HTTPS ->
          new Bound.Https(listener, HttpsListener.bind(address, certificates(), limits, counters));
    };
  }

  private ServerTls certificates() {
    return Objects.requireNonNull(tls, "settings with such a listener have certificates");
  }

  private Bound bindPlain(Listener listener, DnsSettings settings) throws IOException {
    var attempts = listener.address().getPort() == 0 ? PORT_ATTEMPTS : 1;
    while (true) {
      attempts--;
      var udp = UdpListener.bind(listener.address(), settings.udpThreads(), settings.udpPath());
      try {
        var address = udp.address();
        var tcp = TcpListener.bind(address, Wrapping.NONE, settings.tcp(), counters);
        return new Bound.Plain(listener, address, udp, tcp);
      } catch (BindException e) {
        // The port that was free for UDP may be taken for TCP; another will do if none was named.
        udp.close();
        if (attempts == 0) {
          throw e;
        }
      }
    }
  }

  /** The addresses served, in the order of the settings, with the ports that were found. */
  public List<InetSocketAddress> boundAddresses() {
    return bound.stream().map(Bound::address).toList();
  }

  /** Takes in certificates that have changed, without waiting for the next look at them. */
  public void refreshCertificates() {
    if (tls != null) {
      tls.refresh();
    }
  }

  /**
   * The response to a query asked in process; waits for upstreams.
   *
   * @param networkKey the network to ask for; null asks for the public view
   * @return the response; empty if the message gets none
   */
  public byte[] answer(byte[] query, @Nullable String networkKey) {
    return answer(query, networkKey, Trace.NONE);
  }

  /** The same, telling the trace each step of the look-up. */
  public byte[] answer(byte[] query, @Nullable String networkKey, Trace trace) {
    return responder.answer(query, networkKey, trace);
  }

  /** What answers, without the sockets. */
  Responder responder() {
    return responder;
  }

  public DnsCounts counts() {
    return counters.read(forwarder.counts());
  }

  /**
   * Stops listening, then gives up what is still waiting for upstreams; takes a few seconds at
   * most.
   */
  @Override
  public void close() {
    if (notifier != null) {
      notifier.close();
    }
    for (var each : bound) {
      each.sockets().forEach(DnsServer::closeQuietly);
    }
    if (tls != null) {
      tls.close();
    }
    transfers.close();
    forwarder.close();
  }

  private static void closeQuietly(AutoCloseable listener) {
    try {
      listener.close();
    } catch (Exception e) {
      log.warn("Could not close {}", listener.getClass().getSimpleName(), e);
    }
  }
}
