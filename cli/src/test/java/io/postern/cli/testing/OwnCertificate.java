package io.postern.cli.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for 127.0.0.1 that is its own authority, for servers and clients, made with {@code
 * keytool}.
 *
 * @param certificate in PEM
 * @param key in PEM
 * @param context of a client that has and trusts it
 */
public record OwnCertificate(Path certificate, Path key, SSLContext context) {
  private static final String PASSWORD = "password";

  public static OwnCertificate in(Path folder) throws IOException {
    var file = folder.resolve("own.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var process =
        new ProcessBuilder(
                List.of(
                    keytool,
                    "-genkeypair",
                    "-alias",
                    "own",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=own",
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      var certificate = store.getCertificate("own").getEncoded();
      var key = store.getKey("own", PASSWORD.toCharArray()).getEncoded();
      return new OwnCertificate(
          pem(folder.resolve("own.pem"), "CERTIFICATE", certificate),
          pem(folder.resolve("own.key"), "PRIVATE KEY", key),
          context(store));
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(printed, e);
    }
  }

  private static Path pem(Path file, String what, byte[] octets) throws IOException {
    var text = Base64.getMimeEncoder().encodeToString(octets);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  private static SSLContext context(KeyStore store) throws GeneralSecurityException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var trusted = TrustManagerFactory.getInstance("PKIX");
    var certificates = emptyStore();
    certificates.setCertificateEntry("own", store.getCertificate("own"));
    trusted.init(certificates);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      return store;
    } catch (IOException e) {
      throw new AssertionError("nothing is read", e);
    }
  }
}
