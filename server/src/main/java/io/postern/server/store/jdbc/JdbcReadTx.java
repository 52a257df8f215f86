package io.postern.server.store.jdbc;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.AddressBook;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.store.jdbc.document.Documents;
import io.postern.server.subscription.model.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads over one JDBC transaction. */
class JdbcReadTx implements ReadTx {
  final Handle handle;
  final Documents documents;
  private final Revision revision;

  JdbcReadTx(Handle handle, Documents documents, Revision revision) {
    this.handle = handle;
    this.documents = documents;
    this.revision = revision;
  }

  @Override
  public Revision revision() {
    return revision;
  }

  @Override
  public <T extends Resource> Optional<T> find(Kind<T> kind, ResourceName name) {
    return body(kind, name).map(body -> documents.read(kind, body));
  }

  /** The stored text of a resource. */
  final Optional<String> body(Kind<?> kind, ResourceName name) {
    return handle
        .select("SELECT body FROM resource WHERE name_key = ? AND kind = ?", name.key(), kind.id())
        .mapTo(String.class)
        .findOne();
  }

  @Override
  public <T extends Resource> List<T> list(Kind<T> kind, Scope scope, String afterKey, int limit) {
    var from = afterKey.compareTo(scope.prefix()) > 0 ? afterKey : scope.prefix();
    return handle
        .select(
            "SELECT body FROM resource WHERE kind = ? AND name_key > ? AND name_key < ? ORDER BY"
                + " kind, name_key LIMIT ?",
            kind.id(),
            from,
            end(scope),
            limit)
        .mapTo(String.class)
        .map(body -> documents.read(kind, body))
        .list();
  }

  /**
   * The first key beyond a scope: its prefix ends in a slash, and '0' is the character after it.
   */
  private static String end(Scope scope) {
    var prefix = scope.prefix();
    return prefix.isEmpty() ? "\uFFFF" : prefix.substring(0, prefix.length() - 1) + "0";
  }

  @Override
  public <T extends Resource> List<T> referrers(
      Kind<T> kind, String role, ResourceName target, int limit) {
    return handle
        .select(
            """
            SELECT r.body FROM reference f JOIN resource r ON r.name_key = f.holder_key
            WHERE f.target_key = ? AND f.holder_kind = ? AND f.role = ? ORDER BY f.holder_key LIMIT ?\
            """,
            target.key(),
            kind.id(),
            role,
            limit)
        .mapTo(String.class)
        .map(body -> documents.read(kind, body))
        .list();
  }

  @Override
  public List<ResourceName> blockers(ResourceName target, int limit) {
    return handle
        .select(
            "SELECT DISTINCT holder_name FROM reference WHERE target_key = ? AND blocking ORDER BY"
                + " holder_name LIMIT ?",
            target.key(),
            limit)
        .mapTo(String.class)
        .map(ResourceName::of)
        .list();
  }

  @Override
  public <T extends Resource> List<T> due(Kind<T> kind, Instant now, int limit) {
    return handle
        .select(
            "SELECT body FROM resource WHERE kind = ? AND due_at <= ? ORDER BY due_at LIMIT ?",
            kind.id(),
            now.toEpochMilli(),
            limit)
        .mapTo(String.class)
        .map(body -> documents.read(kind, body))
        .list();
  }

  @Override
  public Optional<ResourceName> anyWithin(ResourceName name) {
    var scope = Scope.under(name);
    return handle
        .select(
            "SELECT body, kind FROM resource WHERE name_key > ? AND name_key < ? ORDER BY name_key"
                + " LIMIT 1",
            scope.prefix(),
            end(scope))
        .map((row, context) -> documents.read(row.getString("kind"), row.getString("body")).name())
        .findOne();
  }

  @Override
  public long count(Resource.Tally tally) {
    return handle
        .select(
            "SELECT total FROM tally WHERE sort = ? AND within_key = ?",
            tally.sort(),
            tally.within().key())
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }

  @Override
  public Optional<ResourceName> holder(String space, String value) {
    return handle
        .select("SELECT holder_name FROM held_value WHERE space = ? AND content = ?", space, value)
        .mapTo(String.class)
        .findOne()
        .map(ResourceName::of);
  }

  @Override
  public AddressBook addresses(ResourceName subnet) {
    return new JdbcAddressBook(handle, subnet);
  }

  @Override
  public List<Entry> entries(ResourceName owner, int limit) {
    return handle
        .select(
            "SELECT revision, body FROM journal WHERE owner_key = ? ORDER BY revision DESC,"
                + " position DESC LIMIT ?",
            owner.key(),
            limit)
        .map((row, context) ->
            new Entry(new Revision(row.getLong("revision")), row.getString("body")))
        .list();
  }

  @Override
  public Optional<String> tenantOf(ResourceName subscription) {
    return find(Subscription.KIND, subscription).map(Subscription::tenant);
  }
}
