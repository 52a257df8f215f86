package io.postern.server.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * DNS over TLS (RFC 7858), and the certificates that DNS over HTTPS has as well.
 *
 * @param certificate the server's certificate and those that lead to its authority, in PEM
 * @param key its private key, in PEM, PKCS#8 without a password
 * @param clientCertificates whether clients are asked for certificates
 * @param clientAuthorities the authorities of clients' certificates, in PEM
 * @param certificateNames networks of clients by a name of their certificate
 * @param serverNames networks by the name that clients call the server
 */
public record DnsTlsSettings(
    List<EncryptedListener> listeners,
    Optional<Path> certificate,
    Optional<Path> key,
    ClientCertificates clientCertificates,
    Optional<Path> clientAuthorities,
    List<CertificateName> certificateNames,
    List<ServerName> serverNames) {
  /** Nothing is encrypted. */
  public static final DnsTlsSettings NONE =
      new DnsTlsSettings(
          List.of(),
          Optional.empty(),
          Optional.empty(),
          ClientCertificates.NONE,
          Optional.empty(),
          List.of(),
          List.of());

  private static final String CERTIFICATE_NAMES = "dns.tls.certificateNames[]";
  private static final String SERVER_NAMES = "dns.tls.serverNames[]";

  public DnsTlsSettings {
    listeners = List.copyOf(listeners);
    certificateNames = List.copyOf(certificateNames);
    serverNames = List.copyOf(serverNames);
    listeners.forEach(listener -> listener.require("dns.tls.listeners"));
    if (!listeners.isEmpty() && certificate.isEmpty())
      throw new SettingException("dns.tls.certificate", "is missing; listeners need it.");
    CertificateFiles.require("dns.tls.", certificate, key, clientCertificates, clientAuthorities);
    var asked = clientCertificates != ClientCertificates.NONE;
    if (!asked && !certificateNames.isEmpty()) throw certificatesNeeded(CERTIFICATE_NAMES);
    if (!asked && serverNames.stream().anyMatch(ServerName::takesCertificate))
      throw certificatesNeeded(SERVER_NAMES);
    requireOnce(CERTIFICATE_NAMES, certificateNames.stream().map(CertificateName::name).toList());
    requireOnce(SERVER_NAMES, serverNames.stream().map(ServerName::name).toList());
  }

  static SettingException certificatesNeeded(String setting) {
    return new SettingException(
        setting, "takes certificates; set dns.tls.clientCertificates to optional or required.");
  }

  private static void requireOnce(String setting, List<String> names) {
    var seen = new HashSet<String>();
    for (var name : names) {
      if (!seen.add(canonical(name)))
        throw new SettingException(setting + ".name", "'" + name + "' is given twice.");
    }
  }

  /** A domain name is the same in either case and with a dot at its end; a URI is not. */
  private static String canonical(String name) {
    if (name.contains(":")) return name;
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** Whether clients are asked for a certificate. */
  public enum ClientCertificates {
    NONE,
    OPTIONAL,
    REQUIRED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One address that is served over TLS or HTTPS.
   *
   * @param address port 0 takes one that is free
   * @param virtualNetwork the network whose view every query that comes in here gets; it may be
   *     created later
   */
  public record EncryptedListener(InetSocketAddress address, Optional<String> virtualNetwork) {
    void require(String setting) {
      if (address.isUnresolved())
        throw new SettingException(
            setting, "'" + address.getHostString() + "' is not a known host or address.");
      virtualNetwork.ifPresent(name -> NetworkNames.require(setting + "[].virtualNetwork", name));
    }
  }

  /**
   * A client's network by its certificate.
   *
   * @param name a dNSName or a URI of the certificate; the common name where it has neither
   */
  public record CertificateName(String name, String virtualNetwork) {
    public CertificateName {
      NetworkNames.require(CERTIFICATE_NAMES + ".virtualNetwork", virtualNetwork);
    }
  }

  /**
   * A network by the name that a client calls the server (SNI).
   *
   * @param certificateRequired whether it takes a certificate of the client, too; left out, it does
   *     not
   */
  public record ServerName(
      String name, String virtualNetwork, Optional<Boolean> certificateRequired) {
    public ServerName {
      NetworkNames.require(SERVER_NAMES + ".virtualNetwork", virtualNetwork);
    }

    public boolean takesCertificate() {
      return certificateRequired.orElse(false);
    }
  }
}
