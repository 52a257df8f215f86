package io.postern.server.dnsview;

import io.postern.dns.forward.ForwardSettings;
import io.postern.dns.forward.StaleAnswers;
import io.postern.dns.forward.TlsIdentity;
import io.postern.dns.forward.UpstreamServer;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.SettingException;
import io.postern.server.config.UpstreamAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of upstream resolvers, as the engine has them. */
final class Upstreams {
  private static final String AUTHORITIES = "dns.upstreamCaFile";

  private Upstreams() {}

  /**
   * Which upstream resolvers are asked, and how.
   *
   * @throws SettingException when the file with the authorities' certificates cannot be read
   */
  static ForwardSettings of(DnsServerSettings settings) {
    var authorities = settings.upstreamCaFile().map(Upstreams::read).orElse(List.of());
    var stale = settings.staleAnswers();
    return ForwardSettings.NONE
        .withTimeout(settings.upstreamTimeout())
        .withStale(new StaleAnswers(stale.keptFor(), stale.after()))
        .withUpstreams(
            settings.upstreams().stream()
                .map(it -> new UpstreamServer(it.address(), identity(it, authorities)))
                .toList());
  }

  private static @Nullable TlsIdentity identity(
      UpstreamAddress upstream, List<X509Certificate> authorities) {
    var pin = upstream.pin();
    if (pin.isPresent()) return new TlsIdentity.Pinned(pin.get());
    return upstream
        .name()
        .<TlsIdentity>map(name -> new TlsIdentity.Named(name, authorities))
        .orElse(null);
  }

  private static List<X509Certificate> read(Path file) {
    try (var source = Files.newInputStream(file)) {
      var read = CertificateFactory.getInstance("X.509").generateCertificates(source);
      if (!read.isEmpty()) return read.stream().map(X509Certificate.class::cast).toList();
    } catch (IOException e) {
      throw new SettingException(AUTHORITIES, "'" + file + "' cannot be read.");
    } catch (CertificateException e) {
      // Said below, as for a file without any.
    }
    throw new SettingException(AUTHORITIES, "'" + file + "' has no certificates in PEM.");
  }
}
