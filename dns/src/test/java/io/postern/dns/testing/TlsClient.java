package io.postern.dns.testing;

import io.postern.dns.testing.Authority.Issued;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A client of TLS that trusts one authority, with a certificate of its own or without. */
public final class TlsClient {
  private static final char[] NO_PASSWORD = {};

  private final SSLContext context;
  private final SSLParameters parameters = new SSLParameters();

  private TlsClient(SSLContext context) {
    this.context = context;
  }

  public static TlsClient trusting(Authority authority) {
    return of(authority, null);
  }

  public static TlsClient of(Authority authority, @Nullable Issued own) {
    try {
      var trusted = store();
      trusted.setCertificateEntry("authority", certificate(authority.certificate()));
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(own == null ? null : keys(own).getKeyManagers(), trust.getTrustManagers(), null);
      return new TlsClient(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyManagerFactory keys(Issued own) throws GeneralSecurityException, IOException {
    var pem = Files.readString(own.key()).replaceAll("-----[A-Z ]+-----|\\s", "");
    var key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    var store = store();
    var chain = new Certificate[] {certificate(own.certificate())};
    store.setKeyEntry("own", key, NO_PASSWORD, chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory;
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    // A store of the newer kind takes long to encrypt its keys.
    var store = KeyStore.getInstance("JKS");
    store.load(null, null);
    return store;
  }

  private static Certificate certificate(Path file) throws GeneralSecurityException, IOException {
    var octets = new ByteArrayInputStream(Files.readAllBytes(file));
    return CertificateFactory.getInstance("X.509").generateCertificate(octets);
  }

  /** This client calling the server so (SNI). */
  public TlsClient calling(String serverName) {
    parameters.setServerNames(List.of(new SNIHostName(serverName)));
    return this;
  }

  /** This client by one version of TLS alone. */
  public TlsClient speaking(String version) {
    parameters.setProtocols(new String[] {version});
    return this;
  }

  /** This client offering protocols (ALPN). */
  public TlsClient offering(String... protocols) {
    parameters.setApplicationProtocols(protocols);
    return this;
  }

  public SSLContext context() {
    return context;
  }

  /** Connects and shakes hands. */
  public SSLSocket connect(InetSocketAddress server) throws IOException {
    return over(DnsClient.of(server).connect());
  }

  /** Shakes hands over a connection there is. */
  public SSLSocket over(Socket socket) throws IOException {
    var secured = (SSLSocket) context.getSocketFactory().createSocket(socket, "127.0.0.1", 0, true);
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }
}
