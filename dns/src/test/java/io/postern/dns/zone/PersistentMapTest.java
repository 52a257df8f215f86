package io.postern.dns.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentMapTest {

  /** A key whose hash is poor on purpose: few values, and all in the highest bits. */
  private record Key(int number, int hashes) {
    @Override
    public int hashCode() {
      return (number % hashes) << 27 | (number % 3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 32})
  void behavesAsAHashMapWhateverTheHashes(int hashes) {
    var random = new Random(hashes);
    var expected = new HashMap<Key, Integer>();
    var map = PersistentMap.<Key, Integer>empty();
    for (int step = 0; step < 5_000; step++) {
      var key = new Key(random.nextInt(150), hashes);
      if (random.nextInt(3) == 0) {
        expected.remove(key);
        map = map.without(key);
      } else {
        expected.put(key, step);
        map = map.with(key, step);
      }
      assertEquals(expected.get(key), map.get(key));
      assertEquals(expected.size(), map.size());
      if (step % 100 == 0) {
        assertEquals(expected, entries(map));
      }
    }
  }

  @Test
  void behavesAsAHashMapWithManyKeys() {
    var random = new Random(4);
    var expected = new HashMap<Integer, Integer>();
    var map = PersistentMap.<Integer, Integer>empty();
    for (int step = 0; step < 100_000; step++) {
      var key = random.nextInt();
      expected.put(key, step);
      map = map.with(key, step);
    }
    assertEquals(expected, entries(map));
    for (var key : expected.keySet()) {
      map = map.without(key);
    }
    assertTrue(map.isEmpty());
    assertSame(PersistentMap.empty(), map);
  }

  @Test
  void earlierVersionsStayAsTheyWere() {
    var one = PersistentMap.<String, Integer>empty().with("a", 1);
    var two = one.with("a", 2).with("b", 3);
    var three = two.without("a");

    assertEquals(Map.of("a", 1), entries(one));
    assertEquals(Map.of("a", 2, "b", 3), entries(two));
    assertEquals(Map.of("b", 3), entries(three));
    assertNull(three.get("a"));
  }

  @Test
  void removingWhatIsNotThereChangesNothing() {
    var map = PersistentMap.<String, Integer>empty().with("a", 1);

    assertSame(map, map.without("b"));
    assertSame(PersistentMap.empty(), PersistentMap.<String, Integer>empty().without("a"));
  }

  private static <K, V> Map<K, V> entries(PersistentMap<K, V> map) {
    var entries = new HashMap<K, V>();
    map.forEach((key, value) -> assertNull(entries.put(key, value), "visited twice"));
    return entries;
  }
}
