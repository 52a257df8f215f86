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
import io.postern.server.store.Delivery;
import io.postern.server.store.WriteTx;
import io.postern.server.store.jdbc.KnownResources.Stored;
import io.postern.server.store.jdbc.ResourceCache.Kept;
import io.postern.server.store.jdbc.document.Documents;
import io.postern.server.subscription.model.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** One writer's part of a group: its changes get one revision. */
final class JdbcWriteTx extends JdbcReadTx implements WriteTx {
  /** How many resources one write can make, as a power of two. */
  private static final int ROWS_OF_A_WRITE_BITS = 20;

  private final RequestContext context;
  private final IdSource ids;
  private final Shelf shelf;
  private final KnownResources known;
  private final WrittenChanges changes;
  private final List<AuditNote> notes = new ArrayList<>();
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
    this.context = context;
    this.ids = ids;
    this.shelf = shelf;
    this.known = new KnownResources(sql, documents, shelf);
    this.changes = new WrittenChanges(sql);
    this.index = new ResourceIndex(sql);
  }

  @Override
  public List<Change> changes() {
    return changes.all();
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
    all.add(changes.note(context));
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
    return known.find(kind, name);
  }

  @Override
  public long count(Resource.Tally tally) {
    return super.count(tally) + shelf.step(tally) + index.counted().getOrDefault(tally, 0L);
  }

  /** Leaves what this writer did to those behind it in the group. */
  void done() {
    var changed = new HashMap<ResourceName, Optional<Kept>>();
    for (var change : changes.all()) changed.put(change.name(), known.left(change.name()));
    boolean stamps = changes.all().stream().anyMatch(it -> AccessFacts.isStamped(it.resource()));
    shelf.changed(changed, index.counted(), stamps);
  }

  @Override
  public <T extends Resource> T create(T resource, String reason) {
    var meta = new Meta(ids.nextUuid().toString(), revision(), revision(), now(), now());
    var stored = withMeta(resource, meta);
    if (known.has(stored.name())) throw taken(stored);
    var made = known.put(stored, nextRow());
    ResourceRows.add(sql(), made.row(), stored, made.text());
    index.add(stored, made.row());
    record(Operation.CREATED, made, Optional.empty(), reason);
    return stored;
  }

  @Override
  public <T extends Resource> T update(T resource, String reason) {
    var old = get(resource.kind(), resource.name());
    var same = withMeta(resource, old.meta());
    if (same.equals(old)) return same;
    var before = known.stored(old);
    var meta =
        new Meta(
            old.meta().uid(), old.meta().created(), revision(), old.meta().createTime(), now());
    var stored = withMeta(resource, meta);
    var changed = known.put(stored, before.row());
    ResourceRows.update(sql(), changed.row(), stored, changed.text());
    index.replace(old, stored, changed.row());
    record(Operation.UPDATED, changed, Optional.of(before), reason);
    return stored;
  }

  @Override
  public void delete(Resource resource, String reason) {
    new Obstacles(this, context.principal()).requireNone(resource);
    var last = known.stored(resource);
    ResourceRows.remove(sql(), last.row());
    JournalRows.remove(sql(), resource.name());
    index.remove(resource, last.row());
    known.remove(resource.name());
    record(Operation.DELETED, last, Optional.of(last), reason);
  }

  /** Rows are numbered by the write that made them and their place in it, so they grow. */
  private long nextRow() {
    return (revision().number() << ROWS_OF_A_WRITE_BITS) + created++;
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

  private void record(Operation operation, Stored stored, Optional<Stored> before, String reason) {
    var resource = stored.resource();
    var change =
        new Change(
            revision(),
            operation,
            resource,
            before.map(Stored::resource),
            owner(resource),
            context.principal().id(),
            reason,
            now());
    // What a deletion was before is its body already.
    var earlier = operation == Operation.UPDATED ? before.orElseThrow().text() : null;
    changes.add(change, stored.text(), earlier);
    if (resource instanceof Subscription || AccessFacts.stamp(sql(), ids, resource)) forgetFacts();
  }

  /** A subscription says itself whose it is: when it is deleted, its row is gone by now. */
  private Optional<String> owner(Resource resource) {
    return resource instanceof Subscription subscription
        ? Optional.of(subscription.tenant())
        : ownerOf(resource.name());
  }

  @Override
  public MutableAddressBook addresses(ResourceName subnet) {
    dirty = true;
    return new JdbcAddressBook(sql(), subnet);
  }

  @Override
  public void append(ResourceName owner, String body) {
    dirty = true;
    JournalRows.add(sql(), owner, revision(), journalPosition++, body);
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
    RestingRows.removeRested(sql(), now());
    RestingRows.add(sql(), hold, until);
    dirty = true;
  }

  @Override
  public boolean isResting(Resource.Hold hold) {
    return RestingRows.has(sql(), hold, now());
  }

  @Override
  public Optional<Remembered> remembered(String caller, String requestId) {
    return RememberedRows.find(sql(), caller, requestId, now());
  }

  @Override
  public void remember(String caller, String requestId, Remembered answer, Instant expires) {
    RememberedRows.put(sql(), caller, requestId, answer, now(), expires);
    dirty = true;
  }

  @SuppressWarnings("unchecked") // withMeta returns the same record type
  private static <T extends Resource> T withMeta(T resource, Meta meta) {
    return (T) resource.withMeta(meta);
  }
}
