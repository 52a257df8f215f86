package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.codec.TsigKey;
import io.postern.dns.guard.RateLimits;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.PrefixSet;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;

/**
 * The limit of the rate of responses, over real sockets: one a second, every one over it is cut.
 */
class RateLimitTest {
  private static final int ASKED = 30;
  private static final Duration LONG = Duration.ofMinutes(30);

  private static final SecretKey KEY = new SecretKeySpec(new byte[32], "HMAC");
  private static final Trust TRUST =
      new Trust(
          List.of(new TsigKey("key-1", TsigKey.Algorithm.HMAC_SHA256, KEY, "net-1")),
          PrefixSet.NONE,
          PrefixSet.NONE);

  private DnsServer server = start(1, 1);

  @AfterEach
  void stop() {
    server.close();
  }

  private static DnsServer start(int rate, int slip) {
    var index = Who.with(Who.index(), 1, "127.0.0.0/8");
    var limits = new RateLimits(rate, LONG, slip, 24, 56, PrefixSet.of("127.0.9.0/24"));
    try {
      return DnsServer.start(
          DnsSettings.of(Listener.on(Loopback.anyPort())).withRates(limits).withTrust(TRUST),
          () -> index);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private DnsClient client(String address) {
    return DnsClient.of(server.boundAddresses().getFirst()).from(address);
  }

  /** Asks often enough that the client's prefix is over the limit for long. */
  private void drain(String address) {
    for (int i = 0; i < ASKED; i++) {
      client(address).udp(Who.NAME, "A");
    }
  }

  private static boolean isCut(Message response) {
    return response.getHeader().getFlag(Flags.TC)
        && response.getSection(Section.ANSWER).isEmpty()
        && response.getRcode() == Rcode.NOERROR;
  }

  @Test
  void aPrefixOverTheLimitIsSentToTcpAndAnsweredThere() {
    drain("127.0.1.1");

    assertTrue(isCut(client("127.0.1.99").udp(Who.NAME, "A")));
    assertEquals("10.0.0.1", Who.said(client("127.0.1.1").tcp(Who.NAME, "A")));
    assertTrue(server.counts().cut() >= ASKED / 2);
  }

  @Test
  void otherPrefixesAndOtherKindsOfAnswersAreNotConcerned() {
    drain("127.0.1.1");

    assertEquals("10.0.0.1", Who.said(client("127.0.2.1").udp(Who.NAME, "A")));
    assertEquals(Rcode.NXDOMAIN, client("127.0.1.1").udp("none.example", "A").getRcode());
    assertEquals(Rcode.REFUSED, client("127.0.1.1").udp("elsewhere.test", "A").getRcode());
    var noData = client("127.0.1.1").udp(Who.NAME, "AAAA");
    assertEquals(1, noData.getSection(Section.AUTHORITY).size());
  }

  @Test
  void whoIsExemptIsAnsweredAsOftenAsHeAsks() {
    drain("127.0.9.1");

    assertEquals("10.0.0.1", Who.said(client("127.0.9.1").udp(Who.NAME, "A")));
    assertEquals(0, server.counts().cut());
  }

  @Test
  void whoSignsIsNotLimited() {
    drain("127.0.1.1");
    var signer = new TSIG(TSIG.HMAC_SHA256, Name.fromConstantString("key-1."), KEY);
    for (int i = 0; i < ASKED; i++) {
      var query = DnsClient.query(Who.NAME, "A");
      signer.apply(query, null);
      assertEquals("10.0.0.1", Who.said(client("127.0.1.1").udp(query)));
    }
  }

  private static Message query(byte[]... cookie) {
    var query = DnsClient.query(Who.NAME, "A");
    var option =
        cookie.length == 1 ? new CookieOption(cookie[0]) : new CookieOption(cookie[0], cookie[1]);
    query.addRecord(new OPTRecord(1232, 0, 0, 0, option), Section.ADDITIONAL);
    return query;
  }

  /**
   * RFC 7873 §5.2.3: BADCOOKIE where the limits ask for a cookie, and with one there is no limit.
   */
  @Test
  void rfc7873s523AClientWithCookiesIsGivenOneAndIsNotLimitedWithIt() {
    drain("127.0.1.1");
    var mine = HexFormat.of().parseHex("2464c4abcf10c957");

    var refused = client("127.0.1.1").udp(query(mine));
    assertEquals(Rcode.BADCOOKIE, refused.getRcode());
    assertTrue(refused.getSection(Section.ANSWER).isEmpty());

    var given = (CookieOption) refused.getOPT().getOptions(EDNSOption.Code.COOKIE).getFirst();
    var servers = given.getServerCookie().orElseThrow();
    for (int i = 0; i < ASKED; i++) {
      assertEquals("10.0.0.1", Who.said(client("127.0.1.1").udp(query(mine, servers))));
    }
  }

  /** Nothing is gained by asking under somebody else's name. */
  @Test
  void whatIsSentOverTheLimitIsNotLongerThanTheQuery() {
    drain("127.0.1.1");
    var query = DnsClient.query(Who.NAME, "A").toWire();

    var response = client("127.0.1.1").overUdp(query).orElseThrow();

    assertEquals(query.length, response.length);
  }

  @Test
  void withoutSlipNothingIsSentOverTheLimit() {
    server.close();
    server = start(1, 0);
    var impatient = client("127.0.1.1").withPatience(Duration.ofMillis(100));
    var query = DnsClient.query(Who.NAME, "A").toWire();
    var answered = 0;
    for (int i = 0; i < 10; i++) {
      answered += impatient.overUdp(query).isPresent() ? 1 : 0;
    }

    assertTrue(answered <= 2, () -> "of 10 in a second");
    assertTrue(server.counts().leftOut() >= 8);
  }

  @Test
  void messagesThatAreNoQueriesAreLimitedAsErrors() {
    var garbage = new byte[20];
    for (int i = 0; i < ASKED; i++) {
      client("127.0.1.1").overUdp(garbage);
    }

    var response = DnsClient.parse(client("127.0.1.1").overUdp(garbage).orElseThrow());

    assertTrue(isCut(response));
  }

  @Test
  void byDefaultNothingIsLimited() {
    server.close();
    var index = Who.with(Who.index(), 1, "127.0.0.0/8");
    try {
      server = DnsServer.start(DnsSettings.of(Listener.on(Loopback.anyPort())), () -> index);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < 300; i++) {
      assertEquals("10.0.0.1", Who.said(client("127.0.1.1").udp(Who.NAME, "A")));
    }
    assertEquals(List.of(0L, 0L), List.of(server.counts().cut(), server.counts().leftOut()));
  }

  /** It is given a cookie by BADCOOKIE, and comes back with it at once. */
  @Test
  @NeedsProgram(value = "dig", debianPackage = "dnsutils")
  void digComesBackWithTheCookieThatItIsGiven() {
    drain("127.0.1.1");
    var address = server.boundAddresses().getFirst();

    var printed = Dig.dig().print(address, Who.NAME, "A", "+cookie", "-b", "127.0.1.1");

    assertTrue(printed.contains("10.0.0.1"), printed);
    assertEquals(1, server.counts().responses().get(io.postern.dns.lookup.Rcode.BADCOOKIE));
    assertEquals(0, server.counts().tcpQueries());
  }

  @Test
  @NeedsProgram(value = "dig", debianPackage = "dnsutils")
  void digWithoutCookiesComesByTcp() {
    drain("127.0.1.1");
    var address = server.boundAddresses().getFirst();

    var printed = Dig.dig().print(address, Who.NAME, "A", "+nocookie", "-b", "127.0.1.1");

    assertTrue(printed.contains("10.0.0.1"), printed);
    assertEquals(1, server.counts().tcpQueries());
  }
}
