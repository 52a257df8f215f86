package io.postern.server.config;

import io.postern.server.config.DnsTlsSettings.EncryptedListener;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * DNS over HTTPS (RFC 8484), with the certificates of {@link DnsTlsSettings}.
 *
 * @param paths networks by the path of the request
 */
public record DnsHttpsSettings(List<EncryptedListener> listeners, List<PathSettings> paths) {
  /** None is served. */
  public static final DnsHttpsSettings NONE = new DnsHttpsSettings(List.of(), List.of());

  private static final String PATHS = "dns.https.paths[]";

  public DnsHttpsSettings {
    listeners = List.copyOf(listeners);
    paths = List.copyOf(paths);
    listeners.forEach(listener -> listener.require("dns.https.listeners"));
    var seen = new HashSet<String>();
    for (var path : paths) {
      if (!seen.add(path.path()))
        throw new SettingException(PATHS + ".path", "'" + path.path() + "' is given twice.");
    }
  }

  void require(DnsTlsSettings tls) {
    if (!listeners.isEmpty() && tls.certificate().isEmpty())
      throw new SettingException("dns.tls.certificate", "is missing; dns.https needs it.");
    if (tls.clientCertificates() == DnsTlsSettings.ClientCertificates.NONE
        && paths.stream().anyMatch(PathSettings::takesCertificate))
      throw DnsTlsSettings.certificatesNeeded(PATHS);
  }

  /**
   * A network by the path of a request.
   *
   * @param path such as {@code /dns-query/vnet-a}
   * @param certificateRequired whether it takes a certificate of the client, too; left out, it does
   *     not
   */
  public record PathSettings(
      String path, String virtualNetwork, Optional<Boolean> certificateRequired) {
    public PathSettings {
      if (!path.matches("/[A-Za-z0-9._~!$&'()*+,;=:@/-]*"))
        throw new SettingException(
            PATHS + ".path", "'" + path + "' is not a path; write one such as /dns-query/vnet-a.");
      NetworkNames.require(PATHS + ".virtualNetwork", virtualNetwork);
    }

    public boolean takesCertificate() {
      return certificateRequired.orElse(false);
    }
  }
}
