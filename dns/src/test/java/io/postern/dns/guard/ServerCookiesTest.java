package io.postern.dns.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.codec.Cookie;
import io.postern.dns.guard.ServerCookies.Checked;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cookies as other servers make them: the examples of RFC 9018, appendix A. */
class ServerCookiesTest {
  private static final CookieSecret SECRET = secret("e5e973e5a6b2a43f48e7dc849e37bfcf");
  private static final InetAddress CLIENT = InetAddress.ofLiteral("198.51.100.100");

  private Instant now = Instant.ofEpochSecond(0x5cf79f11L);
  private final InstantSource clock = () -> now;
  private final ServerCookies cookies = new ServerCookies(List.of(SECRET), clock);

  private static CookieSecret secret(String hex) {
    return CookieSecret.of(HexFormat.of().parseHex(hex));
  }

  private static Cookie cookie(String hex) {
    return Cookie.of(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  private static String hex(Checked checked) {
    return HexFormat.of().formatHex(checked.answer());
  }

  @Test
  void rfc9018A1AClientLearnsItsCookie() {
    var checked = cookies.check(cookie("2464c4abcf10c957"), CLIENT);

    assertFalse(checked.valid());
    assertEquals("2464c4abcf10c957010000005cf79f111f8130c3eee29480", hex(checked));
  }

  @Test
  void rfc9018A2TheSameClientGetsARenewedCookie() {
    now = Instant.ofEpochSecond(0x5cf7a871L);

    var checked = cookies.check(cookie("2464c4abcf10c957010000005cf79f111f8130c3eee29480"), CLIENT);

    assertTrue(checked.valid());
    assertEquals("2464c4abcf10c957010000005cf7a871d4a564a1442aca77", hex(checked));
  }

  /** The octets that are reserved count as they came; this cookie has become too old. */
  @Test
  void rfc9018A3AnotherClientGetsARenewedCookie() {
    var given = cookie("fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5");
    var other = InetAddress.ofLiteral("203.0.113.203");

    now = Instant.ofEpochSecond(0x5cf78f71L);
    assertTrue(cookies.check(given, other).valid());
    now = Instant.ofEpochSecond(0x5cf7a9acL);
    var checked = cookies.check(given, other);
    assertFalse(checked.valid());
    assertEquals("fc93fc62807ddb86010000005cf7a9acf73a7810aca2381e", hex(checked));
  }

  @Test
  void rfc9018A4AnIpv6ClientGetsACookieOfTheNewSecret() {
    now = Instant.ofEpochSecond(0x5cf7c609L);
    var rolled =
        new ServerCookies(
            List.of(
                secret("445536bcd2513298075a5d379663c962"),
                secret("dd3bdf9344b678b185a6f5cb60fca715")),
            clock);
    var client = InetAddress.ofLiteral("2001:db8:220:1:59de:d0f4:8769:82b8");

    var checked = rolled.check(cookie("22681ab97d52c298010000005cf7c57926556bd0934c72f8"), client);

    assertTrue(checked.valid());
    assertEquals("22681ab97d52c298010000005cf7c609a6bb79d16625507a", hex(checked));
  }

  @Test
  void aYoungCookieStaysAsItIs() {
    var given = "2464c4abcf10c957010000005cf79f111f8130c3eee29480";
    now = now.plusSeconds(1_800);

    assertEquals(given, hex(cookies.check(cookie(given), CLIENT)));
  }

  @Test
  void aCookieHoldsForAnHourAndFromFiveMinutesBefore() {
    var given = cookie("2464c4abcf10c957010000005cf79f111f8130c3eee29480");
    var made = now;

    now = made.plusSeconds(3_600);
    assertTrue(cookies.check(given, CLIENT).valid());
    now = made.plusSeconds(3_601);
    assertFalse(cookies.check(given, CLIENT).valid());
    now = made.minusSeconds(300);
    assertTrue(cookies.check(given, CLIENT).valid());
    now = made.minusSeconds(301);
    assertFalse(cookies.check(given, CLIENT).valid());
  }

  @Test
  void aCookieIsOneAddressesAndOneClientPartsOnly() {
    var elsewhere = InetAddress.ofLiteral("198.51.100.101");

    assertFalse(
        cookies
            .check(cookie("2464c4abcf10c957010000005cf79f111f8130c3eee29480"), elsewhere)
            .valid());
    assertFalse(
        cookies.check(cookie("2464c4abcf10c958010000005cf79f111f8130c3eee29480"), CLIENT).valid());
    assertFalse(
        cookies.check(cookie("2464c4abcf10c957020000005cf79f111f8130c3eee29480"), CLIENT).valid());
  }

  /** RFC 7873 §7.1: a secret is replaced, and cookies of the one before are known for a while. */
  @Test
  void aSecretOfItsOwnIsReplacedEachDay() {
    var own = new ServerCookies(List.of(), clock);
    now = now.plus(Duration.ofDays(1)).minusSeconds(10);
    var first = hex(own.check(cookie("2464c4abcf10c957"), CLIENT));
    var early = cookie(first);
    now = now.plusSeconds(20);

    var checked = own.check(early, CLIENT);
    assertTrue(checked.valid());
    assertNotEquals(first, hex(checked));
    var renewed = cookie(hex(checked));
    assertTrue(own.check(renewed, CLIENT).valid());
    now = now.plus(Duration.ofDays(1));
    assertFalse(own.check(early, CLIENT).valid());
  }

  @Test
  void serversWithOneSecretKnowEachOthersCookies() {
    var other = new ServerCookies(List.of(secret("00".repeat(16)), SECRET), clock);

    assertTrue(
        other.check(cookie("2464c4abcf10c957010000005cf79f111f8130c3eee29480"), CLIENT).valid());
  }
}
