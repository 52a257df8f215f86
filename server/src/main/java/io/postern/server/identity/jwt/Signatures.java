package io.postern.server.identity.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Whether a token was signed with a key. What kind of key it is decides how that is looked at. */
final class Signatures {
  private static final int SHORTEST_RSA = 2048;

  /** What stands before the 32 octets of an Ed25519 key (RFC 8410 section 4). */
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  private Signatures() {}

  static boolean isBy(JWK key, SignedJWT token) {
    try {
      return switch (key) {
        case RSAKey rsa ->
            rsa.size() >= SHORTEST_RSA && token.verify(new RSASSAVerifier(rsa.toRSAPublicKey()));
        case ECKey ec -> token.verify(new ECDSAVerifier(ec));
        case OctetKeyPair pair -> Curve.Ed25519.equals(pair.getCurve()) && isBy(pair, token);
        // A shared secret proves nothing of who signed.
        default -> false;
      };
    } catch (JOSEException | GeneralSecurityException e) {
      return false;
    }
  }

  /** By the JDK: the library would take another one for it. */
  private static boolean isBy(OctetKeyPair pair, SignedJWT token) throws GeneralSecurityException {
    var octets = pair.getDecodedX();
    var encoded = new byte[ED25519.length + octets.length];
    System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
    System.arraycopy(octets, 0, encoded, ED25519.length, octets.length);
    var verifying = Signature.getInstance("Ed25519");
    verifying.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    verifying.update(token.getSigningInput());
    return verifying.verify(token.getSignature().decode());
  }
}
