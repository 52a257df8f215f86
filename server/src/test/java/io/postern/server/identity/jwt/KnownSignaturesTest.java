package io.postern.server.identity.jwt;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of one token and key says nothing of others. */
class KnownSignaturesTest {
  private final KnownSignatures known = new KnownSignatures();
  private final ECKey key = key();
  private final SignedJWT token = token("olga", key);

  @BeforeEach
  void know() {
    assertTrue(known.isBy(key.toPublicJWK(), token));
  }

  @Test
  void theSameTokenIsByTheSameKeyAgain() throws ParseException {
    assertTrue(known.isBy(key.toPublicJWK(), SignedJWT.parse(token.serialize())));
  }

  @Test
  void anotherKeyOfTheSameNameHasNotSignedIt() {
    assertFalse(known.isBy(key().toPublicJWK(), token));
  }

  @Test
  void aKnownSignatureUnderOtherWordsIsNone() throws ParseException {
    var others = token("mallory", key()).serialize().split("\\.");
    var own = token.serialize().split("\\.");

    var changed = SignedJWT.parse(own[0] + "." + others[1] + "." + own[2]);

    assertFalse(known.isBy(key.toPublicJWK(), changed));
  }

  @Test
  void knownWordsUnderAnotherSignatureAreNotSigned() throws ParseException {
    var others = token("olga", key()).serialize().split("\\.");
    var own = token.serialize().split("\\.");

    var changed = SignedJWT.parse(own[0] + "." + own[1] + "." + others[2]);

    assertFalse(known.isBy(key.toPublicJWK(), changed));
  }

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("key").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SignedJWT token(String subject, ECKey key) {
    try {
      var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build();
      var token = new SignedJWT(header, new JWTClaimsSet.Builder().subject(subject).build());
      token.sign(new ECDSASigner(key));
      return token;
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
