package io.postern.server.watch;

import io.postern.server.store.Store;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All watches, those together that show the same to callers with the same rights. Safe for use by
 * many threads.
 */
final class Audiences {
  private static final Logger LOG = LoggerFactory.getLogger(Audiences.class);

  private final Store store;
  private final Map<Feed, Audience> byFeed = new ConcurrentHashMap<>();

  Audiences(Store store) {
    this.store = store;
  }

  Collection<Audience> all() {
    return byFeed.values();
  }

  Audience enter(Feed feed, Audience.Member member) {
    while (true) {
      var audience = byFeed.computeIfAbsent(feed, Audience::new);
      if (audience.enter(member)) return audience;
      byFeed.remove(feed, audience);
    }
  }

  void leave(Audience audience, Audience.Member member) {
    if (audience.leave(member)) byFeed.remove(audience.feed(), audience);
  }

  /**
   * Ends those whose rights are not what they were, and returns them. Must happen before the
   * changes are announced that come with the change of rights or after it.
   *
   * @param batch the changes; empty when they are too many to look at
   */
  List<Audience> endWithoutRights(Optional<List<WatchedChange>> batch) {
    var asked =
        byFeed.values().stream()
            .filter(audience -> mayConcern(audience.feed().viewer(), batch))
            .toList();
    if (asked.isEmpty()) return List.of();
    var ended = withOtherRights(asked);
    ended.forEach(Audience::end);
    return ended;
  }

  private static boolean mayConcern(Viewer viewer, Optional<List<WatchedChange>> batch) {
    if (viewer.principal().isAdministrator()) return false;
    return batch
        .map(changes ->
            changes.stream().anyMatch(it -> it.kind().decidesAccess() && viewer.isOf(it.tenant())))
        .orElse(true);
  }

  private List<Audience> withOtherRights(List<Audience> asked) {
    try {
      return store.read(
          tx -> asked.stream().filter(it -> !it.feed().viewer().hasSameRights(tx)).toList());
    } catch (RuntimeException e) {
      LOG.warn("It cannot be told what some watches may see; they end", e);
      return asked;
    }
  }
}
