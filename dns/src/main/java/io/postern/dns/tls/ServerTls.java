package io.postern.dns.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.3 and 1.2 for the connections of a server, with the certificates that its files have.
 *
 * <p>The files are taken in again when they have changed and have stood still for one look. Files
 * that cannot be used are said in the log, once, and the credentials before them stay in use.
 * Thread-safe.
 */
public final class ServerTls implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ServerTls.class);

  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /** Those with forward secrecy and authenticated encryption; HTTP/2 takes no others. */
  private static final String[] CIPHER_SUITES = {
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
  };

  private final TlsSettings settings;
  private final InstantSource clock;
  private final Complaints complaints = new Complaints(System::nanoTime);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("dns-tls-files").daemon().factory());

  private volatile Credentials credentials;
  private List<FileStamp> taken;
  private List<FileStamp> seen;
  private @Nullable String said;

  private ServerTls(TlsSettings settings, InstantSource clock) throws UnusableCertificateException {
    this.settings = settings;
    this.clock = clock;
    this.taken = FileStamp.of(settings);
    this.seen = taken;
    this.credentials = Credentials.read(settings, clock.instant(), complaints);
  }

  /**
   * Reads the files and begins to look after them.
   *
   * @throws UnusableCertificateException if they cannot be used as they are now
   */
  public static ServerTls open(TlsSettings settings, InstantSource clock)
      throws UnusableCertificateException {
    var tls = new ServerTls(settings, clock);
    var period = settings.checkedEvery().toMillis();
    var _ = tls.timer.scheduleAtFixedRate(tls::look, period, period, TimeUnit.MILLISECONDS);
    return tls;
  }

  /** Takes in files that are as they were a look ago; those before may be half written. */
  private synchronized void look() {
    var now = FileStamp.of(settings);
    if (now.equals(seen)) {
      refresh();
    }
    seen = now;
  }

  /** Takes in the files if they have changed, now. */
  public synchronized void refresh() {
    var now = FileStamp.of(settings);
    if (now.equals(taken)) {
      warnOfTheEnd();
      return;
    }
    try {
      credentials = Credentials.read(settings, clock.instant(), complaints);
      taken = now;
      said = null;
      log.info(
          "The certificate {} is in use now, valid until {}",
          settings.certificate(),
          credentials.certificate().getNotAfter().toInstant());
    } catch (UnusableCertificateException e) {
      sayOnce(e.getMessage() + "; the certificate before it stays in use");
    }
  }

  private void warnOfTheEnd() {
    var end = credentials.certificate().getNotAfter().toInstant();
    if (clock.instant().isAfter(end)) {
      sayOnce("the certificate " + settings.certificate() + " has expired, on " + end);
    } else {
      said = null;
    }
  }

  private void sayOnce(String fault) {
    if (!fault.equals(said)) {
      log.error("TLS: {}", fault);
      said = fault;
    }
  }

  /**
   * A connection's side of TLS, over a socket; the handshake is not made yet.
   *
   * @param protocols those above TLS that clients may choose from (ALPN, RFC 7301)
   */
  public SSLSocket over(Socket socket, List<String> protocols) throws IOException {
    var sockets = credentials.context().getSocketFactory();
    var secured = (SSLSocket) sockets.createSocket(socket, null, true);
    secured.setSSLParameters(parameters(protocols));
    return secured;
  }

  /** The same without a socket. */
  public SSLEngine engine(InetSocketAddress client, List<String> protocols) {
    var address = client.getAddress().getHostAddress();
    var engine = credentials.context().createSSLEngine(address, client.getPort());
    engine.setUseClientMode(false);
    engine.setSSLParameters(parameters(protocols));
    return engine;
  }

  /** What connections that begin now are made with; another one once the files have changed. */
  public SSLContext context() {
    return credentials.context();
  }

  /** The versions that are spoken, by the names that the JDK has for them. */
  public static List<String> versions() {
    return List.of(VERSIONS);
  }

  /** The cipher suites, the most wanted first. */
  public static List<String> cipherSuites() {
    return List.of(CIPHER_SUITES);
  }

  private SSLParameters parameters(List<String> protocols) {
    var parameters = new SSLParameters(CIPHER_SUITES, VERSIONS);
    parameters.setApplicationProtocols(protocols.toArray(String[]::new));
    parameters.setUseCipherSuitesOrder(true);
    parameters.setSNIMatchers(List.of(new CalledName()));
    switch (settings.clientCertificates()) {
      case NONE -> {}
      case OPTIONAL -> parameters.setWantClientAuth(true);
      case REQUIRED -> parameters.setNeedClientAuth(true);
    }
    return parameters;
  }

  /**
   * What a handshake told of the client.
   *
   * @throws SSLPeerUnverifiedException if its certificate has expired since the session began
   */
  public Peer peer(SSLSocket socket) throws SSLPeerUnverifiedException {
    return peer(socket.getSession(), socket.getSSLParameters());
  }

  /** The same of an engine. */
  public Peer peer(SSLEngine engine) throws SSLPeerUnverifiedException {
    return peer(engine.getSession(), engine.getSSLParameters());
  }

  private Peer peer(SSLSession session, SSLParameters parameters)
      throws SSLPeerUnverifiedException {
    try {
      return Peer.of(session, CalledName.of(parameters));
    } catch (SSLPeerUnverifiedException e) {
      complaints.say("A client that comes back is refused: " + e.getMessage() + ".");
      throw e;
    }
  }

  public Bindings bindings() {
    return settings.bindings();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
