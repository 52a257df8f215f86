package io.postern.dns.forward;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * By what a resolver that is asked over TLS proves to be the one that is meant. One that does not
 * is not asked at all: the strict profile of RFC 8310 §5.
 */
public sealed interface TlsIdentity {

  /**
   * Its certificate is for this name and leads to an authority that is trusted (RFC 8310 §8.1).
   *
   * @param name the authentication domain name, such as {@code dns.example.net}
   * @param authorities whose certificates lead on; none for those that the JVM trusts
   */
  record Named(String name, List<X509Certificate> authorities) implements TlsIdentity {
    private static final int MAX_LENGTH = 253;
    private static final Pattern NAME =
        Pattern.compile(
            "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*"
                + "[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    public Named {
      authorities = List.copyOf(authorities);
      if (name.length() > MAX_LENGTH || !NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("\"" + name + "\" is not a host's domain name");
      }
    }
  }

  /**
   * The public key of its certificate has this fingerprint; who signed it does not matter (RFC 7858
   * §4.2).
   *
   * @param sha256 of its SubjectPublicKeyInfo in DER, in Base64
   */
  record Pinned(String sha256) implements TlsIdentity {
    private static final int LENGTH = 32;

    public Pinned {
      if (octets(sha256).length != LENGTH) {
        throw new IllegalArgumentException("\"" + sha256 + "\" is not a SHA-256 in Base64");
      }
    }

    byte[] octets() {
      return octets(sha256);
    }

    private static byte[] octets(String text) {
      return Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
