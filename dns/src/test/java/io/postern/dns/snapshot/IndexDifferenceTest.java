package io.postern.dns.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.name.DnsName;
import io.postern.dns.transport.RandomIndex;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import io.postern.dns.zone.ZoneBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What is read is what was written, whole or by what differs, over indexes and changes by chance.
 * {@code -Dpostern.snapshot.changes=1000} makes more changes than a build does.
 */
class IndexDifferenceTest {
  private static final int INDEXES = 4;
  private static final int CHANGES = Integer.getInteger("postern.snapshot.changes", 8);

  private final long seed = Long.getLong("postern.seed", System.nanoTime());
  private final RandomIndex indexes = new RandomIndex(new Random(seed));

  @Test
  void aWholeIndexIsReadAsItWasWritten() throws IOException {
    for (int i = 0; i < INDEXES; i++) {
      var index = indexes.next();
      var read = Units.read(new IndexReader(ZoneIndex.empty()), Units.whole(index));
      assertEquals(IndexText.of(index), IndexText.of(read), () -> "seed " + seed);
    }
  }

  @Test
  void whatDiffersTurnsOneIndexIntoTheOther() throws IOException {
    for (int i = 0; i < INDEXES; i++) {
      var index = indexes.next();
      var reader = new IndexReader(index);
      for (int j = 0; j < CHANGES; j++) {
        var after = indexes.changed(index);
        var read = Units.read(reader, Units.difference(index, after));
        assertEquals(IndexText.of(after), IndexText.of(read), () -> "seed " + seed);
        index = after;
      }
    }
  }

  @Test
  void aChangeCostsWhatItTouchesAndNotTheZone() throws IOException {
    var apex = DnsName.parse("z");
    var builder = new ZoneBuilder(apex);
    for (int i = 0; i < 5_000; i++) {
      builder.put(apex.child("a" + i), address());
    }
    var zone = builder.build(SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1);
    var before = ZoneIndex.empty().withZone(1, zone);
    var after = before.withZone(1, zone.withNode(apex.child("b"), address())).withRevision(2);
    var octets = Units.difference(before, after).stream().mapToInt(block -> block.length).sum();
    assertTrue(octets < 300, () -> octets + " octets for one name");
    assertTrue(Units.whole(after).size() > 2, "a whole index goes in several blocks");
  }

  private static Node address() {
    return Node.of(RecordSet.addresses(10, List.of(InetAddress.ofLiteral("10.0.0.4"))));
  }

  /** A zone goes on counting its queries when it changes. */
  @Test
  void aZoneThatChangesStaysTheZoneItWas() throws IOException {
    var zone = Zone.empty(DnsName.parse("z"), SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1);
    var before = ZoneIndex.empty().withZone(7, zone);
    var after = before.withZone(7, zone.withRevision(9)).withRevision(9);
    var read = Units.read(new IndexReader(before), Units.difference(before, after)).zone(7);
    assertTrue(read != null && read.queryVolume() == zone.queryVolume());
  }

  @Test
  void whatDoesNotFollowIsRefused() throws IOException {
    var index = indexes.next();
    var after = indexes.changed(index);
    var later = indexes.changed(after);
    var skipped = Units.difference(after, later);
    var reader = new IndexReader(index);
    assertThrows(DamagedStateException.class, () -> Units.read(reader, skipped));
    assertEquals(index.revision(), reader.index().revision());
  }
}
