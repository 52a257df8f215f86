package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.answer.FastPath;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the fast path or without it: the same octets, over indexes and queries by chance. */
class FastPathTest {
  private static final int INDEXES = 25;
  private static final int QUERIES = 200;

  private final long seed = Long.getLong("postern.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomIndex indexes = new RandomIndex(random);
  private final RandomQuery queries = new RandomQuery(random, indexes);
  private final AtomicReference<ZoneIndex> index = new AtomicReference<>(ZoneIndex.empty());
  private final FastPath fast = new FastPath();
  private final Map<Rcode, Integer> fastAnswers = new EnumMap<>(Rcode.class);
  private int chains;

  /** One listener for each network, and one that goes by the source address. */
  private DnsServer start(UdpPath path) throws IOException {
    var listeners =
        Stream.concat(
            Stream.of(Listener.on(Loopback.anyPort())),
            IntStream.rangeClosed(1, RandomIndex.NETWORKS)
                .mapToObj(id -> Listener.forNetwork(Loopback.anyPort(), RandomIndex.key(id))));
    var settings = DnsSettings.of(listeners.toArray(Listener[]::new)).withUdpPath(path);
    return DnsServer.start(settings, index::get);
  }

  @ParameterizedTest
  @EnumSource(names = {"BATCHED", "SINGLE"})
  void answersAreThoseOfThePlainPath(UdpPath path) throws IOException {
    try (var plain = start(UdpPath.PLAIN);
        var other = start(path)) {
      for (int i = 0; i < INDEXES; i++) {
        index.set(indexes.next());
        for (int j = 0; j < QUERIES; j++) {
          compare(plain, other, random.nextInt(RandomIndex.NETWORKS + 1));
        }
      }
      assertSameCounts(plain, other);
    }
    assertTrue(fastAnswers.getOrDefault(Rcode.NOERROR, 0) > INDEXES * QUERIES / 10, this::told);
    assertTrue(fastAnswers.getOrDefault(Rcode.NXDOMAIN, 0) > INDEXES * QUERIES / 50, this::told);
    assertTrue(chains > INDEXES * QUERIES / 100, this::told);
  }

  private void compare(DnsServer plain, DnsServer other, int listener) {
    var network = listener == 0 ? 1 : listener;
    var view = index.get().view(network);
    var asksOthers = view != null && view.recursionAllowed() && !view.rules().isEmpty();
    var query = queries.next(!asksOthers);
    countFast(network, query);
    var expected = ask(plain, listener, query);
    var actual = ask(other, listener, query);
    assertArrayEquals(
        expected,
        actual,
        () -> "seed %d, %s: %s".formatted(seed, key(listener), HexFormat.of().formatHex(query)));
  }

  private static String key(int listener) {
    return listener == 0 ? "by source" : RandomIndex.key(listener);
  }

  private static byte[] ask(DnsServer server, int listener, byte[] query) {
    return DnsClient.of(server.boundAddresses().get(listener)).overUdp(query).orElseThrow();
  }

  private void countFast(int network, byte[] query) {
    var view = index.get().view(network);
    var response = new byte[1232];
    if (view == null || !fast.reads(query, query.length)) {
      return;
    }
    if (fast.answer(index.get(), view, false, response) != FastPath.LEFT) {
      fastAnswers.merge(fast.rcode(), 1, Integer::sum);
      chains += response[7] > 1 || (response[7] == 1 && response[9] == 1) ? 1 : 0;
    }
  }

  private void assertSameCounts(DnsServer plain, DnsServer other) {
    var expected = plain.counts();
    var actual = other.counts();
    assertEquals(expected.udpQueries(), actual.udpQueries());
    assertEquals(expected.responses(), actual.responses());
    assertEquals(expected.truncated(), actual.truncated());
    assertEquals(0, actual.internalErrors());
  }

  private String told() {
    return "seed %d: %s, %d chains".formatted(seed, fastAnswers, chains);
  }
}
