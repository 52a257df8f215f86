package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.store.Store;
import io.postern.server.subscription.model.Subscription;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store promises, on H2; {@link PostgresStoreTest} holds PostgreSQL to the same. */
class JdbcStoreTest {
  private static final RequestContext CONTEXT =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);

  @TempDir Path folder;
  Store store;

  @BeforeEach
  void open() {
    store = openStore();
  }

  /** Opens the store of this test, the same one each time. */
  JdbcStore openStore() {
    return JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aReadSeesNothingThatIsNewerThanItsRevision() {
    create("before");

    var seen =
        store.read(tx -> {
          create("meanwhile");
          return tx.list(Subscription.KIND, Scope.EVERYTHING, "", 10).stream()
                  .map(subscription -> subscription.name().id())
                  .toList()
              + " at "
              + tx.revision().token();
        });

    assertEquals("[before] at r1", seen);
  }

  @Test
  void aRefusedWriterLeavesNothingBehindAndUsesUpNoRevision() {
    create("first");

    assertThrows(
        IllegalStateException.class,
        () ->
            store.write(
                CONTEXT,
                tx -> {
                  var _ = tx.create(subscription("half"), "created");
                  throw new IllegalStateException("it changed its mind");
                }));
    create("second");

    assertEquals(
        List.of("first r1", "second r2"),
        store.read(tx ->
            tx.list(Subscription.KIND, Scope.EVERYTHING, "", 10).stream()
                .map(found -> found.name().id() + " " + found.meta().created().token())
                .toList()));
  }

  @Test
  void aPlanIsAnsweredAsTheWriteWouldBeAndStoresNothing() {
    var planned = store.plan(CONTEXT, tx -> tx.create(subscription("wanted"), "created"));

    assertEquals("subscriptions/wanted", planned.value().name().text());
    assertEquals(Optional.empty(), find("wanted"));
    assertEquals(Revision.ZERO, store.read(ReadTx::revision));
  }

  @Test
  void aWriterReadsWhatItWrote() {
    var _ =
        store.write(
            CONTEXT,
            tx -> {
              var created = tx.create(subscription("s"), "created");
              assertEquals(Optional.of(created), tx.find(Subscription.KIND, created.name()));
              var changed = tx.update(tenant(created, "fabrikam"), "moved");
              assertEquals(Optional.of(changed), tx.find(Subscription.KIND, created.name()));
              tx.delete(changed, "gone");
              assertEquals(Optional.empty(), tx.find(Subscription.KIND, created.name()));
              return created;
            });
    assertEquals(Optional.empty(), find("s"));
  }

  @Test
  void anUpdateThatChangesNothingIsNoChange() {
    create("s");
    var before = store.read(ReadTx::revision);

    var unchanged =
        store.write(
            CONTEXT, tx -> tx.update(tenant(find("s").orElseThrow(), "contoso"), "the same"));

    assertEquals(before, store.read(ReadTx::revision));
    assertEquals(before, unchanged.value().meta().updated());
  }

  @Test
  void concurrentWritersGetRevisionsInTheOrderOfTheLog() throws Exception {
    int writers = 32;
    var revisions = new ConcurrentHashMap<String, Revision>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < writers; i++) {
        var id = "s" + i;
        threads.execute(() -> revisions.put(id, create(id)));
      }
    }
    var log = store.log().after(Revision.ZERO, writers);
    assertEquals(
        IntStream.rangeClosed(1, writers).mapToObj(Revision::new).toList(),
        log.stream().map(Change::revision).toList());
    for (var change : log) assertEquals(revisions.get(change.name().id()), change.revision());
  }

  @Test
  void whatWasAcknowledgedIsThereWhenTheStoreIsOpenedAgain() {
    create("kept");
    store.close();
    store = openStore();

    assertEquals("contoso", find("kept").orElseThrow().tenant());
    assertEquals(new Revision(1), store.read(ReadTx::revision));
  }

  private Optional<Subscription> find(String id) {
    return store.read(tx -> tx.find(Subscription.KIND, ResourceName.of("subscriptions/" + id)));
  }

  final Revision create(String id) {
    return create(store, id);
  }

  static Revision create(Store store, String id) {
    return store.write(CONTEXT, tx -> tx.create(subscription(id), "created")).revision();
  }

  static Subscription subscription(String id) {
    var name = ResourceName.of("subscriptions/" + id);
    return new Subscription(
        name, Meta.NEW, "contoso", "", new TreeSet<>(), List.of(), Map.of(), Map.of());
  }

  private static Subscription tenant(Subscription subscription, String tenant) {
    return new Subscription(
        subscription.name(),
        subscription.meta(),
        tenant,
        subscription.displayName(),
        subscription.registeredProviders(),
        subscription.provenDomains(),
        subscription.limits(),
        subscription.tags());
  }
}
