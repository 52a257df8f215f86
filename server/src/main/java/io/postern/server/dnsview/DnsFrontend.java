package io.postern.server.dnsview;

import io.postern.dns.codec.TsigKey;
import io.postern.dns.guard.CookieSecret;
import io.postern.dns.guard.RateLimits;
import io.postern.dns.lookup.Trace;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.TcpLimits;
import io.postern.dns.transport.Trust;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PrefixSet;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.RateLimitSettings;
import io.postern.server.config.SettingException;
import io.postern.server.config.TcpSettings;
import io.postern.server.config.TrustSettings;
import io.postern.server.config.TrustSettings.KeySettings;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ResourceName;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
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

  /**
   * Starts to answer.
   *
   * @throws SettingException when the secret of a key, or a certificate, cannot be read
   */
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
                        .map(name -> networkKey(name, "dns.listeners"))
                        .orElse(null)))
            .toArray(DnsSettings.Listener[]::new);
    return DnsSettings.of(listeners)
        .withForward(Upstreams.of(settings))
        .withTrust(trust(settings.trust()))
        .withTcp(limits(settings.tcp()))
        .withServerName(settings.serverName().orElse(""))
        .withCookieSecrets(
            settings.cookieSecrets().stream().map(it -> CookieSecret.of(it.octets())).toList())
        .withRates(rates(settings.rateLimit()))
        .withUnknownClients(
            settings.refuseUnknownClients()
                ? DnsSettings.UnknownClients.REFUSE
                : DnsSettings.UnknownClients.PUBLIC);
  }

  private static TcpLimits limits(TcpSettings settings) {
    return new TcpLimits(
        settings.connections(),
        settings.connectionsPerClient(),
        settings.idleTimeout(),
        settings.waitingQueries());
  }

  private static RateLimits rates(RateLimitSettings settings) {
    return new RateLimits(
        settings.responsesPerSecond(),
        settings.window(),
        settings.slip(),
        settings.ipv4PrefixLength(),
        settings.ipv6PrefixLength(),
        prefixes(settings.exempt()));
  }

  private static Trust trust(TrustSettings settings) {
    return new Trust(
        settings.keys().stream().map(DnsFrontend::key).toList(),
        prefixes(settings.proxies()),
        prefixes(settings.subnetForwarders()));
  }

  private static TsigKey key(KeySettings key) {
    var algorithm =
        switch (key.algorithm()) {
          case HMAC_SHA256 -> TsigKey.Algorithm.HMAC_SHA256;
          case HMAC_SHA384 -> TsigKey.Algorithm.HMAC_SHA384;
          case HMAC_SHA512 -> TsigKey.Algorithm.HMAC_SHA512;
        };
    var secret = new SecretKeySpec(key.readSecret().octets(), "HMAC");
    return new TsigKey(
        key.name(), algorithm, secret, networkKey(key.virtualNetwork(), "dns.trust.keys"));
  }

  private static PrefixSet prefixes(List<Cidr> prefixes) {
    return new PrefixSet(prefixes.stream().map(it -> Prefix.parse(it.toString())).toList());
  }

  private static String networkKey(String name, String setting) {
    return ResourceName.parse(name, setting).key();
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
