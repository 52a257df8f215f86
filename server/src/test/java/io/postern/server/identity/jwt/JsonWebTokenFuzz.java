package io.postern.server.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.IssuerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** JSON Web Tokens from anybody: what is not signed by the issuer is nobody. */
public final class JsonWebTokenFuzz {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Issuers ISSUERS = issuers();

  private JsonWebTokenFuzz() {}

  /** Never taken: nobody has the key that belongs to the issuer's. */
  public static void token(String text) {
    var identity = ISSUERS.identity(text, NOW);
    throw new AssertionError("taken for " + identity.principal().id());
  }

  /** One with a public key whose private one was thrown away, and with the name {@code i}. */
  private static Issuers issuers() {
    var issuer =
        new IssuerSettings(
            "i",
            List.of("postern"),
            keys().toString(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.of("roles"),
            Optional.of("admin"));
    return new Issuers(AuthSettings.DEFAULT.withIssuers(List.of(issuer)));
  }

  private static Path keys() {
    try {
      var file = Files.createTempFile("keys", ".json");
      file.toFile().deleteOnExit();
      var key = new ECKeyGenerator(Curve.P_256).keyID("k").generate().toPublicJWK();
      return Files.writeString(file, new JWKSet(key).toString());
    } catch (IOException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
