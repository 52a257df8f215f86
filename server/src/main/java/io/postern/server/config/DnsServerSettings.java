package io.postern.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where and how DNS is served.
 *
 * @param upstreams resolvers that are asked for names nobody here knows; none means that nothing
 *     leaves the machine
 * @param upstreamTimeout how long one of them is waited for
 * @param upstreamCaFile the certificates of the authorities that vouch for upstreams over TLS, in
 *     PEM; left out, those that the Java runtime trusts
 * @param staleAnswers what is answered while no upstream answers
 * @param refuseUnknownClients whether a client of no network is refused; otherwise it gets the
 *     public view
 * @param publicRecursion whether clients of no network may use the upstreams
 * @param trust whose word is taken for who asks
 * @param serverName what the server calls itself to who asks (NSID, RFC 5001); left out, it says
 *     nothing
 * @param cookieSecrets the one that makes DNS cookies, then others that are known (RFC 9018); none
 *     for secrets that the server makes up
 * @param tcp what TCP clients get
 * @param rateLimit how many responses go to clients whose addresses may be made up
 * @param tls what is served over TLS, and with which certificates
 * @param https what is served over HTTPS
 * @param transfer which secondaries may have copies of zones
 * @param indexDirectory where the index is kept for the next start; left out, it is where {@link
 *     ServerSettings#indexDirectory} says
 */
public record DnsServerSettings(
    List<ListenerSettings> listeners,
    List<UpstreamAddress> upstreams,
    Duration upstreamTimeout,
    Optional<Path> upstreamCaFile,
    StaleAnswerSettings staleAnswers,
    boolean refuseUnknownClients,
    boolean publicRecursion,
    TrustSettings trust,
    Optional<String> serverName,
    List<Secret> cookieSecrets,
    TcpSettings tcp,
    RateLimitSettings rateLimit,
    DnsTlsSettings tls,
    DnsHttpsSettings https,
    TransferSettings transfer,
    Optional<Path> indexDirectory) {
  private static final int MAX_SERVER_NAME = 128;
  private static final int COOKIE_SECRET_LENGTH = 16;

  public static final DnsServerSettings DEFAULT =
      new DnsServerSettings(
          List.of(
              new ListenerSettings(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 5353), Optional.empty())),
          List.of(),
          Duration.ofSeconds(2),
          Optional.empty(),
          StaleAnswerSettings.OFF,
          false,
          false,
          TrustSettings.NOBODY,
          Optional.empty(),
          List.of(),
          TcpSettings.DEFAULT,
          RateLimitSettings.OFF,
          DnsTlsSettings.NONE,
          DnsHttpsSettings.NONE,
          TransferSettings.NONE,
          Optional.empty());

  public DnsServerSettings {
    listeners = List.copyOf(listeners);
    upstreams = List.copyOf(upstreams);
    cookieSecrets = List.copyOf(cookieSecrets);
    if (listeners.isEmpty())
      throw new SettingException("dns.listeners", "needs at least one address to listen on.");
    for (var upstream : upstreams) {
      if (upstream.address().isUnresolved())
        throw new SettingException(
            "dns.upstreams",
            "'"
                + upstream.address().getHostString()
                + "' is not an address; write one such as 192.0.2.53:53.");
    }
    if (upstreamTimeout.isNegative() || upstreamTimeout.isZero())
      throw new SettingException("dns.upstreamTimeout", "must be more than zero.");
    serverName.ifPresent(DnsServerSettings::requireShort);
    https.require(tls);
    for (var secret : cookieSecrets) {
      if (secret.octets().length != COOKIE_SECRET_LENGTH)
        throw new SettingException(
            "dns.cookieSecrets",
            "must each be "
                + COOKIE_SECRET_LENGTH
                + " bytes; make one with 'openssl rand -base64 16'.");
    }
    for (var key : transfer.keys()) requireKey(trust, key, "keys");
    for (var secondary : transfer.secondaries())
      secondary.key().ifPresent(key -> requireKey(trust, key, "secondaries[].key"));
  }

  private static void requireKey(TrustSettings trust, String key, String setting) {
    if (trust.key(key).isEmpty())
      throw new SettingException(
          TransferSettings.PATH + setting,
          "'" + key + "' is not the name of a key of dns.trust.keys.");
  }

  private static void requireShort(String serverName) {
    if (serverName.getBytes(StandardCharsets.UTF_8).length > MAX_SERVER_NAME)
      throw new SettingException(
          "dns.serverName", "must not be longer than " + MAX_SERVER_NAME + " bytes.");
  }

  /** Settings that take nobody's word for who asks, and the defaults for the rest. */
  public DnsServerSettings(
      List<ListenerSettings> listeners,
      List<UpstreamAddress> upstreams,
      Duration upstreamTimeout,
      boolean refuseUnknownClients,
      boolean publicRecursion) {
    this(
        listeners,
        upstreams,
        upstreamTimeout,
        refuseUnknownClients,
        publicRecursion,
        TrustSettings.NOBODY);
  }

  /** Settings with the defaults for the rest. */
  public DnsServerSettings(
      List<ListenerSettings> listeners,
      List<UpstreamAddress> upstreams,
      Duration upstreamTimeout,
      boolean refuseUnknownClients,
      boolean publicRecursion,
      TrustSettings trust) {
    this(
        listeners,
        upstreams,
        upstreamTimeout,
        Optional.empty(),
        StaleAnswerSettings.OFF,
        refuseUnknownClients,
        publicRecursion,
        trust,
        Optional.empty(),
        List.of(),
        TcpSettings.DEFAULT,
        RateLimitSettings.OFF,
        DnsTlsSettings.NONE,
        DnsHttpsSettings.NONE,
        TransferSettings.NONE,
        Optional.empty());
  }

  public DnsServerSettings withListeners(List<ListenerSettings> others) {
    return with(others, upstreams, trust, tls, https, transfer);
  }

  public DnsServerSettings withUpstreams(List<UpstreamAddress> others) {
    return with(listeners, others, trust, tls, https, transfer);
  }

  public DnsServerSettings withTrust(TrustSettings whose) {
    return with(listeners, upstreams, whose, tls, https, transfer);
  }

  public DnsServerSettings withEncryption(DnsTlsSettings overTls, DnsHttpsSettings overHttps) {
    return with(listeners, upstreams, trust, overTls, overHttps, transfer);
  }

  public DnsServerSettings withTransfer(TransferSettings other) {
    return with(listeners, upstreams, trust, tls, https, other);
  }

  private DnsServerSettings with(
      List<ListenerSettings> where,
      List<UpstreamAddress> whom,
      TrustSettings whose,
      DnsTlsSettings overTls,
      DnsHttpsSettings overHttps,
      TransferSettings copies) {
    return new DnsServerSettings(
        where,
        whom,
        upstreamTimeout,
        upstreamCaFile,
        staleAnswers,
        refuseUnknownClients,
        publicRecursion,
        whose,
        serverName,
        cookieSecrets,
        tcp,
        rateLimit,
        overTls,
        overHttps,
        copies,
        indexDirectory);
  }

  /**
   * One address that DNS is served on, by UDP and TCP.
   *
   * @param address port 0 takes one that is free for both
   * @param virtualNetwork the network whose view every query that comes in here gets; it may be
   *     created later
   */
  public record ListenerSettings(InetSocketAddress address, Optional<String> virtualNetwork) {
    public ListenerSettings {
      if (address.isUnresolved())
        throw new SettingException(
            "dns.listeners", "'" + address.getHostString() + "' is not a known host or address.");
      virtualNetwork.ifPresent(
          name -> NetworkNames.require("dns.listeners[].virtualNetwork", name));
    }
  }
}
