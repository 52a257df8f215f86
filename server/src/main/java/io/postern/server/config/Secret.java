package io.postern.server.config;

import java.util.Base64;

/** Octets that nobody is shown: not in the log, not among the settings in effect. */
public final class Secret {
  static final String SHOWN = "(not shown)";

  private final byte[] octets;

  private Secret(byte[] octets) {
    this.octets = octets;
  }

  /**
   * Reads Base64, as programs write that make such keys.
   *
   * @param setting what is being read, for the error, which does not repeat the text
   * @throws SettingException when it is none, or nothing
   */
  static Secret parse(String setting, String text) {
    try {
      var octets = Base64.getDecoder().decode(text.strip());
      if (octets.length > 0) return new Secret(octets);
    } catch (IllegalArgumentException e) {
      // Said below, without the text.
    }
    throw new SettingException(
        setting, "is not a secret in Base64; make one with 'openssl rand -base64 32'.");
  }

  /** A copy of the octets. */
  public byte[] octets() {
    return octets.clone();
  }

  @Override
  public String toString() {
    return SHOWN;
  }
}
