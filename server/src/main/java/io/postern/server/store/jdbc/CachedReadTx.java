package io.postern.server.store.jdbc;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.jdbc.ResourceCache.Kept;
import io.postern.server.store.jdbc.document.Documents;
import io.postern.server.subscription.model.Subscription;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Reads at the revision of the cache, and goes to the database only for what is not there. That may
 * have come further by then: by a group that is not on disk yet, which does not matter to a read
 * that does not depend on what the group has changed. Otherwise the whole read begins anew.
 */
final class CachedReadTx extends JdbcReadTx implements AutoCloseable {
  private final ResourceCache cache;
  private final Opened opened;

  /** The database is at another revision than what was read before. */
  static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Overtaken(Revision expected, Revision found) {
      super(expected.token() + " was begun with, there is " + found.token(), null, false, false);
    }
  }

  CachedReadTx(
      Jdbi jdbi,
      Engine engine,
      Documents documents,
      AccessFacts.View facts,
      ResourceCache cache,
      Revision revision) {
    this(new Opened(jdbi, engine, cache, revision), documents, facts, cache, revision);
  }

  private CachedReadTx(
      Opened opened,
      Documents documents,
      AccessFacts.View facts,
      ResourceCache cache,
      Revision revision) {
    super(() -> opened.sql(change -> true), documents, facts, revision);
    this.opened = opened;
    this.cache = cache;
  }

  @Override
  Sql sql(Predicate<Change> matters) {
    return opened.sql(matters);
  }

  @Override
  public <T extends Resource> Optional<T> find(Kind<T> kind, ResourceName name) {
    var kept = kept(name);
    if (kept.isPresent()) return kept.get().as(kind);
    var row = row(kind, name);
    if (row.isEmpty()) return Optional.empty();
    var found = documents.read(kind, row.get().body());
    cache.keep(new Kept(found, row.get().id(), row.get().body().length()), revision());
    return Optional.of(found);
  }

  private Optional<Kept> kept(ResourceName name) {
    return Optional.ofNullable(cache.find(name))
        .filter(kept -> !kept.resource().meta().updated().isAfter(revision()));
  }

  /**
   * What is in memory is not made from its text again. What is not stays out: a long list would
   * drive out what is asked for by name.
   */
  @Override
  <T extends Resource> T listed(Kind<T> kind, String key, String body) {
    return kept(ResourceName.of(key))
        .flatMap(kept -> kept.as(kind))
        .orElseGet(() -> super.listed(kind, key, body));
  }

  @Override
  public void lookUp(ResourceName subscription) {
    var _ = row(Subscription.KIND, subscription);
  }

  /** What stamps rights and locks is asked for in each read, and so is in memory as well. */
  @Override
  public long count(Resource.Tally tally) {
    if (!AccessFacts.isStamp(tally)) return super.count(tally);
    var known = cache.stamp(tally);
    // In this order: stamps are cleared before the cache is of another revision.
    if (known != null && revision().equals(cache.revision())) return known;
    long found = super.count(tally);
    cache.keep(tally, found, revision());
    return found;
  }

  @Override
  public void close() {
    opened.close();
  }

  /** A transaction that begins with the first thing to read. */
  private static final class Opened {
    private final Jdbi jdbi;
    private final Engine engine;
    private final ResourceCache cache;
    private final Revision expected;
    private Revision found;
    private List<Change> ahead = List.of();
    private @Nullable Handle handle;
    private @Nullable Sql sql;

    Opened(Jdbi jdbi, Engine engine, ResourceCache cache, Revision expected) {
      this.jdbi = jdbi;
      this.engine = engine;
      this.cache = cache;
      this.expected = expected;
      this.found = expected;
    }

    Sql sql(Predicate<Change> matters) {
      var open = sql;
      if (open == null) open = open();
      if (ahead.stream().anyMatch(matters)) throw new Overtaken(expected, found);
      return open;
    }

    private Sql open() {
      var begun = jdbi.open();
      handle = begun;
      begun.setTransactionIsolationLevel(engine.onePicture());
      var _ = begun.begin();
      found = JdbcChangeLog.counter(begun, "revision");
      if (!found.equals(expected))
        ahead = cache.between(expected, found).orElseThrow(() -> new Overtaken(expected, found));
      var open = new Sql(begun.getConnection());
      sql = open;
      return open;
    }

    void close() {
      try (var open = handle;
          var _ = sql) {
        if (open != null && open.isInTransaction()) {
          var _ = open.rollback();
        }
      }
    }
  }
}
