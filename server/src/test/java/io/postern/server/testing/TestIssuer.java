package io.postern.server.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.postern.server.config.IssuerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/** Somebody who issues JSON Web Tokens, with a key of its own that a server reads from a file. */
public final class TestIssuer {
  /** What its tokens for a server have as their audience. */
  public static final String AUDIENCE = "postern";

  private static final String ISSUER = "https://login.contoso.example";

  private final ECKey key;
  private final Path published;

  private TestIssuer(ECKey key, Path published) {
    this.key = key;
    this.published = published;
  }

  /** One with a new key, which is published in a folder. */
  public static TestIssuer in(Path folder) {
    try {
      var key = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
      var published = folder.resolve("keys.json").toAbsolutePath();
      return new TestIssuer(
          key, Files.writeString(published, new JWKSet(key.toPublicJWK()).toString()));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has a server take its tokens. */
  public IssuerSettings settings() {
    return new IssuerSettings(
        ISSUER,
        List.of(AUDIENCE),
        published.toString(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** A token that says that somebody of a tenant calls. */
  public String token(String subject, String tenant, String audience, Instant expires) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(audience)
            .subject(subject)
            .claim("tenant", tenant)
            .expirationTime(Date.from(expires))
            .build();
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
    var token = new SignedJWT(header, claims);
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
    return token.serialize();
  }
}
