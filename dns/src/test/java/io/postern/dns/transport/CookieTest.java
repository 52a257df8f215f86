package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.guard.CookieSecret;
import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.transport.DnsSettings.Listener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Cookies over real sockets (RFC 7873, RFC 9018). */
class CookieTest {
  private static final String NAME = "acct1.privatelink.blob.core.windows.net";
  private static final int COOKIE = EDNSOption.Code.COOKIE;
  private static final String CLIENT_PART = "2464c4abcf10c957";

  private final List<DnsServer> servers = new ArrayList<>();
  private final DnsServer server = start(CookieSecret.of(new byte[16]));

  private DnsServer start(CookieSecret... secrets) {
    var index = Networks.index();
    var listener = Listener.forNetwork(Loopback.anyPort(), "vnet-a");
    try {
      var settings = DnsSettings.of(listener).withCookieSecrets(List.of(secrets));
      servers.add(DnsServer.start(settings, () -> index));
      return servers.getLast();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    servers.forEach(DnsServer::close);
  }

  private static DnsClient client(DnsServer server) {
    return DnsClient.of(server.boundAddresses().getFirst());
  }

  private static Message with(Message query, EDNSOption... options) {
    query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
    return query;
  }

  private static Message query(String cookie) {
    return with(
        DnsClient.query(NAME, "A"), new GenericEDNSOption(COOKIE, HexFormat.of().parseHex(cookie)));
  }

  private static Message withoutQuestion(String cookie) {
    return with(new Message(7), new GenericEDNSOption(COOKIE, HexFormat.of().parseHex(cookie)));
  }

  private static String cookie(Message response) {
    var cookie = (CookieOption) response.getOPT().getOptions(COOKIE).getFirst();
    var server = cookie.getServerCookie();
    var hex = HexFormat.of();
    return hex.formatHex(cookie.getClientCookie()) + server.map(hex::formatHex).orElse("");
  }

  @Test
  void rfc7873s523AClientPartIsAnsweredWithBothParts() {
    var response = client(server).udp(query(CLIENT_PART));

    assertEquals(Rcode.NOERROR, response.getRcode());
    assertEquals(1, response.getSection(Section.ANSWER).size());
    assertTrue(cookie(response).matches(CLIENT_PART + "01000000[0-9a-f]{24}"), cookie(response));
  }

  @Test
  void rfc7873s525AYoungCookieComesBackAsItWas() {
    var cookie = cookie(client(server).udp(query(CLIENT_PART)));

    assertEquals(cookie, cookie(client(server).udp(query(cookie))));
    assertEquals(cookie, cookie(client(server).tcp(query(cookie))));
  }

  /** Servers behind one address share the secret (RFC 9018 §5). */
  @Test
  void rfc9018s5ServersWithOneSecretKnowEachOthersCookies() {
    var cookie = cookie(client(server).udp(query(CLIENT_PART)));
    var same = start(CookieSecret.of(new byte[16]));
    var other = start();

    assertEquals(Rcode.NOERROR, client(same).udp(withoutQuestion(cookie)).getRcode());
    assertEquals(Rcode.BADCOOKIE, client(other).udp(withoutQuestion(cookie)).getRcode());
  }

  /** A wrong cookie is as none, and answered: only limits make it an error. */
  @Test
  void rfc7873s524AWrongCookieIsAnsweredWithARightOne() {
    var response = client(server).udp(query(CLIENT_PART + "01000000" + "00".repeat(12)));

    assertEquals(Rcode.NOERROR, response.getRcode());
    assertEquals(1, response.getSection(Section.ANSWER).size());
    var given = cookie(response);
    assertEquals(Rcode.NOERROR, client(server).udp(withoutQuestion(given)).getRcode());
  }

  @Test
  void rfc7873s54ACookieIsGotWithoutAQuestion() {
    var response = client(server).udp(withoutQuestion(CLIENT_PART));

    assertEquals(Rcode.NOERROR, response.getRcode());
    assertNull(response.getQuestion());
    assertEquals(48, cookie(response).length());
    var forged = withoutQuestion(CLIENT_PART + "01000000" + "00".repeat(12));
    assertEquals(Rcode.BADCOOKIE, client(server).udp(forged).getRcode());
  }

  @Test
  void aCookieIsOneAddresses() {
    var cookie = cookie(client(server).udp(query(CLIENT_PART)));

    var elsewhere = client(server).from("127.0.0.9").udp(withoutQuestion(cookie));

    assertEquals(Rcode.BADCOOKIE, elsewhere.getRcode());
  }

  /** RFC 7873 §5.2.2: lengths that no cookie has. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 9, 15, 41, 200})
  void rfc7873s522AMalformedCookieIsAFormatError(int length) {
    assertEquals(Rcode.FORMERR, client(server).udp(query("ab".repeat(length))).getRcode());
    assertEquals(Rcode.FORMERR, client(server).tcp(query("ab".repeat(length))).getRcode());
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 23, 25, 40})
  void cookiesOfOtherKindsAreAsNone(int length) {
    var response = client(server).udp(query(CLIENT_PART + "02".repeat(length - 8)));

    assertEquals(Rcode.NOERROR, response.getRcode());
    assertEquals(48, cookie(response).length());
  }

  @Test
  void theErrorHasTheCookieToo() {
    var query =
        with(
            DnsClient.query("example.org", "A"),
            new GenericEDNSOption(COOKIE, HexFormat.of().parseHex(CLIENT_PART)));

    var response = client(server).udp(query);

    assertEquals(Rcode.REFUSED, response.getRcode());
    assertEquals(48, cookie(response).length());
  }

  @Test
  void whoSendsNoneGetsNone() {
    assertTrue(
        client(server).udp(with(DnsClient.query(NAME, "A"))).getOPT().getOptions().isEmpty());
  }

  @Test
  @NeedsProgram(value = "dig", debianPackage = "dnsutils")
  void digFindsTheCookieGood() {
    var address = server.boundAddresses().getFirst();

    var printed = Dig.dig().print(address, NAME, "A", "+cookie=" + CLIENT_PART);

    assertTrue(printed.contains("; COOKIE: " + CLIENT_PART + "01000000"), printed);
    assertTrue(printed.contains("(good)"), printed);
  }

  @Test
  @NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
  void kdigReadsTheCookie() {
    var address = server.boundAddresses().getFirst();

    var printed = Dig.kdig().print(address, NAME, "A", "+cookie=" + CLIENT_PART);

    assertTrue(printed.contains(";; COOKIE:"), printed);
    assertTrue(printed.contains("10.1.0.5"), printed);
  }
}
