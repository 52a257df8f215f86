package io.postern.cli.dns;

import io.postern.dns.snapshot.IndexFolder;
import io.postern.dns.snapshot.IndexFolder.Kept;
import io.postern.dns.snapshot.Lineage;
import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a DNS node answers from, in memory and on disk. Written by one thread, read by any. It never
 * goes back in revision.
 */
final class NodeState implements AutoCloseable {
  private final IndexFolder folder;
  private volatile @Nullable Kept newest;
  private boolean begun;

  private NodeState(IndexFolder folder) {
    this.folder = folder;
    this.newest = folder.read(any -> true).orElse(null);
  }

  /**
   * Takes hold of a folder, with what the last run left there.
   *
   * @throws IOException also if another process has it
   */
  static NodeState in(Path path) throws IOException {
    return new NodeState(IndexFolder.open(path));
  }

  /** The index with its lineage, and its store as origin; null before there is one. */
  @Nullable Kept newest() {
    return newest;
  }

  /** What queries are answered from. */
  ZoneIndex index() {
    var kept = newest;
    return kept == null ? ZoneIndex.empty() : kept.index();
  }

  /**
   * Goes on to another index.
   *
   * @return false if it is older than what is there: then nothing changes
   */
  boolean advance(String store, Lineage lineage, ZoneIndex index) {
    var before = newest;
    if (before != null && index.revision() < before.index().revision()) return false;
    newest = new Kept(index, lineage, store);
    if (begun && before != null && before.lineage().equals(lineage)) {
      folder.append(before.index(), index);
    } else {
      begun = true;
      folder.begin(store, lineage, index);
    }
    return true;
  }

  @Override
  public void close() {
    folder.close();
  }
}
