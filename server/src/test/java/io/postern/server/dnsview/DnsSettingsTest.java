package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.server.config.SettingsFile;
import io.postern.server.testing.ControlPlane;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetDnsStatusRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TcpKeepaliveOption;

/** What a file sets for DNS is what the server does that is started with it. */
class DnsSettingsTest {
  private static final byte[] CLIENT_PART = HexFormat.of().parseHex("2464c4abcf10c957");

  @TempDir private Path folder;

  private ControlPlane start(String id, String yaml) throws IOException {
    var file = Files.writeString(folder.resolve(id + ".yaml"), yaml);
    return ControlPlane.start(folder.resolve(id), all -> SettingsFile.read(file, all));
  }

  private static DnsClient client(ControlPlane plane) {
    var address =
        plane
            .stub(DnsServiceGrpc::newBlockingStub)
            .getDnsStatus(GetDnsStatusRequest.getDefaultInstance())
            .getListeners(0)
            .getAddress();
    return DnsClient.of(
        Loopback.port(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1))));
  }

  private static Message query(EDNSOption... options) {
    var query = DnsClient.query("example.org", "A");
    query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
    return query;
  }

  private static EDNSOption option(Message response, int code) {
    return response.getOPT().getOptions(code).getFirst();
  }

  @Test
  void theServerNamesItself() throws IOException {
    try (var plane = start("a", "dns: {serverName: north-1}")) {
      assertEquals(
          new NSIDOption("north-1".getBytes(StandardCharsets.UTF_8)),
          option(client(plane).udp(query(new NSIDOption(new byte[0]))), EDNSOption.Code.NSID));
    }
  }

  @Test
  void twoServersWithOneSecretKnowEachOthersCookies() throws IOException {
    var secrets = "dns: {cookieSecrets: [AAECAwQFBgcICQoLDA0ODw==]}";
    try (var one = start("a", secrets);
        var two = start("b", secrets)) {
      var given =
          (CookieOption)
              option(client(one).udp(query(new CookieOption(CLIENT_PART))), EDNSOption.Code.COOKIE);
      var again = query(new CookieOption(CLIENT_PART, given.getServerCookie().orElseThrow()));

      assertEquals(given, option(client(two).udp(again), EDNSOption.Code.COOKIE));
    }
  }

  @Test
  void connectionsAreKeptForAsLongAsIsSet() throws IOException {
    try (var plane = start("a", "dns: {tcp: {idleTimeout: 3s}}")) {
      assertEquals(
          new TcpKeepaliveOption(30),
          option(
              client(plane).tcp(query(new TcpKeepaliveOption())), EDNSOption.Code.TCP_KEEPALIVE));
    }
  }

  @Test
  void theRateOfResponsesIsLimitedButForThoseWhoAreExempt() throws IOException {
    var limits =
        "dns: {rateLimit: {responsesPerSecond: 1, window: 30m, slip: 1, exempt: [127.0.9.0/24]}}";
    try (var plane = start("a", limits)) {
      for (int i = 0; i < 20; i++) {
        var _ = client(plane).udp(query());
        var exempt = client(plane).from("127.0.9.1").udp(query());
        assertEquals(Rcode.REFUSED, exempt.getRcode());
      }
      assertTrue(client(plane).udp(query()).getHeader().getFlag(Flags.TC));
    }
  }
}
