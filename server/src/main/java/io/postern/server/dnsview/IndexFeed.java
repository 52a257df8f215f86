package io.postern.server.dnsview;

import io.postern.dns.snapshot.IndexExtract;
import io.postern.dns.snapshot.IndexWriter;
import io.postern.dns.snapshot.Lineage;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Supplier;

/**
 * What nodes are sent of the index: what differs from publish to publish, encoded once for all of
 * them and kept as far as it fits, or the whole of it. It is encoded by the first node that asks,
 * so publishing waits for nobody.
 */
final class IndexFeed {
  /** What is kept of differences, in octets: a node that is further behind gets a whole index. */
  private static final int MOST_KEPT = 8 << 20;

  private final Supplier<PublishedIndex> source;
  private final SortedSet<String> networkKeys;
  private final Deque<Unit> units = new ArrayDeque<>();
  private PublishedIndex taken;
  private PublishedIndex newest;
  private IndexExtract extract;
  private long kept;

  /** The blocks that make the index of one revision into that of another. */
  record Unit(long before, long after, List<byte[]> blocks) {
    Unit {
      blocks = List.copyOf(blocks);
    }

    int octets() {
      return blocks.stream().mapToInt(block -> block.length).sum();
    }
  }

  /** What brings a node up to date. */
  sealed interface Next {
    PublishedIndex reached();

    record Differences(List<Unit> units, PublishedIndex reached) implements Next {}

    record Whole(PublishedIndex reached) implements Next {}
  }

  /**
   * @param networkKeys of the networks whose part of the index it is; empty for the whole of it
   */
  IndexFeed(Supplier<PublishedIndex> source, SortedSet<String> networkKeys) {
    this.source = source;
    this.networkKeys = networkKeys;
    this.extract = new IndexExtract(networkKeys);
    this.taken = source.get();
    this.newest = seen(taken);
  }

  private PublishedIndex seen(PublishedIndex published) {
    if (networkKeys.isEmpty()) return published;
    if (!published.lineage().equals(taken.lineage())) extract = new IndexExtract(networkKeys);
    return new PublishedIndex(
        published.lineage().extracted(networkKeys.toString()), extract.of(published.index()));
  }

  /** What a node is to be sent that has an index; nothing of it if it is the newest. */
  synchronized Next after(Lineage lineage, long revision) {
    takeIn(source.get());
    if (!lineage.equals(newest.lineage())) return new Next.Whole(newest);
    var wanted = new ArrayList<Unit>();
    long reached = revision;
    for (var unit : units) {
      if (unit.before() != reached) continue;
      wanted.add(unit);
      reached = unit.after();
    }
    return reached == newest.index().revision()
        ? new Next.Differences(List.copyOf(wanted), newest)
        : new Next.Whole(newest);
  }

  private void takeIn(PublishedIndex published) {
    if (published.equals(taken)) return;
    var next = seen(published);
    taken = published;
    if (!next.lineage().equals(newest.lineage())) forget();
    else if (next.index().revision() > newest.index().revision())
      keep(difference(newest.index(), next.index()));
    newest = next;
  }

  private static Unit difference(ZoneIndex before, ZoneIndex after) {
    var blocks = new ArrayList<byte[]>();
    try {
      IndexWriter.writeDifference(
          before, after, (octets, length) -> blocks.add(Arrays.copyOf(octets, length)));
    } catch (IOException e) {
      throw new UncheckedIOException("Memory takes what it is given.", e);
    }
    return new Unit(before.revision(), after.revision(), blocks);
  }

  private void keep(Unit unit) {
    units.addLast(unit);
    kept += unit.octets();
    while (kept > MOST_KEPT && !units.isEmpty()) kept -= units.removeFirst().octets();
  }

  private void forget() {
    units.clear();
    kept = 0;
  }
}
