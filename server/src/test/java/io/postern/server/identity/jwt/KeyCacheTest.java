package io.postern.server.identity.jwt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.postern.dns.testing.Authority;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.tls.ServerTls;
import io.postern.dns.tls.TlsSettings;
import io.postern.server.config.IssuerSettings;
import io.postern.server.identity.jwt.KeyCache.Pace;
import io.postern.server.kernel.ControlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the keys of an issuer are read, and from where. */
class KeyCacheTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private static ECKey first;
  private static ECKey second;

  private int reads;
  private boolean away;
  private JWKSet published = new JWKSet();
  private final KeyCache cache = new KeyCache("issuer", this::read, Pace.REMOTE);

  @BeforeAll
  static void makeKeys() throws Exception {
    first = new ECKeyGenerator(Curve.P_256).keyID("first").generate().toPublicJWK();
    second = new ECKeyGenerator(Curve.P_256).keyID("second").generate().toPublicJWK();
  }

  @BeforeEach
  void publish() {
    published = new JWKSet(first);
  }

  private JWKSet read() throws IOException {
    reads++;
    if (away) throw new IOException("nobody is there");
    return published;
  }

  private int found(String key, Duration later) {
    return cache.matching(header(key), BEGIN.plus(later)).size();
  }

  private static JWSHeader header(String key) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key).build();
  }

  @Test
  void keysAreReadOnceUntilTheyAreOld() {
    assertEquals(1, found("first", Duration.ZERO));
    assertEquals(1, found("first", Duration.ofSeconds(599)));
    assertEquals(1, reads);
    assertEquals(1, found("first", Duration.ofMinutes(10)));
    assertEquals(2, reads);
  }

  @Test
  void aKeyThatIsNotKnownIsAskedForOnceInAWhile() {
    assertEquals(1, found("first", Duration.ZERO));
    published = new JWKSet(List.of(first, second));
    for (int i = 0; i < 100; i++) assertEquals(0, found("made up " + i, Duration.ofSeconds(29)));
    assertEquals(1, reads);
    assertEquals(1, found("second", Duration.ofSeconds(30)));
    assertEquals(2, reads);
    for (int i = 0; i < 100; i++) assertEquals(0, found("made up " + i, Duration.ofSeconds(59)));
    assertEquals(2, reads);
  }

  @Test
  void keysStayInUseWhileTheIssuerIsAway() {
    away = true;
    assertThrows(ControlException.class, () -> found("first", Duration.ZERO));
    away = false;
    assertEquals(1, found("first", Duration.ofSeconds(30)));
    away = true;
    assertEquals(1, found("first", Duration.ofHours(1)));
    assertEquals(3, reads);
  }

  @Test
  @NeedsProgram(value = "openssl", debianPackage = "openssl")
  void keysAreFetchedFromAServerThatListedAuthoritiesVouchFor(@TempDir Path folder)
      throws Exception {
    var authority = Authority.in(folder.resolve("authority"));
    var issued = authority.issue("issuer", "IP:127.0.0.1");
    var answer = new AtomicReference<>(new JWKSet(first).toString());
    var server = HttpsServer.create(Loopback.anyPort(), 0);
    try (var tls =
        ServerTls.open(
            TlsSettings.of(issued.certificate(), issued.key()), InstantSource.system())) {
      server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
      server.createContext(
          "/keys",
          exchange -> {
            var octets = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, octets.length);
            try (var out = exchange.getResponseBody()) {
              out.write(octets);
            }
          });
      server.start();
      var url = "https://127.0.0.1:" + server.getAddress().getPort();
      assertEquals(
          List.of(first),
          document(url + "/keys", Optional.of(authority.certificate())).read().getKeys());
      var strange = document(url + "/keys", Optional.empty());
      assertThrows(IOException.class, strange::read);
      var missing = document(url + "/other", Optional.of(authority.certificate()));
      var refused = assertThrows(IOException.class, missing::read);
      assertEquals("the server answers with the status 404", refused.getMessage());
      answer.set("{}" + " ".repeat(1 << 20));
      var large = document(url + "/keys", Optional.of(authority.certificate()));
      assertTrue(
          String.valueOf(assertThrows(IOException.class, large::read).getMessage())
              .contains("larger than a mebibyte"));
    } finally {
      server.stop(0);
    }
  }

  private static KeyDocument document(String url, Optional<Path> authorities) {
    return new KeyDocument(
        new IssuerSettings(
            "issuer",
            List.of("postern"),
            url,
            authorities,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty()));
  }
}
