package io.postern.server.store.jdbc;

import io.postern.server.kernel.Grants;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.NameHash;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.kernel.ScopeLock;
import io.postern.server.store.AddressBook;
import io.postern.server.store.AuditTrail;
import io.postern.server.store.Change;
import io.postern.server.store.Delivery;
import io.postern.server.store.KeptChanges;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.store.jdbc.ResourceRows.Row;
import io.postern.server.store.jdbc.document.Documents;
import io.postern.server.subscription.model.Subscription;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads over one JDBC transaction. */
class JdbcReadTx implements ReadTx {
  private static final int REFERRERS_AT_ONCE = 1000;

  private final Supplier<Sql> sql;
  final Documents documents;
  private final Revision revision;
  private final AccessFacts.View facts;
  private final Map<ResourceName, Optional<String>> tenants = new HashMap<>();
  private boolean audited;

  JdbcReadTx(Sql sql, Documents documents, AccessFacts.View facts, Revision revision) {
    this(() -> sql, documents, facts, revision);
  }

  /**
   * @param sql asked for when there is something to read
   */
  JdbcReadTx(Supplier<Sql> sql, Documents documents, AccessFacts.View facts, Revision revision) {
    this.sql = sql;
    this.facts = facts;
    this.documents = documents;
    this.revision = revision;
  }

  final Sql sql() {
    return sql.get();
  }

  /**
   * Where to read what is the same before and after all changes but these.
   *
   * @param matters whether what is read depends on a change
   */
  Sql sql(Predicate<Change> matters) {
    return sql();
  }

  @Override
  public Revision revision() {
    return revision;
  }

  @Override
  public AuditTrail audit() {
    audited = true;
    return new AuditRows(sql(), documents);
  }

  final boolean hasReadAudit() {
    return audited;
  }

  @Override
  public KeptChanges changesKept() {
    return new KeptChangeRows(sql(), documents, revision);
  }

  @Override
  public <T extends Resource> Optional<T> find(Kind<T> kind, ResourceName name) {
    return row(kind, name).map(row -> documents.read(kind, row.body()));
  }

  final Optional<Row> row(Kind<?> kind, ResourceName name) {
    return ResourceRows.find(sql(change -> change.name().equals(name)), kind, name);
  }

  @Override
  public <T extends Resource> List<T> list(Kind<T> kind, Scope scope, String afterKey, int limit) {
    var from = afterKey.compareTo(scope.prefix()) > 0 ? afterKey : scope.prefix();
    return sql(change -> change.kind().equals(kind) && scope.covers(change.name()))
        .all(
            "SELECT name_key, body FROM resource WHERE kind = ? AND name_key > ? AND name_key < ?"
                + " ORDER BY kind, name_key LIMIT ?",
            row -> listed(kind, row.getString(1), row.getString(2)),
            kind.id(),
            from,
            end(scope),
            limit);
  }

  /** One of a list. */
  <T extends Resource> T listed(Kind<T> kind, String key, String body) {
    return documents.read(kind, body);
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
    return sql(change -> change.kind().equals(kind) && change.pointsAt(role, target))
        .all(
            """
            SELECT r.body FROM reference f JOIN resource r ON r.id = f.holder
            WHERE f.target = ? AND f.holder_kind = ? AND f.role = ?
            ORDER BY f.target, f.holder_kind, f.role, f.holder LIMIT ?\
            """,
            row -> documents.read(kind, row.getString(1)),
            NameHash.of(target),
            kind.id(),
            role,
            limit);
  }

  @Override
  public <T extends Resource> void eachReferrer(
      Kind<T> kind, String role, ResourceName target, Consumer<T> each) {
    long last = Long.MIN_VALUE;
    List<Row> page;
    do {
      page =
          sql(change -> change.kind().equals(kind) && change.pointsAt(role, target))
              .all(
                  """
                  SELECT r.id, r.body FROM reference f JOIN resource r ON r.id = f.holder
                  WHERE f.target = ? AND f.holder_kind = ? AND f.role = ? AND f.holder > ?
                  ORDER BY f.target, f.holder_kind, f.role, f.holder LIMIT ?\
                  """,
                  row -> new Row(row.getLong(1), row.getString(2)),
                  NameHash.of(target),
                  kind.id(),
                  role,
                  last,
                  REFERRERS_AT_ONCE);
      for (var row : page) each.accept(documents.read(kind, row.body()));
      if (!page.isEmpty()) last = page.getLast().id();
    } while (page.size() == REFERRERS_AT_ONCE);
  }

  @Override
  public List<ResourceName> blockers(ResourceName target, int limit) {
    return sql()
        .all(
            """
            SELECT DISTINCT r.kind, r.name_key, r.body FROM reference f JOIN resource r ON r.id = f.holder
            WHERE f.target = ? AND f.blocking ORDER BY r.name_key LIMIT ?\
            """,
            row -> documents.read(row.getString(1), row.getString(3)).name(),
            NameHash.of(target),
            limit);
  }

  @Override
  public <T extends Resource> List<T> due(Kind<T> kind, Instant now, int limit) {
    // The 0 is where the index begins that has times: without it all that has none is passed over.
    return sql()
        .all(
            "SELECT body FROM resource WHERE kind = ? AND due_at BETWEEN 0 AND ? ORDER BY due_at"
                + " LIMIT ?",
            row -> documents.read(kind, row.getString(1)),
            kind.id(),
            now.toEpochMilli(),
            limit);
  }

  @Override
  public Optional<ResourceName> anyWithin(ResourceName name) {
    var scope = Scope.under(name);
    return Documents.kinds().stream().flatMap(kind -> first(kind, scope)).findFirst();
  }

  private Stream<ResourceName> first(Kind<?> kind, Scope scope) {
    return list(kind, scope, "", 1).stream().map(Resource::name);
  }

  @Override
  public long count(Resource.Tally tally) {
    return sql(change -> !AccessFacts.isStamp(tally) || AccessFacts.isStamped(change.resource()))
        .first(
            "SELECT total FROM tally WHERE sort = ? AND within_key = ?",
            row -> row.getLong(1),
            tally.sort(),
            tally.within().key())
        .orElse(0L);
  }

  @Override
  public Optional<ResourceName> holder(String space, String value) {
    return sql()
        .first(
            "SELECT holder_name FROM held_value WHERE space = ? AND content = ?",
            row -> ResourceName.of(row.getString(1)),
            space,
            value);
  }

  @Override
  public AddressBook addresses(ResourceName subnet) {
    return new JdbcAddressBook(sql(), subnet);
  }

  @Override
  public List<Entry> entries(ResourceName owner, int limit) {
    return JournalRows.list(sql(), owner, limit);
  }

  @Override
  public Optional<Delivery> delivery(String uid) {
    return DeliveryRows.find(sql(), uid);
  }

  @Override
  public Optional<String> tenantOf(ResourceName subscription) {
    // Asked for each resource of a list, and the same within a transaction.
    var known = tenants.get(subscription);
    if (known != null) return known;
    var tenant = find(Subscription.KIND, subscription).map(Subscription::tenant);
    tenants.put(subscription, tenant);
    return tenant;
  }

  @Override
  public Grants grantsOf(String tenant) {
    return facts.grants(this, tenant);
  }

  @Override
  public List<ScopeLock> locksIn(ResourceName subscription) {
    return facts.locks(this, subscription);
  }

  /** Has what permissions rest on read anew. */
  final void forgetFacts() {
    tenants.clear();
    facts.forget();
  }
}
