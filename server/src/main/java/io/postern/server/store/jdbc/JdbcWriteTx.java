package io.postern.server.store.jdbc;

import io.postern.server.connection.model.Connection;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IdSource;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.NameHash;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.kernel.ScopeLock;
import io.postern.server.store.AuditNote;
import io.postern.server.store.Change;
import io.postern.server.store.Change.Operation;
import io.postern.server.store.Delivery;
import io.postern.server.store.WriteTx;
import io.postern.server.store.jdbc.ResourceCache.Kept;
import io.postern.server.store.jdbc.document.Documents;
import io.postern.server.subscription.model.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** What it has deleted. */
  private final Set<ResourceName> absent = new HashSet<>();

  /** What there is no row of. */
  private final Set<Sought> sought = new HashSet<>();

  private record Sought(String kind, ResourceName name) {}

  private final Shelf shelf;

  private final ResourceIndex index;
  private int journalPosition;
  private long created;
  private boolean dirty;

  JdbcWriteTx(
      Sql sql,
      Documents documents,
      AccessFacts.View facts,
      Revision revision,
      RequestContext context,
      IdSource ids,
      Shelf shelf) {
    super(sql, documents, facts, revision);
    this.shelf = shelf;
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
    int cut = AuditRows.cut(sql(), before, limit);
    int forgotten = AuditRows.forgetChanges(sql());
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
    if (absent.contains(name) || shelf.isGone(name)) return Optional.empty();
    var earlier = shelf.find(name);
    if (earlier == null) return read(kind, name);
    known.put(name, Known.of(earlier));
    return earlier.as(kind);
  }

  private <T extends Resource> Optional<T> read(Kind<T> kind, ResourceName name) {
    var row = row(kind, name);
    if (row.isEmpty()) {
      sought.add(new Sought(kind.id(), name));
      return Optional.empty();
    }
    var text = row.get().body();
    var found = documents.read(kind, text);
    known.put(name, Known.of(found, text, row.get().id()));
    shelf.read(new Kept(found, row.get().id(), text.length()));
    return Optional.of(found);
  }

  @Override
  public long count(Resource.Tally tally) {
    return super.count(tally) + shelf.step(tally) + index.counted().getOrDefault(tally, 0L);
  }

  /** Leaves what this writer did to those behind it in the group. */
  void done() {
    var changed = new HashMap<ResourceName, Optional<Kept>>();
    for (var change : changes) {
      var name = change.resource().name();
      changed.put(name, Optional.ofNullable(known.get(name)).map(Known::entry));
    }
    boolean stamps = changes.stream().anyMatch(it -> AccessFacts.isStamped(it.resource()));
    shelf.changed(changed, index.counted(), stamps);
  }

  @Override
  public <T extends Resource> T create(T resource, String reason) {
    var meta = new Meta(ids.nextUuid().toString(), revision(), revision(), now(), now());
    var stored = withMeta(resource, meta);
    if (exists(stored.name())) throw taken(stored);
    long row = nextRow();
    var text = know(stored, row);
    sql()
        .run(
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
    var earlier = Known.of(old, textOf(old), row);
    var meta =
        new Meta(
            old.meta().uid(), old.meta().created(), revision(), old.meta().createTime(), now());
    var stored = withMeta(resource, meta);
    var text = know(stored, row);
    sql().run("UPDATE resource SET due_at = ?, body = ? WHERE id = ?", due(stored), text, row);
    index.replace(old, stored, row);
    record(Operation.UPDATED, stored, text, Optional.of(earlier), reason);
    return stored;
  }

  @Override
  public void delete(Resource resource, String reason) {
    requireUnlocked(resource);
    requireUnreferenced(resource);
    long row = rowOf(resource);
    sql().run("DELETE FROM resource WHERE id = ?", row);
    sql().run("DELETE FROM journal WHERE owner = ?", NameHash.of(resource.name()));
    index.remove(resource, row);
    var text = textOf(resource);
    var last = Known.of(resource, text, row);
    known.remove(resource.name());
    absent.add(resource.name());
    record(Operation.DELETED, resource, text, Optional.of(last), reason);
  }

  private String know(Resource stored, long row) {
    var text = documents.text(stored);
    known.put(stored.name(), Known.of(stored, text, row));
    absent.remove(stored.name());
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
    return seen != null && seen.text != null && seen.resource.equals(resource)
        ? seen.text
        : documents.text(resource);
  }

  /**
   * What a call names was looked at before; this is for what goes with it. A connection goes with
   * its endpoint, which is somebody else's: the lock of the one does not bind the other.
   */
  private void requireUnlocked(Resource resource) {
    if (resource.kind().equals(Connection.KIND)) return;
    var name = resource.name();
    name.subscription()
        .ifPresent(subscription ->
            ScopeLock.requireNone(
                locksIn(subscription), resource.kind().action("delete", name), name));
  }

  private void requireUnreferenced(Resource resource) {
    var blockers = blockers(resource.name(), BLOCKERS_SHOWN + 1);
    if (blockers.isEmpty()) return;
    var named = blockers.stream().filter(this::mayName).limit(BLOCKERS_SHOWN).toList();
    var shown = named.stream().map(ResourceName::text).collect(Collectors.joining(", "));
    var more = named.size() == blockers.size() ? "" : named.isEmpty() ? "others" : " and others";
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

  /** Whether the caller may know of what stands in the way: of its tenant, and for it to read. */
  private boolean mayName(ResourceName blocker) {
    var caller = context.principal();
    return caller.isAdministrator()
        || caller.tenant().equals(ownerOf(blocker))
            && grantsOf(caller.tenant().orElseThrow())
                .of(caller.id())
                .decide(blocker.armType() + "/read", blocker)
                .isAllowed();
  }

  private boolean exists(ResourceName name) {
    if (known.containsKey(name)) return true;
    return Documents.kinds().stream()
        .filter(kind -> kind.matches(name) && !sought.contains(new Sought(kind.id(), name)))
        .anyMatch(kind ->
            sql()
                .hasRow(
                    "SELECT 1 FROM resource WHERE kind = ? AND name_key = ?",
                    kind.id(),
                    name.key()));
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
    var earlier = operation == Operation.UPDATED ? before.orElseThrow().text : null;
    sql()
        .run(
            "INSERT INTO change (revision, position, operation, kind, body, earlier, tenant, actor,"
                + " reason, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            revision().number(),
            changes.size(),
            operation.name(),
            resource.kind().id(),
            text,
            earlier,
            change.tenant().orElse(null),
            change.actor(),
            reason,
            now().toEpochMilli());
    changesHash.add(
        operation.name(),
        resource.kind().id(),
        text,
        earlier,
        change.tenant().orElse(null),
        change.actor(),
        reason,
        now().toEpochMilli());
    changes.add(change);
    if (resource instanceof Subscription || AccessFacts.stamp(sql(), ids, resource)) forgetFacts();
  }

  /** A subscription says itself whose it is: when it is deleted, its row is gone by now. */
  private Optional<String> owner(Resource resource) {
    return resource instanceof Subscription subscription
        ? Optional.of(subscription.tenant())
        : ownerOf(resource.name());
  }

  private static @Nullable Long due(Resource resource) {
    return resource.due().map(Instant::toEpochMilli).orElse(null);
  }

  @Override
  public MutableAddressBook addresses(ResourceName subnet) {
    dirty = true;
    return new JdbcAddressBook(sql(), subnet);
  }

  @Override
  public void append(ResourceName owner, String body) {
    dirty = true;
    sql()
        .run(
            "INSERT INTO journal (owner, revision, position, body) VALUES (?, ?, ?, ?)",
            NameHash.of(owner),
            revision().number(),
            journalPosition++,
            body);
  }

  @Override
  public void deliver(String uid, Delivery from) {
    dirty = true;
    DeliveryRows.put(sql(), uid, from);
  }

  @Override
  public void forgetDelivery(String uid) {
    dirty = true;
    DeliveryRows.remove(sql(), uid);
  }

  @Override
  public void rest(Resource.Hold hold, Instant until) {
    // Whoever lets a value rest clears away those that have rested, so that the table stays small.
    sql().run("DELETE FROM resting_value WHERE rest_until <= ?", now().toEpochMilli());
    sql()
        .run(
            "INSERT INTO resting_value (space, content, rest_until) VALUES (?, ?, ?)",
            hold.space(),
            hold.value(),
            until.toEpochMilli());
    dirty = true;
  }

  @Override
  public boolean isResting(Resource.Hold hold) {
    return sql()
        .hasRow(
            "SELECT 1 FROM resting_value WHERE space = ? AND content = ? AND rest_until > ?",
            hold.space(),
            hold.value(),
            now().toEpochMilli());
  }

  @Override
  public Optional<Remembered> remembered(String caller, String requestId) {
    return sql()
        .first(
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
    sql().run("DELETE FROM remembered WHERE expires_at <= ?", now().toEpochMilli());
    sql().run("DELETE FROM remembered WHERE caller = ? AND request_id = ?", caller, requestId);
    sql()
        .run(
            "INSERT INTO remembered (caller, request_id, fingerprint, response, expires_at) VALUES"
                + " (?, ?, ?, ?, ?)",
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

  /**
   * A resource and the number of its row.
   *
   * @param text it is stored as; null if it was not read from its row
   * @param length of the text
   */
  private record Known(Resource resource, @Nullable String text, int length, long row) {
    static Known of(Resource resource, String text, long row) {
      return new Known(resource, text, text.length(), row);
    }

    static Known of(Kept entry) {
      return new Known(entry.resource(), null, entry.length(), entry.row());
    }

    Kept entry() {
      return new Kept(resource, row, length);
    }

    <T extends Resource> Optional<T> as(Kind<T> kind) {
      return resource.kind().equals(kind)
          ? Optional.of(kind.type().cast(resource))
          : Optional.empty();
    }
  }
}
