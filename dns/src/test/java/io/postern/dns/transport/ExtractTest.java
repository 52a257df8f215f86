package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.lookup.ClaimChoice;
import io.postern.dns.snapshot.IndexExtract;
import io.postern.dns.snapshot.IndexText;
import io.postern.dns.snapshot.IndexWriter;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Zone;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What some networks see of an index: the same answers for them, and nothing of others. */
class ExtractTest {
  private static final int INDEXES = 5;
  private static final int QUERIES = 200;

  private final long seed = Long.getLong("postern.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final RandomIndex indexes = new RandomIndex(random);
  private final RandomQuery queries = new RandomQuery(random, indexes);

  private static DnsServer start(AtomicReference<ZoneIndex> index) throws IOException {
    return DnsServer.start(DnsSettings.of(Listener.on(Loopback.anyPort())), index::get);
  }

  private static Set<String> keys(int network) {
    return Set.of(RandomIndex.key(network), RandomIndex.key(network % RandomIndex.NETWORKS + 1));
  }

  @Test
  void theseNetworksGetTheSameAnswers() throws IOException {
    var whole = new AtomicReference<>(ZoneIndex.empty());
    var extract = new AtomicReference<>(ZoneIndex.empty());
    try (var one = start(whole);
        var other = start(extract)) {
      for (int i = 0; i < INDEXES; i++) {
        whole.set(indexes.next());
        int network = 1 + random.nextInt(RandomIndex.NETWORKS);
        extract.set(new IndexExtract(keys(network)).of(whole.get()));
        for (var key : keys(network)) compare(one, other, key, whole.get());
      }
    }
  }

  private void compare(DnsServer one, DnsServer other, String key, ZoneIndex index) {
    var view = Objects.requireNonNull(index.view(key));
    for (int j = 0; j < QUERIES; j++) {
      var query = queries.next(view.rules().isEmpty());
      assertArrayEquals(
          one.answer(query, key), other.answer(query, key), () -> "seed " + seed + ", " + key);
    }
  }

  @Test
  void changeByChangeGivesTheSameAsAllAtOnce() {
    for (int network = 1; network <= 2; network++) {
      var index = indexes.next();
      var extract = new IndexExtract(keys(network));
      for (int i = 0; i < 15; i++) {
        assertEquals(
            IndexText.of(new IndexExtract(keys(network)).of(index)),
            IndexText.of(extract.of(index)),
            () -> "seed " + seed);
        index = indexes.changed(index);
      }
    }
  }

  /** Each claim of a random index has addresses of its own, so that they would be recognized. */
  @Test
  void noOctetOfOthersIsInIt() throws IOException {
    int others = 0;
    for (int i = 0; i < INDEXES; i++) {
      var index = indexes.next();
      var key = RandomIndex.key(1 + random.nextInt(RandomIndex.NETWORKS));
      var view = Objects.requireNonNull(index.view(key));
      var octets = written(new IndexExtract(Set.of(key)).of(index));
      var whole = written(index);
      for (var address : addressesOfOthers(index, view)) {
        assertTrue(whole.contains(address));
        assertFalse(octets.contains(address), () -> "seed " + seed);
        others++;
      }
      for (int network = 1; network <= RandomIndex.NETWORKS; network++) {
        var other = RandomIndex.key(network);
        assertEquals(other.equals(key), octets.contains(other), other);
      }
    }
    assertTrue(others > 0);
  }

  private static String written(ZoneIndex index) throws IOException {
    var octets = new ByteArrayOutputStream();
    IndexWriter.write(index, (block, length) -> octets.write(block, 0, length));
    return octets.toString(StandardCharsets.ISO_8859_1);
  }

  /** Of claims that the network is answered with by no policy, and that no peer of it has. */
  private static List<String> addressesOfOthers(ZoneIndex index, NetworkView view) {
    var addresses = new ArrayList<String>();
    ZoneIndex.compare(
        ZoneIndex.empty(),
        index,
        new ZoneIndex.Difference() {
          @Override
          public void zone(int zoneId, @Nullable Zone before, @Nullable Zone after) {
            if (after != null) addAddresses(after, view, addresses);
          }

          @Override
          public void network(
              ZoneIndex.@Nullable Network before, ZoneIndex.@Nullable Network after) {}
        });
    return addresses;
  }

  private static void addAddresses(Zone zone, NetworkView view, List<String> addresses) {
    zone.forEachNode((name, node) -> {
      var chosen = ClaimChoice.choose(node, zone.claimPolicy(), view);
      for (var claim : node.claims()) {
        var known =
            claim.networkId() == view.networkId() || view.peers().contains(claim.networkId());
        if (known || chosen.contains(claim)) continue;
        for (var set : claim.recordSets())
          for (var rdata : set.rdata())
            if (rdata.toString().length() == 32)
              addresses.add(StandardCharsets.ISO_8859_1.decode(rdata.toBuffer()).toString());
      }
    });
  }
}
