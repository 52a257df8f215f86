package io.postern.dns.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.name.DnsName;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTableTest {
  private static final DnsName APEX = DnsName.parse("contoso.com");

  private final Random random = new Random(3);

  /** A name as the table holds it, with one of a few hashes, which differ in their highest bits. */
  private byte[] packed(int number, int hashes) {
    var name = APEX.child("name" + number);
    var packed = PackedNode.pack(name, APEX, Node.EMPTY, random.nextInt());
    ByteBuffer.wrap(packed).putInt(0, hash(number, hashes));
    return packed;
  }

  private static int hash(int number, int hashes) {
    return number % hashes << 27 | number % 3;
  }

  private static byte @Nullable [] find(NameTable table, int number, int hashes) {
    var wire = APEX.child("name" + number).toWire();
    var owner = wire.length - APEX.wireLength();
    return table.find(wire, owner, hash(number, hashes));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 32})
  void behavesAsAHashMapWhateverTheHashes(int hashes) {
    var expected = new HashMap<Integer, byte[]>();
    var table = NameTable.EMPTY;
    for (int step = 0; step < 5_000; step++) {
      var number = random.nextInt(150);
      var before = expected.get(number);
      if (before != null && random.nextInt(3) == 0) {
        expected.remove(number);
        table = table.without(before);
        assertNull(find(table, number, hashes));
      } else {
        var packed = packed(number, hashes);
        expected.put(number, packed);
        table = table.with(packed);
        assertSame(packed, find(table, number, hashes));
        assertTrue(table.mayHold(hash(number, hashes)));
      }
      if (step % 100 == 0) {
        assertHolds(expected, table, hashes);
      }
    }
  }

  private static void assertHolds(Map<Integer, byte[]> expected, NameTable table, int hashes) {
    expected.forEach((number, packed) -> assertSame(packed, find(table, number, hashes)));
    var count = new int[1];
    table.forEach(packed -> count[0]++);
    assertEquals(expected.size(), count[0]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void nothingIsLeftOfATableThatHasLostAllNames(int hashes) {
    var table = NameTable.EMPTY;
    for (int number = 0; number < 100; number++) {
      table = table.with(packed(number, hashes));
    }
    for (int number = 0; number < 100; number++) {
      table = table.without(Objects.requireNonNull(find(table, number, hashes)));
    }
    table.forEach(packed -> {
      throw new AssertionError("a name is left");
    });
    assertFalse(table.mayHold(hash(5, hashes)));
  }
}
