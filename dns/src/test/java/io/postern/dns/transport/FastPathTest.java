package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.answer.FastPath;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.snapshot.IndexReader;
import io.postern.dns.snapshot.IndexWriter;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the fast path or without it: the same octets, over indexes and queries by chance. */
class FastPathTest {
  private static final int INDEXES = 12;
  private static final int QUERIES = 200;

  private final long seed = Long.getLong("postern.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomIndex indexes = new RandomIndex(random);
  private final RandomQuery queries = new RandomQuery(random, indexes);
  private final AtomicReference<ZoneIndex> index = new AtomicReference<>(ZoneIndex.empty());
  private final FastPath fast = FastPath.overUdp();
  private final Map<Rcode, Integer> fastAnswers = new EnumMap<>(Rcode.class);
  private int chains;

  /** The index as it was written to octets and read again. */
  private final AtomicReference<ZoneIndex> kept = new AtomicReference<>(ZoneIndex.empty());

  private DnsServer start(UdpPath path) throws IOException {
    return start(path, index);
  }

  /** One listener for each network, and one that goes by the source address. */
  private static DnsServer start(UdpPath path, AtomicReference<ZoneIndex> index)
      throws IOException {
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
        var other = start(path, kept)) {
      for (int i = 0; i < INDEXES; i++) {
        index.set(indexes.next());
        kept.set(writtenAndRead(index.get()));
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

  private static ZoneIndex writtenAndRead(ZoneIndex written) throws IOException {
    var reader = new IndexReader(ZoneIndex.empty());
    IndexWriter.write(
        written,
        (octets, length) -> {
          var _ = reader.take(Arrays.copyOf(octets, length));
        });
    return reader.index();
  }

  /** Queries of a connection come in pieces that end anywhere, and are answered in their order. */
  @Test
  void answersOnAConnectionAreThoseOfThePlainPath() throws IOException {
    try (var server = start(UdpPath.BATCHED)) {
      for (int i = 0; i < INDEXES; i++) {
        index.set(indexes.next());
        var network = random.nextInt(RandomIndex.NETWORKS) + 1;
        try (var socket = connect(server, network)) {
          compareOn(socket, server, network);
        }
      }
      assertEquals(0, server.counts().internalErrors());
    }
    assertTrue(fastAnswers.getOrDefault(Rcode.NOERROR, 0) > INDEXES * QUERIES / 20, this::told);
  }

  private static Socket connect(DnsServer server, int listener) throws IOException {
    var address = server.boundAddresses().get(listener);
    var socket = new Socket(address.getAddress(), address.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private void compareOn(Socket socket, DnsServer server, int network) throws IOException {
    var asked = new ArrayList<byte[]>();
    var sent = new ByteArrayOutputStream();
    while (asked.size() < QUERIES) {
      var query = queries.next(!asksOthers(index.get().view(network)));
      if (fast.reads(query, query.length)) {
        countFast(network, query);
        asked.add(query);
        new DataOutputStream(sent).writeShort(query.length);
        sent.write(query);
      }
    }
    sendInPieces(socket, sent.toByteArray());
    var in = new DataInputStream(socket.getInputStream());
    for (var query : asked) {
      var response = in.readNBytes(in.readUnsignedShort());
      assertArrayEquals(
          server.answer(query, RandomIndex.key(network)),
          response,
          () -> "seed %d, %s: %s".formatted(seed, network, HexFormat.of().formatHex(query)));
    }
  }

  private void sendInPieces(Socket socket, byte[] octets) throws IOException {
    for (int at = 0, end; at < octets.length; at = end) {
      end = Math.min(octets.length, at + 1 + random.nextInt(1_000));
      socket.getOutputStream().write(octets, at, end - at);
    }
  }

  private void compare(DnsServer plain, DnsServer other, int listener) {
    var network = listener == 0 ? 1 : listener;
    var query = queries.next(!asksOthers(index.get().view(network)));
    countFast(network, query);
    var expected = ask(plain, listener, query);
    var actual = ask(other, listener, query);
    assertArrayEquals(
        expected,
        actual,
        () -> "seed %d, %s: %s".formatted(seed, key(listener), HexFormat.of().formatHex(query)));
  }

  private static boolean asksOthers(@Nullable NetworkView view) {
    return view != null && view.recursionAllowed() && !view.rules().isEmpty();
  }

  private static String key(int listener) {
    return listener == 0 ? "by source" : RandomIndex.key(listener);
  }

  private static byte[] ask(DnsServer server, int listener, byte[] query) {
    return DnsClient.of(server.boundAddresses().get(listener)).overUdp(query).orElseThrow();
  }

  private void countFast(int network, byte[] query) {
    var view = index.get().view(network);
    var response = new byte[FastPath.MAX_RESPONSE];
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
