package io.postern.server.identity.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Signatures that were found to be by a key, so that the token that a caller sends with each call
 * is computed on once. That one text was signed with one key is true for ever: which keys an issuer
 * has, and until when a token is good, is asked each time elsewhere. Thread-safe.
 */
final class KnownSignatures {
  private static final int MOST = 10_000;

  private final Cache<Proof, Boolean> proofs =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  /**
   * @param token the SHA-256 of all of its text
   */
  private record Proof(String token, JWK key) {}

  /** Whether a token was signed with a key. */
  boolean isBy(JWK key, SignedJWT token) {
    var proof = new Proof(digest(token), key);
    if (proofs.getIfPresent(proof) != null) return true;
    boolean proven = Signatures.isBy(key, token);
    if (proven) proofs.put(proof, true);
    return proven;
  }

  private static String digest(SignedJWT token) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(token.getSigningInput());
      sha256.update((byte) '.');
      sha256.update(token.getSignature().toString().getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
