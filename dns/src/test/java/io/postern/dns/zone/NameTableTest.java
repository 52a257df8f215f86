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

  /** What was told of each name, with what it was and what it is. */
  private static Map<String, Map.Entry<String, String>> told(
      NameTable before, NameTable after, boolean everything) {
    var told = new HashMap<String, Map.Entry<String, String>>();
    NameTable.compare(
        before,
        after,
        everything,
        (was, is) -> {
          var packed = was == null ? Objects.requireNonNull(is) : was;
          var name = PackedNode.name(packed, APEX).toString();
          assertNull(told.put(name, Map.entry(written(was), written(is))), name + " is told twice");
        });
    return told;
  }

  /** An array by what makes it that one and no other. */
  private static String written(byte @Nullable [] packed) {
    return packed == null ? "nothing" : Integer.toHexString(System.identityHashCode(packed));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 32})
  void tellsTheNamesThatDifferBetweenTwoTablesWhateverTheHashes(int hashes) {
    var held = new HashMap<Integer, byte[]>();
    var table = NameTable.EMPTY;
    for (int round = 0; round < 60; round++) {
      var before = table;
      var heldBefore = Map.copyOf(held);
      for (int step = random.nextInt(60); step > 0; step--) {
        var number = random.nextInt(100);
        var there = held.remove(number);
        if (there != null) {
          table = table.without(there);
        }
        if (there == null || random.nextBoolean()) {
          var packed = packed(number, hashes);
          held.put(number, packed);
          table = table.with(packed);
        }
      }
      var all = new HashMap<String, Map.Entry<String, String>>();
      for (int number = 0; number < 100; number++) {
        var was = heldBefore.get(number);
        var is = held.get(number);
        if (was != null || is != null) {
          all.put("name" + number + ".contoso.com", Map.entry(written(was), written(is)));
        }
      }
      assertEquals(all, told(before, table, true));
      all.values().removeIf(each -> each.getKey().equals(each.getValue()));
      assertEquals(all, told(before, table, false));
    }
  }
}
