package io.postern.server.dnsview;

import io.postern.dns.snapshot.IndexFolder;
import io.postern.dns.snapshot.Lineage;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index on disk, from one start of the server to the next. What cannot be kept costs the next
 * start some time and nothing else.
 *
 * <p>By one thread at a time.
 */
final class KeptIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeptIndex.class);

  /** Raised when the same resources are compiled into something else than before. */
  private static final int COMPILED_FORM = 1;

  private final Optional<IndexFolder> folder;
  private final String origin;
  private @Nullable Lineage begun;
  private ZoneIndex last = ZoneIndex.empty();

  private KeptIndex(Optional<IndexFolder> folder, String origin) {
    this.folder = folder;
    this.origin = origin;
  }

  /** In the folder that the settings say, for a store; nowhere if they say none. */
  static KeptIndex in(ServerSettings settings, Store store) {
    return new KeptIndex(
        settings.indexDirectory().flatMap(KeptIndex::open), origin(settings, store));
  }

  private static Optional<IndexFolder> open(Path path) {
    try {
      return Optional.of(IndexFolder.open(path));
    } catch (IOException e) {
      LOG.warn("The DNS index is not kept for the next start", e);
      return Optional.empty();
    }
  }

  /** All that an index depends on beside the resources. */
  private static String origin(ServerSettings settings, Store store) {
    return "store %s, form %d, public recursion %s, %s"
        .formatted(
            store.identity(),
            COMPILED_FORM,
            settings.dns().publicRecursion(),
            ForSecondaries.of(settings.dns()));
  }

  /**
   * What was kept at a revision of this store; what was kept at another is forgotten, for this may
   * not be the store's only history.
   */
  Optional<PublishedIndex> at(Revision revision) {
    var found =
        folder
            .flatMap(it -> it.read(origin::equals))
            .filter(it -> it.index().revision() == revision.number())
            .map(it -> new PublishedIndex(it.lineage(), it.index()));
    if (found.isEmpty()) folder.ifPresent(IndexFolder::discard);
    return found;
  }

  /** Keeps the next index: what differs, or all of it if its lineage is another than before. */
  void keep(PublishedIndex next) {
    folder.ifPresent(it -> keep(it, next));
    last = next.index();
  }

  private void keep(IndexFolder kept, PublishedIndex next) {
    if (next.lineage().equals(begun)) {
      kept.append(last, next.index());
    } else if (next.index().revision() > 0) {
      begun = next.lineage();
      kept.begin(origin, next.lineage(), next.index());
    }
  }

  @Override
  public void close() {
    folder.ifPresent(IndexFolder::close);
  }
}
