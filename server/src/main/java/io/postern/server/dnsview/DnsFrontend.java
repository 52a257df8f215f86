package io.postern.server.dnsview;

import io.postern.dns.forward.ForwardSettings;
import io.postern.dns.lookup.Trace;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.kernel.ResourceName;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The DNS server with this server's settings, answering from what the publisher has. */
public final class DnsFrontend implements AutoCloseable {
  private final DnsServerSettings settings;
  private final DnsPublisher publisher;
  private @Nullable DnsServer server;

  @Inject
  DnsFrontend(DnsServerSettings settings, DnsPublisher publisher) {
    this.settings = settings;
    this.publisher = publisher;
  }

  /** Starts to answer. */
  public void start() throws IOException {
    server = DnsServer.start(engineSettings(settings), publisher);
  }

  private static DnsSettings engineSettings(DnsServerSettings settings) {
    var listeners =
        settings.listeners().stream()
            .map(listener ->
                new DnsSettings.Listener(
                    listener.address(),
                    listener
                        .virtualNetwork()
                        .map(name -> ResourceName.parse(name, "dns.listeners").key())
                        .orElse(null)))
            .toArray(DnsSettings.Listener[]::new);
    return DnsSettings.of(listeners)
        .withForward(forwarding(settings))
        .withUnknownClients(
            settings.refuseUnknownClients()
                ? DnsSettings.UnknownClients.REFUSE
                : DnsSettings.UnknownClients.PUBLIC);
  }

  /** Which upstream resolvers are asked, and how. */
  static ForwardSettings forwarding(DnsServerSettings settings) {
    var defaults = ForwardSettings.to(settings.upstreams());
    return new ForwardSettings(
        settings.upstreams(),
        settings.upstreamTimeout(),
        defaults.attempts(),
        defaults.deadFor(),
        defaults.maxInFlight(),
        defaults.maxCachedAnswers());
  }

  private DnsServer running() {
    return Objects.requireNonNull(server, "DNS was not started.");
  }

  /** Where DNS is served, in the order of the settings. */
  public List<InetSocketAddress> addresses() {
    return running().boundAddresses();
  }

  /**
   * Answers a message as it would be answered to a machine of a network; may wait for upstream
   * resolvers.
   *
   * @param network empty for the public view
   * @param trace told the steps of the look-up
   */
  byte[] answer(byte[] query, Optional<ResourceName> network, Trace trace) {
    return running().answer(query, network.map(ResourceName::key).orElse(null), trace);
  }

  @Override
  public void close() {
    var running = server;
    if (running != null) running.close();
  }
}
