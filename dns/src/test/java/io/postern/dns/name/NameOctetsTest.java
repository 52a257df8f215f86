package io.postern.dns.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NameOctetsTest {
  private final NameOctets octets = new NameOctets();

  @Test
  void anyNameIsReadAsDnsNameReadsIt() {
    var random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      var wire = randomName(random);
      // Wherever the name stands, and however close to the end of the array.
      var before = random.nextInt(13);
      var message = new byte[before + wire.length + random.nextInt(9)];
      System.arraycopy(wire, 0, message, before, wire.length);

      var end = octets.read(message, before, message.length);

      assertEquals(before + wire.length, end);
      assertSame(DnsName.read(ByteBuffer.wrap(wire)));
    }
  }

  /** Octets of all kinds, with those around the letters more often than others. */
  private static byte[] randomName(Random random) {
    var name = ByteBuffer.allocate(DnsName.MAX_WIRE_LENGTH);
    for (int labels = random.nextInt(6); labels > 0; labels--) {
      var label = new byte[1 + random.nextInt(random.nextInt(20) == 0 ? 63 : 12)];
      random.nextBytes(label);
      for (int i = 0; i < label.length; i++) {
        label[i] = random.nextBoolean() ? (byte) ('?' + random.nextInt(64)) : label[i];
      }
      if (name.remaining() > label.length + 1) {
        name.put((byte) label.length).put(label);
      }
    }
    name.put((byte) 0);
    return Arrays.copyOf(name.array(), name.position());
  }

  private void assertSame(DnsName name) {
    assertEquals(name.labelCount(), octets.labels());
    assertEquals(name.wireLength(), octets.length());
    var own = NameOctets.of(name);
    var above = name;
    for (int ancestor = 0; ancestor <= octets.labels(); ancestor++) {
      assertTrue(octets.is(ancestor, above));
      assertTrue(octets.is(ancestor, own, ancestor));
      assertEquals(above.hashCode(), octets.hash(ancestor));
      assertEquals(above.hashCode(), own.hash(ancestor));
      assertEquals(name.wireLength() - above.wireLength(), octets.start(ancestor));
      if (above.wireLength() + 2 <= DnsName.MAX_WIRE_LENGTH) {
        assertEquals(above.wildcard().hashCode(), octets.hashOfWildcardBelow(ancestor));
      }
      above = above.isRoot() ? above : above.parent();
    }
  }

  @Test
  void whatIsNoWholeNameIsRefused() {
    assertEquals(-1, octets.read(new byte[] {3, 'a', 'b'}, 0, 3), "cut in a label");
    assertEquals(-1, octets.read(new byte[] {1, 'a'}, 0, 2), "without a root");
    assertEquals(-1, octets.read(new byte[] {1, 'a', 0}, 0, 2), "ends beyond what may be read");
    assertEquals(-1, octets.read(new byte[] {(byte) 0xc0, 12, 0}, 0, 3), "a pointer");
    assertEquals(-1, octets.read(new byte[] {64}, 0, 1), "a label of 64");
    assertEquals(-1, octets.read(new byte[0], 0, 0), "nothing");
  }

  @Test
  void namesOf255OctetsAreTheLongest() {
    var longest = new byte[300];
    for (int at = 0; at < 254; at += 2) {
      longest[at] = 1;
      longest[at + 1] = 'a';
    }

    assertEquals(255, octets.read(longest, 0, longest.length));
    assertEquals(127, octets.labels());
    longest[254] = 1;
    longest[255] = 'a';
    assertEquals(-1, octets.read(longest, 0, longest.length));
  }

  @Test
  void otherNamesAreOther() {
    octets.set(DnsName.parse("a.contoso.com"));

    assertFalse(octets.is(0, DnsName.parse("b.contoso.com")));
    assertFalse(octets.is(1, DnsName.parse("a.contoso.com")));
    assertFalse(octets.is(0, NameOctets.of(DnsName.parse("contoso.com")), 0));
  }
}
