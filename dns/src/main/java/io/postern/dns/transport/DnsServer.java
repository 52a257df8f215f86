package io.postern.dns.transport;

import io.postern.dns.codec.TsigKeys;
import io.postern.dns.forward.Forwarder;
import io.postern.dns.guard.RateLimiter;
import io.postern.dns.guard.ServerCookies;
import io.postern.dns.lookup.Trace;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.UnknownClients;
import io.postern.dns.view.ViewChooser;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
  private final Responder responder;

  /** A listener with its sockets, UDP and TCP on the same port. */
  private record Bound(
      Listener listener, InetSocketAddress address, UdpListener udp, TcpListener tcp) {}

  private DnsServer(DnsSettings settings, Supplier<ZoneIndex> indexes) {
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
    this.responder = new Responder(indexes, forwarder, views, keys, options, gate, counters);
  }

  /**
   * Binds all listeners, then serves on them.
   *
   * @throws IOException if one cannot be bound; none is left open then
   * @throws IllegalArgumentException if a key's name is no domain name, or two keys have the same
   */
  public static DnsServer start(DnsSettings settings, Supplier<ZoneIndex> indexes)
      throws IOException {
    var server = new DnsServer(settings, indexes);
    try {
      for (var listener : settings.listeners()) {
        server.bound.add(server.bind(listener, settings));
      }
    } catch (IOException e) {
      server.close();
      throw e;
    }
    for (var each : server.bound) {
      var clients = new ListenerClients(each.listener().networkKey(), settings.trust().proxies());
      each.udp().start(server.responder, clients);
      each.tcp().start(server.responder, clients);
    }
    return server;
  }

  private Bound bind(Listener listener, DnsSettings settings) throws IOException {
    var attempts = listener.address().getPort() == 0 ? PORT_ATTEMPTS : 1;
    while (true) {
      attempts--;
      var udp = UdpListener.bind(listener.address(), settings.udpThreads(), settings.udpPath());
      try {
        var address = udp.address();
        return new Bound(
            listener, address, udp, TcpListener.bind(address, settings.tcp(), counters));
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
    for (var each : bound) {
      closeQuietly(each.tcp());
      closeQuietly(each.udp());
    }
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
