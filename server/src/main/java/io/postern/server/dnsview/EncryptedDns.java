package io.postern.server.dnsview;

import io.postern.dns.tls.Bindings;
import io.postern.dns.tls.Bindings.Binding;
import io.postern.dns.tls.ClientCertificates;
import io.postern.dns.tls.TlsSettings;
import io.postern.server.config.DnsHttpsSettings.PathSettings;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.DnsTlsSettings.CertificateName;
import io.postern.server.config.DnsTlsSettings.ServerName;
import java.util.Optional;
import java.util.stream.Collectors;

/** The settings of encrypted DNS as the engine has them. */
final class EncryptedDns {
  private EncryptedDns() {}

  /** Empty where there is no certificate. */
  static Optional<TlsSettings> tls(DnsServerSettings settings) {
    var tls = settings.tls();
    if (tls.certificate().isEmpty() || tls.key().isEmpty()) return Optional.empty();
    return Optional.of(
        new TlsSettings(
            tls.certificate().get(),
            tls.key().get(),
            tls.clientAuthorities().orElse(null),
            switch (tls.clientCertificates()) {
              case NONE -> ClientCertificates.NONE;
              case OPTIONAL -> ClientCertificates.OPTIONAL;
              case REQUIRED -> ClientCertificates.REQUIRED;
            },
            bindings(settings),
            TlsSettings.CHECKED_EVERY));
  }

  private static Bindings bindings(DnsServerSettings settings) {
    var tls = settings.tls();
    return new Bindings(
        tls.certificateNames().stream()
            .collect(Collectors.toMap(CertificateName::name, EncryptedDns::networkKey)),
        tls.serverNames().stream()
            .collect(Collectors.toMap(ServerName::name, EncryptedDns::binding)),
        settings.https().paths().stream()
            .collect(Collectors.toMap(PathSettings::path, EncryptedDns::binding)));
  }

  private static String networkKey(CertificateName name) {
    return DnsFrontend.networkKey(name.virtualNetwork(), "dns.tls.certificateNames");
  }

  private static Binding binding(ServerName name) {
    var network = DnsFrontend.networkKey(name.virtualNetwork(), "dns.tls.serverNames");
    return new Binding(network, name.takesCertificate());
  }

  private static Binding binding(PathSettings path) {
    var network = DnsFrontend.networkKey(path.virtualNetwork(), "dns.https.paths");
    return new Binding(network, path.takesCertificate());
  }
}
