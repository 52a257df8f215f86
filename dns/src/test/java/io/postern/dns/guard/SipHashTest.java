package io.postern.dns.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors that the authors of SipHash publish: key and message count up from 0. */
class SipHashTest {
  private static final CookieSecret KEY =
      CookieSecret.of(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f"));

  @ParameterizedTest
  @CsvSource({
    "0, 726fdb47dd0e0e31",
    "1, 74f839c593dc67fd",
    "7, ab0200f58b01d137",
    "8, 93f5f5799a932462",
    "15, a129ca6149be45e5",
  })
  void theHashIsThePublishedOne(int length, String hash) {
    var message = new byte[length];
    for (int i = 0; i < length; i++) {
      message[i] = (byte) i;
    }

    assertEquals(hash, HexFormat.of().toHexDigits(SipHash.hash(KEY, message)));
  }
}
