package io.postern.server.dnsview;

import io.postern.dns.codec.TsigKey;
import io.postern.dns.guard.CookieSecret;
import io.postern.dns.guard.RateLimits;
import io.postern.dns.lookup.Trace;
import io.postern.dns.name.DnsName;
import io.postern.dns.tls.UnusableCertificateException;
import io.postern.dns.transfer.Secondary;
import io.postern.dns.transfer.TransferRules;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.Protocol;
import io.postern.dns.transport.TcpLimits;
import io.postern.dns.transport.Trust;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PrefixSet;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.DnsTlsSettings.EncryptedListener;
import io.postern.server.config.RateLimitSettings;
import io.postern.server.config.SettingException;
import io.postern.server.config.TcpSettings;
import io.postern.server.config.TransferSettings;
import io.postern.server.config.TransferSettings.SecondarySettings;
import io.postern.server.config.TrustSettings;
import io.postern.server.config.TrustSettings.KeySettings;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ResourceName;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
   * @throws SettingException when the secret of a key cannot be read, or a certificate not be used
   */
  public void start() throws IOException {
    try {
      var running = DnsServer.start(engineSettings(settings), publisher);
      server = running;
      publisher.whenPublished(running::indexChanged);
    } catch (UnusableCertificateException e) {
      throw new SettingException("dns.tls", "cannot be used: " + e.getMessage() + ".");
    }
  }

  /** In the order of the settings: the plain ones, those over TLS, those over HTTPS. */
  private static Listener[] listeners(DnsServerSettings settings) {
    var plain =
        settings.listeners().stream()
            .map(it -> listener(it.address(), it.virtualNetwork(), "dns.listeners"));
    return Stream.of(
            plain,
            encrypted(settings.tls().listeners(), "dns.tls.listeners", Protocol.TLS),
            encrypted(settings.https().listeners(), "dns.https.listeners", Protocol.HTTPS))
        .flatMap(Function.identity())
        .toArray(Listener[]::new);
  }

  private static Stream<Listener> encrypted(
      List<EncryptedListener> listeners, String setting, Protocol protocol) {
    return listeners.stream()
        .map(it -> listener(it.address(), it.virtualNetwork(), setting).by(protocol));
  }

  private static Listener listener(
      InetSocketAddress address, Optional<String> virtualNetwork, String setting) {
    return virtualNetwork
        .map(name -> Listener.forNetwork(address, networkKey(name, setting)))
        .orElseGet(() -> Listener.on(address));
  }

  private static DnsSettings engineSettings(DnsServerSettings settings) {
    var engine =
        DnsSettings.of(listeners(settings))
            .withForward(Upstreams.of(settings))
            .withTrust(trust(settings.trust()))
            .withTcp(limits(settings.tcp()))
            .withServerName(settings.serverName().orElse(""))
            .withCookieSecrets(
                settings.cookieSecrets().stream().map(it -> CookieSecret.of(it.octets())).toList())
            .withRates(rates(settings.rateLimit()))
            .withTransfers(transfers(settings.transfer(), settings.trust()))
            .withUnknownClients(
                settings.refuseUnknownClients()
                    ? DnsSettings.UnknownClients.REFUSE
                    : DnsSettings.UnknownClients.PUBLIC);
    return EncryptedDns.tls(settings).map(engine::withTls).orElse(engine);
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

  private static TransferRules transfers(TransferSettings settings, TrustSettings trust) {
    return TransferRules.of(
        settings.keys().stream().map(DnsName::parse).collect(Collectors.toSet()),
        prefixes(settings.prefixes()),
        settings.secondaries().stream().map(it -> secondary(it, trust)).toList());
  }

  private static Secondary secondary(SecondarySettings settings, TrustSettings trust) {
    var key = settings.key().flatMap(trust::key).map(DnsFrontend::key).orElse(null);
    var network =
        key != null
            ? key.networkKey()
            : networkKey(settings.virtualNetwork().orElseThrow(), "dns.transfer.secondaries");
    return new Secondary(settings.address(), network, key);
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

  static String networkKey(String name, String setting) {
    return ResourceName.parse(name, setting).key();
  }

  private DnsServer running() {
    return Objects.requireNonNull(server, "DNS was not started.");
  }

  /** Where DNS is served, in the order of {@link #served}. */
  public List<InetSocketAddress> addresses() {
    return running().boundAddresses();
  }

  /**
   * An address that is served.
   *
   * @param virtualNetwork whose view its queries get; empty where that follows from the query
   * @param protocols as in {@code DnsListener}
   */
  record Served(
      InetSocketAddress address, Optional<String> virtualNetwork, List<String> protocols) {}

  /** What is served where: the plain listeners, those over TLS, those over HTTPS. */
  List<Served> served() {
    var addresses = addresses().iterator();
    var served = new ArrayList<Served>();
    for (var plain : settings.listeners())
      served.add(new Served(addresses.next(), plain.virtualNetwork(), List.of("udp", "tcp")));
    for (var tls : settings.tls().listeners())
      served.add(new Served(addresses.next(), tls.virtualNetwork(), List.of("tls")));
    for (var https : settings.https().listeners())
      served.add(new Served(addresses.next(), https.virtualNetwork(), List.of("https")));
    return served;
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
