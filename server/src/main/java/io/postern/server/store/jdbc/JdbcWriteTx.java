package io.postern.server.store.jdbc;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.AuditNote;
import io.postern.server.store.Change;
import io.postern.server.store.Change.Operation;
import io.postern.server.store.WriteTx;
import io.postern.server.store.jdbc.document.Documents;
import io.postern.server.subscription.model.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One writer's part of a group: its changes get one revision. */
final class JdbcWriteTx extends JdbcReadTx implements WriteTx {
  /** How many blocking resources an error names. */
  private static final int BLOCKERS_SHOWN = 10;

  /** How many resources one write can make, as a power of two. */
  private static final int ROWS_OF_A_WRITE_BITS = 20;

  private final RequestContext context;
  private final IdSource ids;
  private final List<Change> changes = new ArrayList<>();
  private final ChangesHash changesHash = new ChangesHash();
  private final List<AuditNote> notes = new ArrayList<>();

  /** What this writer has read or written by name, as it is now. */
  private final Map<ResourceName, Known> known = new HashMap<>();

  private final ResourceIndex index;
  private int journalPosition;
  private long created;
  private boolean dirty;

  JdbcWriteTx(
      Sql sql, Documents documents, Revision revision, RequestContext context, IdSource ids) {
    super(sql, documents, revision);
    this.context = context;
    this.ids = ids;
    this.index = new ResourceIndex(sql);
  }

  @Override
  public List<Change> changes() {
    return Collections.unmodifiableList(changes);
  }

  /** Whether anything may have been written, be it only an address or a remembered answer. */
  boolean isDirty() {
    return dirty || !changes.isEmpty();
  }

  /**
   * What this writer adds to the audit: what it was asked to, and itself if it changed anything.
   */
  List<AuditNote> notes() {
    if (changes.isEmpty()) return notes;
    var all = new ArrayList<>(notes);
    all.add(AuditNote.written(context, revision(), changes, changesHash.end()));
    return all;
  }

  @Override
  public void note(AuditNote note) {
    notes.add(note);
    dirty = true;
  }

  @Override
  public int cutAudit(Instant before, int limit) {
    int cut = AuditRows.cut(sql, before, limit);
    int forgotten = AuditRows.forgetChanges(sql);
    dirty |= cut > 0 || forgotten > 0;
    return cut;
  }

  @Override
  public Revision reached() {
    return changes.isEmpty() ? new Revision(revision().number() - 1) : revision();
  }

  @Override
  public Instant now() {
    return context.now();
  }

  @Override
  public <T extends Resource> Optional<T> find(Kind<T> kind, ResourceName name) {
    var seen = known.get(name);
    if (seen != null) return seen.as(kind);
    var row = row(kind, name);
    if (row.isEmpty()) return Optional.empty();
    var found = documents.read(kind, row.get().body());
    known.put(name, new Known(found, row.get().body(), row.get().id()));
    return Optional.of(found);
  }

  @Override
  public <T extends Resource> T create(T resource, String reason) {
    var meta = new Meta(ids.nextUuid().toString(), revision(), revision(), now(), now());
    var stored = withMeta(resource, meta);
    if (exists(stored.name())) throw taken(stored);
    long row = nextRow();
    var text = know(stored, row);
    sql.run(
        "INSERT INTO resource (id, kind, name_key, due_at, body) VALUES (?, ?, ?, ?, ?)",
        row,
        stored.kind().id(),
        stored.name().key(),
        due(stored),
        text);
    index.add(stored, row);
    record(Operation.CREATED, stored, text, Optional.empty(), reason);
    return stored;
  }

  @Override
  public <T extends Resource> T update(T resource, String reason) {
    var old = get(resource.kind(), resource.name());
    var same = withMeta(resource, old.meta());
    if (same.equals(old)) return same;
    long row = rowOf(old);
    var earlier = new Known(old, textOf(old), row);
    var meta =
        new Meta(
            old.meta().uid(), old.meta().created(), revision(), old.meta().createTime(), now());
    var stored = withMeta(resource, meta);
    var text = know(stored, row);
    sql.run("UPDATE resource SET due_at = ?, body = ? WHERE id = ?", due(stored), text, row);
    index.replace(old, stored, row);
    record(Operation.UPDATED, stored, text, Optional.of(earlier), reason);
    return stored;
  }

  @Override
  public void delete(Resource resource, String reason) {
    requireUnreferenced(resource);
    long row = rowOf(resource);
    sql.run("DELETE FROM resource WHERE id = ?", row);
    sql.run("DELETE FROM journal WHERE owner = ?", NameHash.of(resource.name()));
    index.remove(resource, row);
    var last = new Known(resource, textOf(resource), row);
    known.remove(resource.name());
    record(Operation.DELETED, resource, last.text, Optional.of(last), reason);
  }

  private String know(Resource stored, long row) {
    var text = documents.text(stored);
    known.put(stored.name(), new Known(stored, text, row));
    return text;
  }

  /** Rows are numbered by the write that made them and their place in it, so they grow. */
  private long nextRow() {
    return (revision().number() << ROWS_OF_A_WRITE_BITS) + created++;
  }

  private long rowOf(Resource resource) {
    var seen = known.get(resource.name());
    return seen != null
        ? seen.row
        : row(resource.kind(), resource.name())
            .orElseThrow(() -> ControlException.notFound(resource.kind().label(), resource.name()))
            .id();
  }

  private String textOf(Resource resource) {
    var seen = known.get(resource.name());
    return seen != null && seen.resource.equals(resource) ? seen.text : documents.text(resource);
  }

  private void requireUnreferenced(Resource resource) {
    var blockers = blockers(resource.name(), BLOCKERS_SHOWN + 1);
    if (blockers.isEmpty()) return;
    var shown =
        blockers.stream()
            .limit(BLOCKERS_SHOWN)
            .map(ResourceName::text)
            .collect(Collectors.joining(", "));
    var more = blockers.size() > BLOCKERS_SHOWN ? " and others" : "";
    throw ControlException.of(
        new ControlError.InUse(
            Problem.of(
                    Reason.RESOURCE_IN_USE,
                    "The "
                        + resource.kind().label()
                        + " '"
                        + resource.name()
                        + "' is needed by "
                        + shown
                        + more
                        + "; delete or detach those first.")
                .with("resource", resource.name().text())
                .with("blockers", shown)));
  }

  private boolean exists(ResourceName name) {
    return Documents.kinds().stream()
        .filter(kind -> kind.matches(name))
        .anyMatch(kind ->
            sql.hasRow(
                "SELECT 1 FROM resource WHERE kind = ? AND name_key = ?", kind.id(), name.key()));
  }

  private static ControlException taken(Resource resource) {
    var kind = resource.kind();
    var reason =
        kind.id().equals("privateEndpoint")
            ? Reason.PRIVATE_ENDPOINT_ALREADY_EXISTS
            : Reason.RESOURCE_ALREADY_EXISTS;
    return ControlException.of(
        new ControlError.AlreadyExists(
            Problem.of(
                    reason,
                    "A "
                        + kind.label()
                        + " '"
                        + resource.name()
                        + "' exists already; update it, or choose another name.")
                .with("resource", resource.name().text())));
  }

  private void record(
      Operation operation, Resource resource, String text, Optional<Known> before, String reason) {
    var change =
        new Change(
            revision(),
            operation,
            resource,
            before.map(Known::resource),
            owner(resource),
            context.principal().id(),
            reason,
            now());
    // What a deletion was before is its body already.
    Optional<String> earlier =
        operation == Operation.UPDATED ? before.map(Known::text) : Optional.empty();
    sql.run(
        "INSERT INTO change (revision, position, operation, kind, body, earlier, tenant, actor,"
            + " reason, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        revision().number(),
        changes.size(),
        operation.name(),
        resource.kind().id(),
        text,
        earlier.orElse(null),
        change.tenant().orElse(null),
        change.actor(),
        reason,
        now().toEpochMilli());
    changesHash.add(
        operation.name(),
        resource.kind().id(),
        text,
        earlier.orElse(null),
        change.tenant().orElse(null),
        change.actor(),
        reason,
        now().toEpochMilli());
    changes.add(change);
  }

  /** A subscription says itself whose it is: when it is deleted, its row is gone by now. */
  private Optional<String> owner(Resource resource) {
    return resource instanceof Subscription subscription
        ? Optional.of(subscription.tenant())
        : resource.name().subscription().flatMap(this::tenantOf);
  }

  private static @Nullable Long due(Resource resource) {
    return resource.due().map(Instant::toEpochMilli).orElse(null);
  }

  @Override
  public MutableAddressBook addresses(ResourceName subnet) {
    dirty = true;
    return new JdbcAddressBook(sql, subnet);
  }

  @Override
  public void append(ResourceName owner, String body) {
    dirty = true;
    sql.run(
        "INSERT INTO journal (owner, revision, position, body) VALUES (?, ?, ?, ?)",
        NameHash.of(owner),
        revision().number(),
        journalPosition++,
        body);
  }

  @Override
  public void rest(Resource.Hold hold, Instant until) {
    // Whoever lets a value rest clears away those that have rested, so that the table stays small.
    sql.run("DELETE FROM resting_value WHERE rest_until <= ?", now().toEpochMilli());
    sql.run(
        "INSERT INTO resting_value (space, content, rest_until) VALUES (?, ?, ?)",
        hold.space(),
        hold.value(),
        until.toEpochMilli());
    dirty = true;
  }

  @Override
  public boolean isResting(Resource.Hold hold) {
    return sql.hasRow(
        "SELECT 1 FROM resting_value WHERE space = ? AND content = ? AND rest_until > ?",
        hold.space(),
        hold.value(),
        now().toEpochMilli());
  }

  @Override
  public Optional<Remembered> remembered(String caller, String requestId) {
    return sql.first(
        "SELECT fingerprint, response FROM remembered WHERE caller = ? AND request_id = ? AND"
            + " expires_at > ?",
        row -> new Remembered(row.getString(1), row.getBytes(2)),
        caller,
        requestId,
        now().toEpochMilli());
  }

  @Override
  public void remember(String caller, String requestId, Remembered answer, Instant expires) {
    // Two statements, for with OR between them no index serves, and all that is remembered is read.
    sql.run("DELETE FROM remembered WHERE expires_at <= ?", now().toEpochMilli());
    sql.run("DELETE FROM remembered WHERE caller = ? AND request_id = ?", caller, requestId);
    sql.run(
        "INSERT INTO remembered (caller, request_id, fingerprint, response, expires_at) VALUES (?,"
            + " ?, ?, ?, ?)",
        caller,
        requestId,
        answer.fingerprint(),
        answer.response(),
        expires.toEpochMilli());
    dirty = true;
  }

  @SuppressWarnings("unchecked") // withMeta returns the same record type
  private static <T extends Resource> T withMeta(T resource, Meta meta) {
    return (T) resource.withMeta(meta);
  }

  /** A resource, the text it is stored as, and the number of its row. */
  private record Known(Resource resource, String text, long row) {
    <T extends Resource> Optional<T> as(Kind<T> kind) {
      return resource.kind().equals(kind)
          ? Optional.of(kind.type().cast(resource))
          : Optional.empty();
    }
  }
}
