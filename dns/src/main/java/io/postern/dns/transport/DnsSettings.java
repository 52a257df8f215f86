package io.postern.dns.transport;

import io.postern.dns.forward.ForwardSettings;
import io.postern.dns.guard.CookieSecret;
import io.postern.dns.guard.RateLimits;
import io.postern.dns.tls.TlsSettings;
import io.postern.dns.transfer.TransferRules;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the DNS server listens and how it treats its clients.
 *
 * @param udpThreads threads per listener, each with a socket of its own on the shared port
 * @param serverName what the server calls itself to who asks (RFC 5001), 1 to {@link
 *     #MAX_SERVER_NAME} octets in UTF-8; empty to say nothing
 * @param cookieSecrets the one that makes cookies, then others that are known (RFC 9018); none for
 *     secrets that the server makes up
 * @param rates how many responses go to clients whose address may be made up
 * @param udpPath how datagrams are taken and answered
 * @param tls the certificates for listeners over TLS and HTTPS; null where there are none
 * @param transfers who may have whole zones, and is told when they change
 */
public record DnsSettings(
    List<Listener> listeners,
    int udpThreads,
    TcpLimits tcp,
    UnknownClients unknownClients,
    ForwardSettings forward,
    Trust trust,
    String serverName,
    List<CookieSecret> cookieSecrets,
    RateLimits rates,
    UdpPath udpPath,
    @Nullable TlsSettings tls,
    TransferRules transfers) {

  /** Octets of the longest name of a server, so that it never takes an answer's place. */
  public static final int MAX_SERVER_NAME = 128;

  /** What is spoken at an address. */
  public enum Protocol {
    /** DNS over UDP and TCP, on one port. */
    PLAIN,
    /** DNS over TLS (RFC 7858); its port is 853, where nothing else is agreed. */
    TLS,
    /** DNS over HTTPS (RFC 8484), by HTTP/2 and HTTP/1.1; its port is 443. */
    HTTPS
  }

  /**
   * An address that is served.
   *
   * @param address port 0 takes a port that is free
   * @param networkKey the network all queries on this listener belong to; null lets what is known
   *     of the client decide
   */
  public record Listener(
      InetSocketAddress address, @Nullable String networkKey, Protocol protocol) {
    public Listener {
      if (address.isUnresolved()) {
        throw new IllegalArgumentException("listener " + address + " is not an address");
      }
    }

    /** A listener whose clients are told apart by their source address. */
    public static Listener on(InetSocketAddress address) {
      return new Listener(address, null, Protocol.PLAIN);
    }

    public static Listener forNetwork(InetSocketAddress address, String networkKey) {
      return new Listener(address, networkKey, Protocol.PLAIN);
    }

    /** The same address with another protocol. */
    public Listener by(Protocol other) {
      return new Listener(address, networkKey, other);
    }
  }

  /** What becomes of a client that belongs to no network. */
  public enum UnknownClients {
    /** It is answered from the public side. */
    PUBLIC,
    /** It is answered REFUSED. */
    REFUSE
  }

  public DnsSettings {
    listeners = List.copyOf(listeners);
    cookieSecrets = List.copyOf(cookieSecrets);
    if (serverName.getBytes(StandardCharsets.UTF_8).length > MAX_SERVER_NAME) {
      throw new IllegalArgumentException("serverName is longer than " + MAX_SERVER_NAME);
    }
    if (listeners.isEmpty()) {
      throw new IllegalArgumentException("a DNS server has at least one listener");
    }
    if (udpThreads < 1 || udpThreads > 256) {
      throw new IllegalArgumentException("udpThreads " + udpThreads + " is not in 1..256");
    }
  }

  /**
   * The given listeners with the defaults: one UDP thread, public side for all, no upstream, nobody
   * trusted, no name, cookies by secrets of its own, no limits of rates, no certificates, no
   * transfers.
   */
  public static DnsSettings of(Listener... listeners) {
    return new DnsSettings(
        List.of(listeners),
        1,
        TcpLimits.DEFAULT,
        UnknownClients.PUBLIC,
        ForwardSettings.NONE,
        Trust.NOBODY,
        "",
        List.of(),
        RateLimits.OFF,
        UdpPath.BATCHED,
        null,
        TransferRules.NONE);
  }

  public DnsSettings withForward(ForwardSettings settings) {
    return changed(copy -> copy.forward = settings);
  }

  public DnsSettings withUnknownClients(UnknownClients treatment) {
    return changed(copy -> copy.unknownClients = treatment);
  }

  public DnsSettings withUdpThreads(int threads) {
    return changed(copy -> copy.udpThreads = threads);
  }

  public DnsSettings withTcp(TcpLimits limits) {
    return changed(copy -> copy.tcp = limits);
  }

  public DnsSettings withTrust(Trust whose) {
    return changed(copy -> copy.trust = whose);
  }

  public DnsSettings withServerName(String name) {
    return changed(copy -> copy.serverName = name);
  }

  public DnsSettings withCookieSecrets(List<CookieSecret> secrets) {
    return changed(copy -> copy.cookieSecrets = secrets);
  }

  public DnsSettings withRates(RateLimits limits) {
    return changed(copy -> copy.rates = limits);
  }

  public DnsSettings withUdpPath(UdpPath path) {
    return changed(copy -> copy.udpPath = path);
  }

  public DnsSettings withTls(TlsSettings settings) {
    return changed(copy -> copy.tls = settings);
  }

  public DnsSettings withTransfers(TransferRules rules) {
    return changed(copy -> copy.transfers = rules);
  }

  private DnsSettings changed(Consumer<Copy> change) {
    var copy = new Copy(this);
    change.accept(copy);
    return copy.settings();
  }

  /** All components but the listeners, each to be put in another one's place. */
  private static final class Copy {
    private final List<Listener> listeners;
    private int udpThreads;
    private TcpLimits tcp;
    private UnknownClients unknownClients;
    private ForwardSettings forward;
    private Trust trust;
    private String serverName;
    private List<CookieSecret> cookieSecrets;
    private RateLimits rates;
    private UdpPath udpPath;
    private @Nullable TlsSettings tls;
    private TransferRules transfers;

    Copy(DnsSettings origin) {
      listeners = origin.listeners;
      udpThreads = origin.udpThreads;
      tcp = origin.tcp;
      unknownClients = origin.unknownClients;
      forward = origin.forward;
      trust = origin.trust;
      serverName = origin.serverName;
      cookieSecrets = origin.cookieSecrets;
      rates = origin.rates;
      udpPath = origin.udpPath;
      tls = origin.tls;
      transfers = origin.transfers;
    }

    DnsSettings settings() {
      return new DnsSettings(
          listeners,
          udpThreads,
          tcp,
          unknownClients,
          forward,
          trust,
          serverName,
          cookieSecrets,
          rates,
          udpPath,
          tls,
          transfers);
    }
  }
}
