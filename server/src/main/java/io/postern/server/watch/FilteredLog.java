package io.postern.server.watch;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The change log as one reader may see it, in JSON, for those who follow it at their own pace: what
 * a watch with the same filter would show to the same caller. Safe for use by many threads.
 */
public final class FilteredLog {
  /** How many changes are looked through at once. */
  private static final int READ = 500;

  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private final Store store;
  private final Policy policy;
  private final WatchedKinds kinds;

  @Inject
  FilteredLog(Store store, Policy policy, WatchedKinds kinds) {
    this.store = store;
    this.policy = policy;
    this.kinds = kinds;
  }

  /**
   * What a reader wants; all parts must let a change through.
   *
   * @param kinds words of {@link #kinds()}; empty for all
   * @param parent as a watch has it; empty for all
   * @param namePrefix empty for anything
   * @param withPrevious whether changes have the value before them
   */
  public record Wanted(Set<String> kinds, String parent, String namePrefix, boolean withPrevious) {}

  /**
   * A piece of the log.
   *
   * @param changes those that are shown, whole revisions in order
   * @param through nothing else is for the reader up to and with this revision
   */
  public record Piece(List<Shown> changes, Revision through) {}

  /**
   * A change.
   *
   * @param kind one of {@link #kinds()}
   * @param json the API's {@code Change}, in the JSON form of protobuf
   */
  public record Shown(
      Revision revision,
      Change.Operation operation,
      String kind,
      ResourceName name,
      Instant time,
      String json) {}

  /** The words for all kinds there are, such as {@code privateEndpoint}. */
  public Set<String> kinds() {
    return kinds.all().stream().map(FilteredLog::word).collect(Collectors.toSet());
  }

  /**
   * What comes after a revision, as far as is read at once. Does not wait.
   *
   * @throws ControlException {@code RevisionCompacted} when changes after it are gone
   */
  public Piece after(Wanted wanted, Principal reader, Revision cursor) {
    var log = store.log();
    // Asked first: what comes in between is looked through the next time.
    var end = log.last();
    var changes = log.after(cursor, READ);
    var through = changes.isEmpty() ? end : changes.getLast().revision();
    boolean all = changes.size() < READ;
    return new Piece(shown(changes, wanted, reader), all && end.isAfter(through) ? end : through);
  }

  private List<Shown> shown(List<Change> changes, Wanted wanted, Principal reader) {
    if (changes.isEmpty()) return List.of();
    var feed = feed(wanted, reader);
    var visible = new ArrayList<WatchedChange>();
    var shown = new ArrayList<Change>();
    for (var change : changes) {
      var kind = kinds.of(change.kind());
      if (kind.isEmpty() || !feed.mayShow(kind.get(), change.name(), change.tenant())) continue;
      visible.add(new WatchedChange(change, kind.get()));
      shown.add(change);
    }
    if (visible.isEmpty()) return List.of();
    var _ =
        store.read(tx -> {
          visible.forEach(change -> change.map(tx, wanted.withPrevious()));
          return tx.revision();
        });
    var all = new ArrayList<Shown>();
    for (int i = 0; i < visible.size(); i++)
      all.add(shown(shown.get(i), visible.get(i), feed.told(visible.get(i))));
    return all;
  }

  private ResourceFeed feed(Wanted wanted, Principal reader) {
    var ids =
        kinds.all().stream()
            .filter(kind -> wanted.kinds().contains(word(kind)))
            .map(WatchedKind::id)
            .collect(Collectors.toSet());
    var filter = WatchFilter.of(ids, wanted.parent(), wanted.namePrefix(), List.of());
    // What the reader was given is looked at each time: it may be less than it was.
    var viewer = store.read(tx -> Viewer.of(tx, policy, reader));
    return ResourceFeed.of(filter, viewer, wanted.withPrevious());
  }

  private static Shown shown(Change change, WatchedChange watched, io.postern.v1.Change message) {
    try {
      return new Shown(
          change.revision(),
          change.operation(),
          word(watched.kind()),
          change.name(),
          change.time(),
          JSON.print(message));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("A change holds nothing that JSON has no form for.", e);
    }
  }

  private static String word(WatchedKind kind) {
    return kind.field().getJsonName();
  }
}
