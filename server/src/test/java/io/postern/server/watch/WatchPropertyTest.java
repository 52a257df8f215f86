package io.postern.server.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.testing.ControlPlane;
import io.postern.v1.Change;
import io.postern.v1.ChangeType;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random writes, and readers that leave and come back at random: together each reader sees every
 * change that is its business once and in order, and every snapshot is what was there at its
 * revision.
 */
class WatchPropertyTest {
  private static final int WRITES = 150;
  private static final List<String> TENANTS = List.of("contoso", "fabrikam");

  @TempDir Path folder;

  @Test
  void everyReaderSeesEveryChangeOnceAndInOrder() throws Exception {
    for (long seed = 1; seed <= 2; seed++) run(seed);
  }

  private void run(long seed) throws Exception {
    try (var plane = ControlPlane.start(folder.resolve("seed-" + seed));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var readers = new ArrayList<Future<Reader>>();
      for (int i = 0; i < 6; i++) {
        var reader =
            new Reader(plane, i == 0 ? "" : TENANTS.get(i % 2), new Random(seed * 100 + i));
        readers.add(threads.submit(() -> reader.readThrough("r" + WRITES)));
      }
      var written = write(plane, new Random(seed));
      for (var reader : readers) reader.get().verify(written, "seed " + seed);
    }
  }

  /** Makes as many revisions as promised, one change each, and tells what they were. */
  private static List<Written> write(ControlPlane plane, Random random) {
    var owners = new TreeMap<String, String>();
    var written = new ArrayList<Written>();
    while (written.size() < WRITES) {
      var id = "s" + random.nextInt(8);
      var owner = owners.get(id);
      if (owner == null) {
        owner = TENANTS.get(random.nextInt(2));
        owners.put(id, owner);
        written.add(
            new Written(
                Watching.add(plane, id, owner), ChangeType.CHANGE_TYPE_ADDED, id, "", owner));
      } else if (random.nextInt(4) == 0) {
        owners.remove(id);
        written.add(
            new Written(Watching.remove(plane, id), ChangeType.CHANGE_TYPE_DELETED, id, "", owner));
      } else {
        var name = "name " + written.size();
        written.add(
            new Written(
                Watching.rename(plane, id, name),
                ChangeType.CHANGE_TYPE_MODIFIED,
                id,
                name,
                owner));
      }
    }
    return written;
  }

  private record Written(
      String revision, ChangeType type, String id, String displayName, String tenant) {
    @Override
    public String toString() {
      return revision + " " + type + " " + id + " " + displayName;
    }
  }

  private record SnapshotSeen(String revision, TreeMap<String, String> there) {}

  /** Reads a few messages, leaves, comes back where it was; now and then begins anew. */
  private static final class Reader {
    private final ControlPlane plane;
    private final String tenant;
    private final Random random;
    private final List<SnapshotSeen> snapshots = new CopyOnWriteArrayList<>();
    private List<String> changes = new ArrayList<>();
    private String changesAfter = "";
    private String token = "";
    private String through = "";

    Reader(ControlPlane plane, String tenant, Random random) {
      this.plane = plane;
      this.tenant = tenant;
      this.random = random;
    }

    Reader readThrough(String last) {
      while (!through.equals(last)) {
        boolean anew = token.isEmpty() || random.nextInt(10) == 0;
        var request = WatchRequest.newBuilder().setResumeToken(anew ? "" : token);
        request.getCheckpointIntervalBuilder().setNanos(100_000_000);
        try (var watch =
            tenant.isEmpty()
                ? Watching.open(plane, request.build())
                : Watching.openAs("somebody@" + tenant, plane, request.build())) {
          if (anew) begin(Watching.snapshot(watch));
          for (int i = random.nextInt(5); i > 0 && !through.equals(last); i--) take(watch.next());
        }
      }
      return this;
    }

    private void begin(List<WatchResponse> messages) {
      var there = new TreeMap<String, String>();
      for (var change : Watching.all(messages)) there.put(id(change), displayName(change));
      var complete = messages.getLast();
      snapshots.add(new SnapshotSeen(complete.getRevisionToken(), there));
      changes = new ArrayList<>();
      changesAfter = complete.getRevisionToken();
      take(complete);
    }

    private void take(WatchResponse message) {
      if (message.getKind() == WatchMessageKind.WATCH_MESSAGE_KIND_CHANGES) {
        for (var change : message.getChangesList()) {
          changes.add(
              change.getRevisionToken()
                  + " "
                  + change.getType()
                  + " "
                  + id(change)
                  + " "
                  + displayName(change));
        }
      }
      token = message.getResumeToken();
      through = message.getRevisionToken();
    }

    void verify(List<Written> written, String seed) {
      var mine =
          written.stream().filter(w -> tenant.isEmpty() || w.tenant().equals(tenant)).toList();
      for (var snapshot : snapshots) assertEquals(stateAt(mine, snapshot), snapshot.there, seed);
      assertEquals(
          mine.stream()
              .filter(w -> number(w.revision()) > number(changesAfter))
              .map(Written::toString)
              .toList(),
          changes,
          seed);
    }

    private static Map<String, String> stateAt(List<Written> written, SnapshotSeen snapshot) {
      var state = new TreeMap<String, String>();
      for (var one : written) {
        if (number(one.revision()) > number(snapshot.revision())) break;
        if (one.type() == ChangeType.CHANGE_TYPE_DELETED) state.remove(one.id());
        else state.put(one.id(), one.displayName());
      }
      return state;
    }

    private static long number(String revision) {
      return Long.parseLong(revision.substring(1));
    }

    private static String id(Change change) {
      return change.getName().substring("subscriptions/".length());
    }

    private static String displayName(Change change) {
      return change.getResource().getSubscription().getDisplayName();
    }
  }
}
