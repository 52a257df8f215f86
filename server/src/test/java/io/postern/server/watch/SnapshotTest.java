package io.postern.server.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Rights;
import io.postern.server.rpc.ResourceMessage;
import io.postern.server.store.Store;
import io.postern.server.store.WriteTx;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.testing.Slow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(Slow.FIRST)
class SnapshotTest {
  private static final RequestContext CONTEXT =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);
  private static final int RESOURCES = 3 * SnapshotPage.SIZE - 10;

  @TempDir Path folder;
  private Store store;
  private WatchHub hub;

  @BeforeEach
  void open() {
    store = JdbcStore.openFile(folder.resolve("postern"), 4, new RandomIds());
    var shown =
        ResourceMessage.of(
            Subscription.KIND,
            io.postern.v1.Subscription.getDefaultInstance(),
            (tx, subscription) ->
                io.postern.v1.Subscription.newBuilder()
                    .setDisplayName(subscription.displayName())
                    .build());
    hub = new WatchHub(store, new WatchedKinds(Set.of(shown)), Set.of());
    hub.start();
  }

  @AfterEach
  void close() {
    hub.close();
    store.close();
  }

  @Test
  void pagesShowWhatWasThereAtTheBeginningWhateverIsWrittenInBetween() throws Exception {
    for (int seed = 1; seed <= 4; seed++) {
      var random = new Random(seed);
      var prefix = "s" + seed + "-";
      var there = new TreeMap<String, String>();
      write(
          tx -> IntStream.range(0, RESOURCES).forEach(i -> put(tx, there, prefix + 2 * i, "old")));
      var expected = new TreeMap<>(there);

      var snapshot = hub.snapshot(feed("subscriptions/" + prefix, List.of()));
      var seen = new TreeMap<String, String>();
      while (snapshot.hasNext()) {
        read(snapshot.next(), seen);
        for (int writes = random.nextInt(3); writes > 0; writes--)
          write(tx -> change(tx, random, there, prefix));
      }

      assertEquals(expected, seen, "seed " + seed);
    }
  }

  @Test
  void namesArePutBackToo() throws Exception {
    var ids = IntStream.range(100, 102 + SnapshotPage.SIZE).mapToObj(i -> "n" + i).toList();
    var there = new TreeMap<String, String>();
    write(tx -> ids.forEach(id -> put(tx, there, id, "old")));
    write(tx -> remove(tx, there, ids.getFirst()));
    var expected = new TreeMap<>(there);

    var snapshot = hub.snapshot(feed("", ids.stream().map(SnapshotTest::name).toList()));
    var seen = new TreeMap<String, String>();
    read(snapshot.next(), seen);
    write(tx -> {
      put(tx, there, ids.getFirst(), "new");
      put(tx, there, ids.get(SnapshotPage.SIZE), "new");
      remove(tx, there, ids.getLast());
    });
    while (snapshot.hasNext()) read(snapshot.next(), seen);

    assertEquals(expected, seen);
  }

  @Test
  void aSnapshotOfNothingIsComplete() throws Exception {
    var snapshot = hub.snapshot(feed("", List.of()));

    assertTrue(snapshot.next().isEmpty());
    assertEquals(store.log().last(), snapshot.revision());
  }

  private static Feed feed(String prefix, List<ResourceName> names) {
    var viewer = new Viewer(new Policy(), Principal.ADMINISTRATOR, Rights.ALL);
    return ResourceFeed.of(WatchFilter.of(Set.of(), "", prefix, names), viewer, false);
  }

  private static void read(Collection<SnapshotItem> page, Map<String, String> seen) {
    var ids = new ArrayList<String>();
    for (var item : page) {
      ids.add(item.name().key());
      seen.put(
          item.name().id(), item.message(false).getResource().getSubscription().getDisplayName());
    }
    assertEquals(ids.stream().sorted().toList(), ids);
  }

  /** Several changes in one revision, some of them to the same name. */
  private static void change(WriteTx tx, Random random, Map<String, String> there, String prefix) {
    for (int changes = random.nextInt(30); changes > 0; changes--) {
      var id = prefix + random.nextInt(2 * RESOURCES);
      for (int times = 1 + random.nextInt(3); times > 0; times--) {
        if (there.containsKey(id) && random.nextInt(3) == 0) remove(tx, there, id);
        else put(tx, there, id, "new " + random.nextInt());
      }
    }
  }

  private void write(Consumer<WriteTx> work) {
    var _ =
        store.write(
            CONTEXT,
            tx -> {
              work.accept(tx);
              return true;
            });
  }

  private static void put(WriteTx tx, Map<String, String> there, String id, String displayName) {
    var wanted =
        new Subscription(
            name(id),
            Meta.NEW,
            "contoso",
            displayName,
            new TreeSet<>(),
            List.of(),
            Map.of(),
            Map.of());
    if (there.put(id, displayName) == null) tx.create(wanted, "created");
    else tx.update(wanted, "updated");
  }

  private static void remove(WriteTx tx, Map<String, String> there, String id) {
    there.remove(id);
    tx.delete(tx.get(Subscription.KIND, name(id)), "deleted");
  }

  private static ResourceName name(String id) {
    return ResourceName.of("subscriptions/" + id);
  }
}
