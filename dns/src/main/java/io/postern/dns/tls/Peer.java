package io.postern.dns.tls;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake told of the client.
 *
 * @param certified whether it has a certificate, which was verified
 * @param names what the certificate calls it: its dNSNames in lower case and URIs; its subject's
 *     common name where there are neither
 * @param serverName what it calls the server, in lower case; null if it says nothing
 */
public record Peer(boolean certified, List<String> names, @Nullable String serverName) {
  private static final int EMAIL = 1;
  private static final int DNS_NAME = 2;
  private static final int URI = 6;

  public Peer {
    names = List.copyOf(names);
  }

  /**
   * Reads a session. A session that is taken up again has the certificate that it began with, which
   * has to be valid still.
   *
   * @throws SSLPeerUnverifiedException if it is not
   */
  static Peer of(SSLSession session, @Nullable String serverName)
      throws SSLPeerUnverifiedException {
    var certificate = certificate(session);
    return certificate == null
        ? new Peer(false, List.of(), serverName)
        : new Peer(true, names(certificate), serverName);
  }

  private static @Nullable X509Certificate certificate(SSLSession session)
      throws SSLPeerUnverifiedException {
    X509Certificate certificate;
    try {
      certificate = (X509Certificate) session.getPeerCertificates()[0];
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      throw new SSLPeerUnverifiedException("the certificate of the session has expired");
    }
    return certificate;
  }

  static List<String> names(X509Certificate certificate) {
    return names(certificate, Set.of(DNS_NAME, URI));
  }

  /**
   * Everything that a certificate calls its owner: dNSNames in lower case, URIs, e-mail addresses;
   * the subject's common name where there are none of these.
   */
  public static List<String> allNames(X509Certificate certificate) {
    return names(certificate, Set.of(EMAIL, DNS_NAME, URI));
  }

  private static List<String> names(X509Certificate certificate, Set<Integer> types) {
    var names = new ArrayList<String>();
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (var each : alternatives) {
          if (each.get(0) instanceof Integer type && types.contains(type)) {
            names.add(Bindings.canonical((String) each.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      return List.of();
    }
    return names.isEmpty() ? commonName(certificate) : names;
  }

  private static List<String> commonName(X509Certificate certificate) {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().reversed().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .filter(part -> part.getValue() instanceof String)
              .map(part -> Bindings.canonical((String) part.getValue()))
              .limit(1)
              .toList();
    } catch (InvalidNameException e) {
      return List.of();
    }
  }
}
