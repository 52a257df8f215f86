package io.postern.dns.name;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsNameTest {
  private static DnsName name(String text) {
    return DnsName.parse(text);
  }

  @Test
  void caseAndTheLastDotMakeNoDifference() {
    assertEquals(name("Acct1.Blob.Core.Windows.NET."), name("acct1.blob.core.windows.net"));
    assertEquals(
        name("ACCT1.example").hashCode(), name("acct1.example").hashCode(), "and hash alike");
    assertNotEquals(name("acct1.example"), name("acct2.example"));
  }

  @Test
  void theWireFormIsLengthPrefixedLabels() {
    assertArrayEquals(
        "\003www\007contoso\003com\000".getBytes(StandardCharsets.ISO_8859_1),
        name("www.Contoso.com").toWire());
    assertArrayEquals(new byte[] {0}, name(".").toWire());
  }

  @Test
  void theRootIsOneName() {
    assertEquals(DnsName.ROOT, name("com").parent());
    assertEquals(DnsName.ROOT.hashCode(), name("com").parent().hashCode());
    assertEquals(".", DnsName.ROOT.toString());
    assertThrows(IllegalStateException.class, DnsName.ROOT::parent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.b.c",
        "*.contoso.com",
        "a\\.b.c",
        "a\\\\b",
        "_sip._tcp.x",
        "\\000\\255.x",
        "@.x"
      })
  void presentationFormatRoundTrips(String text) {
    assertEquals(text, name(text).toString());
    assertEquals(name(text), DnsName.fromWire(name(text).toWire()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''     | a name must not be empty; the root is "."
          a..b   | "a..b" has an empty label at character 3
          .a     | ".a" has an empty label at character 1
          ..     | ".." has an empty label at character 1
          a b    | "a b" has character U+0020 at 2: write it as \\DDD, or use the xn-- form of the label
          bücher | "bücher" has character U+00FC at 2: write it as \\DDD, or use the xn-- form of the label
          a\\     | "a\\" ends in a lone backslash
          a\\25   | "a\\25" has a bad escape at character 2: write \\DDD with DDD up to 255
          a\\256  | "a\\256" has a bad escape at character 2: write \\DDD with DDD up to 255
          """)
  void aBadNameIsRefusedWithWhatIsWrong(String text, String message) {
    var refusal = assertThrows(InvalidNameException.class, () -> name(text));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void labelsEndAt63AndNamesAt255Octets() {
    var label = "a".repeat(63);
    var longest = String.join(".", label, label, label, "a".repeat(61));

    assertEquals(255, name(longest).wireLength());
    assertEquals(255, name(longest + ".").wireLength());
    assertThrows(InvalidNameException.class, () -> name("a".repeat(64)));
    assertThrows(InvalidNameException.class, () -> name(longest + "a"));
    assertThrows(InvalidNameException.class, () -> name(longest + ".a"));
    assertThrows(InvalidNameException.class, () -> name(longest).child("x"));
    assertThrows(InvalidNameException.class, () -> name(longest).wildcard());
  }

  @Test
  void aNameIsBelowAnotherOnlyAtALabelBoundary() {
    assertTrue(name("x.b.c").isSubdomainOf(name("b.c")));
    assertTrue(name("b.c").isSubdomainOf(name("b.c")));
    assertTrue(name("b.c").isSubdomainOf(DnsName.ROOT));
    assertFalse(name("xb.c").isSubdomainOf(name("b.c")));
    assertFalse(name("b.c").isSubdomainOf(name("x.b.c")));
    assertFalse(name("a\\001b.c").isSubdomainOf(name("b.c")), "an octet may look like a length");
  }

  @Test
  void relativeAndAbsoluteAreInverse() {
    var apex = name("privatelink.azurecr.io");

    assertEquals(name("reg1.eastus.data.privatelink.azurecr.io"), apex.resolve("reg1.eastus.data"));
    assertEquals("reg1.eastus.data", apex.resolve("reg1.eastus.data").relativize(apex));
    assertEquals(apex, apex.resolve("@"));
    assertEquals("@", apex.relativize(apex));
    assertEquals("a\\.b", apex.child("a\\.b").relativize(apex));
    assertThrows(IllegalArgumentException.class, () -> name("a.io").relativize(apex));
    assertThrows(InvalidNameException.class, () -> apex.child("two.labels"));
  }

  @Test
  void aParentEqualsTheSameNameParsed() {
    assertEquals(name("core.windows.net"), name("blob.core.windows.net").parent());
    assertEquals(
        name("core.windows.net").hashCode(), name("blob.core.windows.net").parent().hashCode());
    assertEquals(4, name("blob.core.windows.net").labelCount());
    assertEquals("core.windows.net", name("blob.core.windows.net").parent().toString());
    assertArrayEquals(name("net").toWire(), name("windows.net").parent().toWire());
  }

  @Test
  void onlyALoneAsteriskIsAWildcard() {
    assertTrue(name("contoso.com").wildcard().isWildcard());
    assertEquals(name("*.contoso.com"), name("contoso.com").wildcard());
    assertFalse(name("a*.contoso.com").isWildcard());
    assertFalse(name("x.*.contoso.com").isWildcard());
  }

  @Test
  void canonicalOrderGoesByLabelFromTheRight() {
    // The example of RFC 4034 §6.1.
    var ordered =
        Stream.of(
                "example",
                "a.example",
                "yljkjljk.a.example",
                "Z.a.example",
                "zABC.a.EXAMPLE",
                "z.example",
                "\\001.z.example",
                "*.z.example",
                "\\200.z.example")
            .map(DnsName::parse)
            .toList();
    assertEquals(ordered, ordered.reversed().stream().sorted().toList());
  }

  @Test
  void readingStopsBehindTheName() {
    var buffer = ByteBuffer.wrap(new byte[] {1, 'A', 0, 42});

    assertEquals(name("a"), DnsName.read(buffer));
    assertEquals(42, buffer.get());
  }

  @Test
  void bytesThatAreNoNameAreRefused() {
    assertThrows(InvalidNameException.class, () -> DnsName.fromWire(new byte[] {}));
    assertThrows(InvalidNameException.class, () -> DnsName.fromWire(new byte[] {1, 'a'}));
    assertThrows(InvalidNameException.class, () -> DnsName.fromWire(new byte[] {5, 'a', 0}));
    assertThrows(InvalidNameException.class, () -> DnsName.fromWire(new byte[] {0, 0}));
    assertThrows(
        InvalidNameException.class, () -> DnsName.fromWire(new byte[] {(byte) 0xc0, 0}), "pointer");
  }

  @Test
  void randomWireNamesRoundTripThroughText() {
    var random = new Random(20);
    for (int i = 0; i < 2_000; i++) {
      var wire = randomWire(random);
      var name = DnsName.fromWire(wire);
      assertEquals(name, DnsName.parse(name.toString()));
    }
  }

  private static byte[] randomWire(Random random) {
    var buffer = ByteBuffer.allocate(DnsName.MAX_WIRE_LENGTH);
    for (int labels = random.nextInt(6); labels > 0; labels--) {
      var label = new byte[1 + random.nextInt(20)];
      random.nextBytes(label);
      buffer.put((byte) label.length).put(label);
    }
    buffer.put((byte) 0);
    var wire = new byte[buffer.flip().remaining()];
    buffer.get(wire);
    return wire;
  }
}
