package io.postern.server.store.jdbc;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.jdbc.ResourceCache.Kept;
import io.postern.server.store.jdbc.document.Documents;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads over one JDBC transaction, and keeps the resources that it finds for those who come. */
class KeepingReadTx extends JdbcReadTx {
  final ResourceCache cache;
  private final long since;

  KeepingReadTx(
      Supplier<Sql> sql,
      Documents documents,
      AccessFacts.View facts,
      ResourceCache cache,
      Revision revision) {
    super(sql, documents, facts, revision);
    this.cache = cache;
    this.since = cache.losses();
  }

  @Override
  public <T extends Resource> Optional<T> find(Kind<T> kind, ResourceName name) {
    var row = row(kind, name);
    if (row.isEmpty()) return Optional.empty();
    var found = documents.read(kind, row.get().body());
    cache.keep(new Kept(found, row.get().id(), row.get().body().length()), revision(), since);
    return Optional.of(found);
  }
}
