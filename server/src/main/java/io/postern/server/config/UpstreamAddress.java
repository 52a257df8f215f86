package io.postern.server.config;

import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A resolver to ask, and how: {@code 192.0.2.53:53} in the clear, or over TLS (RFC 7858) {@code
 * tls://192.0.2.53:853#dns.example.net}, where it has to prove that name by its certificate, or
 * {@code tls://192.0.2.53:853#sha256/…}, where it has to have the public key with that fingerprint.
 *
 * @param proof what is behind the {@code #}; empty for a resolver that is asked in the clear
 */
public record UpstreamAddress(InetSocketAddress address, Optional<String> proof) {
  private static final String TLS = "tls://";
  private static final String PIN = "sha256/";
  private static final int PIN_LENGTH = 32;
  private static final int MAX_NAME = 253;
  private static final Pattern NAME =
      Pattern.compile(
          "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*"
              + "[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  /** A resolver that is asked in the clear. */
  public static UpstreamAddress plain(InetSocketAddress address) {
    return new UpstreamAddress(address, Optional.empty());
  }

  /**
   * Reads a resolver as it is written.
   *
   * @param setting what is being read, for the error
   * @throws SettingException when it is none
   */
  public static UpstreamAddress parse(String setting, String text) {
    if (!text.startsWith(TLS)) return plain(SettingText.address(setting, text));
    int hash = text.indexOf('#');
    var proof = hash < 0 ? "" : text.substring(hash + 1);
    if (!isName(proof) && !isPin(proof))
      throw new SettingException(
          setting,
          "'"
              + text
              + "' does not say how the resolver proves itself; write a name or a fingerprint"
              + " behind it, such as tls://192.0.2.53:853#dns.example.net.");
    var address = SettingText.address(setting, text.substring(TLS.length(), hash));
    return new UpstreamAddress(address, Optional.of(proof));
  }

  private static boolean isName(String proof) {
    return proof.length() <= MAX_NAME && NAME.matcher(proof).matches();
  }

  private static boolean isPin(String proof) {
    try {
      return proof.startsWith(PIN)
          && Base64.getDecoder().decode(proof.substring(PIN.length())).length == PIN_LENGTH;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The name that its certificate has to be for; empty if it is asked otherwise. */
  public Optional<String> name() {
    return proof.filter(UpstreamAddress::isName);
  }

  /** The SHA-256 of its public key in Base64 (RFC 7858 §4.2); empty if it is asked otherwise. */
  public Optional<String> pin() {
    return proof.filter(it -> it.startsWith(PIN)).map(it -> it.substring(PIN.length()));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    var printed = SettingText.print(address);
    return proof.map(it -> TLS + printed + "#" + it).orElse(printed);
  }
}
