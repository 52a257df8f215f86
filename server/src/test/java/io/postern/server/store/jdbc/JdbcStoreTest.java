package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
  void aLookUpSeesOneRevisionAndNoReaderGoesBack() throws Exception {
    int writes = 100;
    create("a");
    create("b");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers =
          IntStream.range(0, 2)
              .mapToObj(writer -> threads.submit(() -> changeBoth("of " + writer, writes)))
              .toList();
      var readers = IntStream.range(0, 3).mapToObj(i -> threads.submit(this::readBoth)).toList();
      for (var writer : writers) writer.get();
      create("end");
      for (var reader : readers) reader.get();
    }
  }

  /** Gives both the same tenant, each time another; now and then one is made anew. */
  private void changeBoth(String by, int writes) {
    for (int i = 0; i < writes; i++) {
      var tenant = "tenant-" + i + by.substring(3);
      boolean anew = i % 7 == 0;
      var _ =
          store.write(
              CONTEXT,
              tx -> {
                var a = tx.get(Subscription.KIND, subscription("a").name());
                var b = tx.get(Subscription.KIND, subscription("b").name());
                if (anew) tx.delete(a, "gone");
                return anew
                    ? List.of(
                        tx.create(tenant(subscription("a"), tenant), "back"),
                        tx.update(tenant(b, tenant), "moved"))
                    : List.of(
                        tx.update(tenant(a, tenant), "moved"),
                        tx.update(tenant(b, tenant), "moved"));
              });
    }
  }

  /** Until there is the subscription at the end; looked up and read, in turns. */
  private void readBoth() {
    var last = Revision.ZERO;
    var ended = false;
    for (int turn = 0; !ended; turn++) {
      var seen = turn % 5 == 0 ? store.read(Both::of) : store.lookUp(Both::of);
      assertEquals(seen.a.tenant(), seen.b.tenant(), "at " + seen.revision);
      assertEquals(List.of(seen.a, seen.b), seen.listed.subList(0, 2), "at " + seen.revision);
      assertFalse(seen.a.meta().updated().isAfter(seen.revision));
      assertFalse(last.isAfter(seen.revision), last + " was seen before " + seen.revision);
      last = seen.revision;
      ended = seen.ended;
    }
  }

  private record Both(
      Subscription a, Subscription b, List<Subscription> listed, boolean ended, Revision revision) {
    static Both of(ReadTx tx) {
      return new Both(
          tx.get(Subscription.KIND, ResourceName.of("subscriptions/a")),
          tx.get(Subscription.KIND, ResourceName.of("subscriptions/b")),
          tx.list(Subscription.KIND, Scope.EVERYTHING, "", 3),
          tx.find(Subscription.KIND, ResourceName.of("subscriptions/end")).isPresent(),
          tx.revision());
    }
  }

  @Test
  void whatARefusedWriterChangedIsSeenByNobody() {
    create("s");
    for (var refused : List.of("update", "delete")) {
      assertThrows(
          IllegalStateException.class,
          () ->
              store.write(
                  CONTEXT,
                  tx -> {
                    var found = tx.get(Subscription.KIND, subscription("s").name());
                    if (refused.equals("delete")) tx.delete(found, "gone");
                    else tx.update(tenant(found, "fabrikam"), "moved");
                    throw new IllegalStateException("it changed its mind");
                  }));
      var name = subscription("s").name();
      assertEquals(
          "contoso", store.lookUp(tx -> tx.get(Subscription.KIND, name).tenant()), refused);
      assertEquals(
          "contoso",
          store.write(CONTEXT, tx -> tx.get(Subscription.KIND, name).tenant()).value(),
          refused);
    }
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

  static Subscription tenant(Subscription subscription, String tenant) {
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
