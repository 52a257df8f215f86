package io.postern.server.identity.model;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * What the bearer of a token has: {@code postern_}, the token's id, {@code _}, and its secret with
 * a checksum, by which a text that was cut or mistyped is told from a token that is none any more.
 *
 * @param id 12 characters, no secret
 * @param secret 52 characters that stand for 256 random bits
 */
public record TokenText(String id, String secret) {
  private static final String PREFIX = "postern_";

  /** That of RFC 4648 section 6 in lower case: nothing looks like something else. */
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

  private static final int BITS = 5;
  private static final int ID_LENGTH = 12;
  private static final int SECRET_LENGTH = 52;
  private static final int CHECKSUM_LENGTH = 7;
  private static final Pattern FORM =
      Pattern.compile(
          PREFIX
              + "([a-z2-7]{"
              + ID_LENGTH
              + "})_([a-z2-7]{"
              + SECRET_LENGTH
              + "})([a-z2-7]{"
              + CHECKSUM_LENGTH
              + "})");

  /** A new one. */
  public static TokenText random(SecureRandom random) {
    return new TokenText(text(random, ID_LENGTH), text(random, SECRET_LENGTH));
  }

  /** Another secret for the token with this id. */
  public static TokenText random(String id, SecureRandom random) {
    return new TokenText(id, text(random, SECRET_LENGTH));
  }

  private static String text(SecureRandom random, int length) {
    var octets = new byte[length];
    random.nextBytes(octets);
    var text = new StringBuilder();
    for (var octet : octets) text.append(ALPHABET.charAt(octet & (1 << BITS) - 1));
    return text.toString();
  }

  /** Reads one; empty if it is none, or not whole. */
  public static Optional<TokenText> parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) return Optional.empty();
    var token = new TokenText(match.group(1), match.group(2));
    return token.checksum().equals(match.group(3)) ? Optional.of(token) : Optional.empty();
  }

  /** Whether a text is meant to be one. */
  public static boolean isMeant(String text) {
    return text.startsWith(PREFIX);
  }

  private String checksum() {
    var crc = new CRC32();
    crc.update((id + secret).getBytes(StandardCharsets.US_ASCII));
    var text = new StringBuilder();
    for (int i = 0; i < CHECKSUM_LENGTH; i++)
      text.append(ALPHABET.charAt((int) (crc.getValue() >> i * BITS & (1 << BITS) - 1)));
    return text.toString();
  }

  /** What is kept of the secret. */
  public SecretHash hash() {
    return SecretHash.of(secret.getBytes(StandardCharsets.US_ASCII));
  }

  /** The text for the bearer, which nobody else is shown. */
  public String reveal() {
    return PREFIX + id + "_" + secret + checksum();
  }

  @Override
  public String toString() {
    return PREFIX + id + "_(not shown)";
  }
}
