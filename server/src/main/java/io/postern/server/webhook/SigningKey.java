package io.postern.server.webhook;

import io.postern.server.webhook.model.Signing;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that the secrets of all webhooks follow from: each is an HMAC of the webhook's uid and
 * the generation, so that none has to be stored.
 */
final class SigningKey {
  /** What a secret begins with, by the Standard Webhooks specification. */
  private static final String SECRET = "whsec_";

  private static final String VERSION = "v1,";
  private static final String HMAC = "HmacSHA256";
  private static final int ID_LENGTH = 8;

  private final byte[] octets;

  SigningKey(byte[] octets) {
    this.octets = octets.clone();
  }

  /** What tells this key from others and gives nothing of it away. */
  String id() {
    return HexFormat.of().formatHex(hmac(octets, "webhook key"), 0, ID_LENGTH);
  }

  /** The secret of a webhook as its owner is shown it. */
  String secret(String uid, long generation) {
    return SECRET + base64(octets(uid, generation));
  }

  /**
   * The signatures of a request: that of the current secret, and while it counts that of the one
   * before.
   */
  String signatures(String uid, Signing signing, Instant now, String signed) {
    var generations =
        signing.hasPrevious(now)
            ? Stream.of(signing.generation(), signing.generation() - 1)
            : Stream.of(signing.generation());
    return generations
        .map(generation -> VERSION + base64(hmac(octets(uid, generation), signed)))
        .collect(Collectors.joining(" "));
  }

  private byte[] octets(String uid, long generation) {
    return hmac(octets, "webhook secret\n" + uid + "\n" + generation);
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256.", e);
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
