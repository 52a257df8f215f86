package io.postern.server.identity.jwt;

import com.nimbusds.jose.jwk.JWKSet;
import io.postern.server.config.IssuerSettings;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The document with an issuer's keys, in a file or behind a URL. */
final class KeyDocument {
  private static final int LARGEST = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final IssuerSettings issuer;

  KeyDocument(IssuerSettings issuer) {
    this.issuer = issuer;
  }

  /** Reads or fetches it; the private parts of keys that should not be there are left out. */
  JWKSet read() throws IOException {
    try {
      return JWKSet.parse(text()).toPublicJWKSet();
    } catch (ParseException e) {
      throw new IOException("it is no JWK set (RFC 7517)", e);
    }
  }

  private String text() throws IOException {
    if (issuer.keysAreRemote()) return fetched();
    try (var in = Files.newInputStream(Path.of(issuer.keys()))) {
      return text(in);
    }
  }

  private String fetched() throws IOException {
    var connection = (HttpsURLConnection) URI.create(issuer.keys()).toURL().openConnection();
    var sockets = sockets();
    if (sockets.isPresent()) connection.setSSLSocketFactory(sockets.get());
    connection.setConnectTimeout((int) PATIENCE.toMillis());
    connection.setReadTimeout((int) PATIENCE.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    try {
      int status = connection.getResponseCode();
      if (status != HttpsURLConnection.HTTP_OK)
        throw new IOException("the server answers with the status " + status);
      try (var in = connection.getInputStream()) {
        return text(in);
      }
    } finally {
      connection.disconnect();
    }
  }

  private static String text(InputStream in) throws IOException {
    var octets = in.readNBytes(LARGEST + 1);
    if (octets.length > LARGEST) throw new IOException("it is larger than a mebibyte");
    return new String(octets, StandardCharsets.UTF_8);
  }

  /** Those that trust the authorities of the settings; empty for what the JDK trusts. */
  private Optional<SSLSocketFactory> sockets() throws IOException {
    if (issuer.keysCaFile().isEmpty()) return Optional.empty();
    try (var in = new FileInputStream(issuer.keysCaFile().get().toFile())) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in))
        store.setCertificateEntry("authority-" + store.size(), each);
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return Optional.of(context.getSocketFactory());
    } catch (GeneralSecurityException e) {
      throw new IOException("its authorities cannot be used: " + e.getMessage(), e);
    }
  }
}
