package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.dns.forward.Forwarder;
import io.postern.dns.lookup.Inquiry;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.name.DnsName;
import io.postern.dns.testing.Certificates;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.NsdServer;
import io.postern.dns.testing.UnboundServer;
import io.postern.dns.zone.RecordType;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.config.SettingException;
import io.postern.server.config.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Upstream resolvers as a settings file has them. */
class UpstreamsTest {
  private static final String NAME = "resolver.example";

  @TempDir Path folder;

  private DnsServerSettings settings(String dns) throws IOException {
    var file = Files.writeString(folder.resolve("postern.yaml"), "dns: {" + dns + "}\n");
    return SettingsFile.read(file, ServerSettings.in(folder)).dns();
  }

  @Test
  @NeedsProgram(value = "nsd", debianPackage = "nsd")
  @NeedsProgram(value = "unbound", debianPackage = "unbound")
  @NeedsProgram(value = "openssl", debianPackage = "openssl")
  void aResolverIsAskedOverTlsByItsNameOrItsKey() throws IOException {
    var certificates = Certificates.make(Files.createDirectory(folder.resolve("tls")), NAME);
    var zone = "@ 60 SOA ns host 1 2 3 4 5\n@ 60 NS ns\nns 60 A 192.0.2.53\n";
    try (var nsd =
            NsdServer.start(Files.createDirectory(folder.resolve("nsd")), "example.net", zone);
        var unbound =
            UnboundServer.overTls(
                Files.createDirectory(folder.resolve("unbound")),
                "example.net",
                nsd.address(),
                certificates)) {
      var address = "tls://127.0.0.1:" + unbound.address().getPort() + "#";
      var authority = ", upstreamCaFile: '" + certificates.authority() + "'";

      assertEquals(Rcode.NOERROR, ask("upstreams: ['" + address + NAME + "']" + authority));
      assertEquals(
          Rcode.NOERROR, ask("upstreams: ['" + address + "sha256/" + certificates.pin() + "']"));
      assertEquals(Rcode.SERVFAIL, ask("upstreams: ['" + address + NAME + "']"));
    }
  }

  private Rcode ask(String dns) throws IOException {
    try (var forwarder = new Forwarder(Upstreams.of(settings(dns)))) {
      var question = new Question(DnsName.parse("ns.example.net"), RecordType.A);
      return forwarder.ask(Inquiry.upstream(question)).rcode();
    }
  }

  @Test
  void staleAnswersAreKeptAsTheSettingsSay() throws IOException {
    var stale = Upstreams.of(settings("staleAnswers: {keptFor: 2d, after: 500ms}")).stale();

    assertEquals(Duration.ofDays(2), stale.keptFor());
    assertEquals(Duration.ofMillis(500), stale.clientTimer());
    assertEquals(true, Upstreams.of(settings("upstreams: []")).stale().isOff());
  }

  @Test
  void aFileWithoutCertificatesIsRefused() throws IOException {
    var missing = settings("upstreamCaFile: " + folder.resolve("missing.pem"));
    assertEquals(
        "dns.upstreamCaFile: '" + folder.resolve("missing.pem") + "' cannot be read.",
        assertThrows(SettingException.class, () -> Upstreams.of(missing)).getMessage());

    for (var text : new String[] {"", "no certificate\n"}) {
      var file = Files.writeString(folder.resolve("ca.pem"), text);
      var wrong = settings("upstreamCaFile: " + file);
      assertEquals(
          "dns.upstreamCaFile: '" + file + "' has no certificates in PEM.",
          assertThrows(SettingException.class, () -> Upstreams.of(wrong)).getMessage());
    }
  }
}
