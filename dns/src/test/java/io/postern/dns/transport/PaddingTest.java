package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.codec.TsigKey;
import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.Authority;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.testing.TlsClient;
import io.postern.dns.tls.TlsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.transport.DnsSettings.Protocol;
import io.postern.dns.view.PrefixSet;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;

/** Responses whose length says little (RFC 7830, RFC 8467). */
@NeedsProgram(value = "openssl", debianPackage = "openssl")
class PaddingTest {
  private static final int PADDING = 12;
  private static final int BLOCK = 468;
  private static final byte[] SECRET = new byte[32];
  private static final List<String> NAMES =
      List.of(
          "acct1.privatelink.blob.core.windows.net",
          "x.db.contoso.com",
          "nobody.contoso.com",
          "a.example");

  @TempDir private Path folder;
  private Authority authority;
  private DnsServer server;
  private Socket socket;

  @BeforeEach
  void start() throws IOException {
    authority = Authority.in(folder.resolve("authority"));
    var issued = authority.issue("dns.example", "DNS:dns.example");
    var index = Networks.index();
    var key =
        new TsigKey(
            "a.key", TsigKey.Algorithm.HMAC_SHA512, new SecretKeySpec(SECRET, "HMAC"), "vnet-a");
    var plain = Listener.forNetwork(Loopback.anyPort(), "vnet-a");
    var settings =
        DnsSettings.of(plain, plain.by(Protocol.TLS), plain.by(Protocol.HTTPS))
            .withTrust(new Trust(List.of(key), PrefixSet.NONE, PrefixSet.NONE))
            .withTls(TlsSettings.of(issued.certificate(), issued.key()));
    server = DnsServer.start(settings, () -> index);
    socket = TlsClient.trusting(authority).connect(server.boundAddresses().get(1));
  }

  @AfterEach
  void stop() throws IOException {
    socket.close();
    server.close();
  }

  private static Message query(String name, EDNSOption... options) {
    var query = DnsClient.query(name, "A");
    query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
    return query;
  }

  private static EDNSOption padding() {
    return new GenericEDNSOption(PADDING, new byte[30]);
  }

  private byte[] ask(Message query) throws IOException {
    var octets = query.toWire();
    var frame = ByteBuffer.allocate(Short.BYTES + octets.length).putShort((short) octets.length);
    socket.getOutputStream().write(frame.put(octets).array());
    return DnsClient.readFrame(socket);
  }

  private static List<EDNSOption> options(byte[] response) {
    return DnsClient.parse(response).getOPT().getOptions(PADDING);
  }

  @Test
  void rfc8467s41ResponsesAreMultiplesOf468Octets() throws IOException {
    for (var name : NAMES) {
      assertEquals(BLOCK, ask(query(name, padding())).length, name);
    }
  }

  @Test
  void rfc7830s6WhoDoesNotPadGetsNoPadding() throws IOException {
    for (var name : NAMES) {
      var response = ask(query(name));
      assertTrue(response.length < BLOCK);
      assertEquals(List.of(), options(response));
    }
  }

  @Test
  void rfc7830s6InClearTextThereIsNoPadding() {
    var client = DnsClient.of(server.boundAddresses().getFirst());
    for (var name : NAMES) {
      var octets = query(name, padding()).toWire();
      assertEquals(List.of(), options(client.overTcp(octets).orElseThrow()));
      assertEquals(List.of(), options(client.overUdp(octets).orElseThrow()));
    }
  }

  @Test
  void theSignatureCounts() throws IOException {
    var key = new TSIG(TSIG.HMAC_SHA512, "a.key.", Base64.getEncoder().encodeToString(SECRET));
    for (var name : NAMES) {
      var query = query(name, padding());
      key.apply(query, null);
      var octets = ask(query);
      assertEquals(BLOCK, octets.length, name);
      assertEquals(
          Rcode.NOERROR, key.verify(DnsClient.parse(octets), octets, query.getTSIG()), name);
    }
    var other = new TSIG(TSIG.HMAC_SHA512, "b.key.", Base64.getEncoder().encodeToString(SECRET));
    var unknown = query(NAMES.getFirst(), padding());
    other.apply(unknown, null);
    assertEquals(BLOCK, ask(unknown).length, "unsigned, for want of the key");
  }

  @Test
  @NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
  void kdigGetsPaddedResponses() {
    var trust = "+tls-ca=" + authority.certificate();
    for (int listener : new int[] {1, 2}) {
      var how = listener == 1 ? "+tls" : "+https";
      var printed =
          Dig.kdig()
              .print(
                  server.boundAddresses().get(listener),
                  NAMES.getFirst(),
                  "A",
                  how,
                  trust,
                  "+tls-hostname=dns.example",
                  "+padding",
                  "+stats");
      assertTrue(printed.contains("Received 468 B"), printed);
    }
  }
}
