package io.postern.client.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The link identifier in a PROXY v2 header (Rules §5). */
class LinkIdTlvTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final String TCP4 = "c0000201 0a010005 d431 01bb";
  private static final String ALPN = "01 0002 6832";

  @ParameterizedTest
  @CsvSource({
    "1,          ee 0005 01 01000000",
    "16909060,   ee 0005 01 04030201",
    "536870912,  ee 0005 01 00000020",
    "2147483648, ee 0005 01 00000080",
    "4294967295, ee 0005 01 ffffffff",
  })
  void theElementHasTypeEeLengthFiveAndTheIdentifierLowByteFirst(long identifier, String element) {
    assertArrayEquals(bytes(element), LinkIdTlv.encode(identifier));
    assertEquals(OptionalLong.of(identifier), LinkIdTlv.decode(bytes(element)));
  }

  @Test
  void everyIdentifierIsReadAsItWasWritten() {
    var random = new Random(20260101);
    for (int i = 0; i < 10_000; i++) {
      long identifier = Integer.toUnsignedLong(random.nextInt());
      assertEquals(OptionalLong.of(identifier), LinkIdTlv.decode(LinkIdTlv.encode(identifier)));
    }
  }

  @Test
  void anIdentifierIsAUint32() {
    for (long wrong : List.of(-1L, 1L << 32))
      assertThrows(IllegalArgumentException.class, () -> LinkIdTlv.encode(wrong));
  }

  @Test
  void theIdentifierIsFoundAfterAddressesOfEveryFamilyAndAmongOtherElements() {
    var element = "ee 0005 01 04030201";
    for (var addresses :
        List.of("11" + TCP4, "21" + "00".repeat(36), "31" + "00".repeat(216), "00"))
      for (var before : List.of("", ALPN, "ee 0002 0299", "ee 0000"))
        assertEquals(
            OptionalLong.of(0x01020304),
            LinkIdTlv.fromHeader(header(addresses, before + element + ALPN)),
            addresses + " " + before);
  }

  @Test
  void aHeaderWithoutIdentifierHasNone() {
    assertEquals(OptionalLong.empty(), LinkIdTlv.fromHeader(header("11" + TCP4, "")));
    assertEquals(OptionalLong.empty(), LinkIdTlv.fromHeader(header("11" + TCP4, ALPN)));
    assertEquals(OptionalLong.empty(), LinkIdTlv.fromHeader(header("00", "ee 0005 02 01020304")));
  }

  @Test
  void thePayloadBehindTheHeaderIsNotLookedAt() {
    var header = header("11" + TCP4, "ee 0005 01 07000000");
    var stream = new ByteArrayOutputStream();
    stream.writeBytes(header);
    stream.writeBytes(bytes("ee 0005 01 ffffffff"));

    assertEquals(header.length, LinkIdTlv.headerSize(stream.toByteArray()));
    assertEquals(OptionalLong.of(7), LinkIdTlv.fromHeader(stream.toByteArray()));
  }

  @Test
  void bytesThatAreNoCompleteHeaderAreRefused() {
    var whole = header("11" + TCP4, "ee 0005 01 07000000");
    for (int size = 0; size < whole.length; size++) {
      var part = Arrays.copyOf(whole, size);
      assertThrows(IllegalArgumentException.class, () -> LinkIdTlv.fromHeader(part));
    }
    for (var wrong :
        List.of(
            SIGNATURE + "1111 0000",
            SIGNATURE + "2141 0000",
            SIGNATURE + "2111 000b" + "00".repeat(11),
            SIGNATURE + "2100 0003 ee0001",
            SIGNATURE + "2100 0002 ee00",
            SIGNATURE + "2100 0007 ee0004 01010203",
            "50524f5859205443503420312e312e312e31"))
      assertThrows(IllegalArgumentException.class, () -> LinkIdTlv.fromHeader(bytes(wrong)), wrong);
  }

  @Test
  void garbageIsReadOrRefusedAndNothingElse() {
    var random = new Random(20260102);
    for (int i = 0; i < 20_000; i++) {
      var garbage = header("11" + TCP4, ALPN + "ee 0005 01 07000000");
      for (int flips = random.nextInt(4); flips > 0; flips--)
        garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
      try {
        LinkIdTlv.fromHeader(garbage);
      } catch (IllegalArgumentException refused) {
        // The only way out beside an answer.
      }
    }
  }

  /** A header for a proxied connection: family, addresses, elements. */
  private static byte[] header(String familyAndAddresses, String elements) {
    var rest = bytes(familyAndAddresses + elements);
    var length = HexFormat.of().toHexDigits((short) (rest.length - 1));
    var family = HexFormat.of().toHexDigits(rest[0]);
    return bytes(
        SIGNATURE + "21" + family + length + HexFormat.of().formatHex(rest, 1, rest.length));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
