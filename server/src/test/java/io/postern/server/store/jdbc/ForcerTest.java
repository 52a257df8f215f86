package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Store;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of writers that meet a disk which takes its time. */
class ForcerTest {
  private static final RequestContext CONTEXT =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);

  @TempDir Path folder;
  private final HeldForce disk = new HeldForce();
  private Store store;

  @BeforeEach
  void open() {
    store = JdbcStore.open(disk.of(folder.resolve("postern")), 2, new RandomIds());
    create("before");
    disk.hold();
  }

  @AfterEach
  void close() {
    disk.letGo();
    store.close();
  }

  @Test
  void aGroupRunsOnWhatTheOneBeforeDidAndNobodyIsAnsweredBeforeItIsOnDisk() throws Exception {
    var first =
        begin(
            tx -> tx.update(JdbcStoreTest.tenant(get(tx, "before"), "fabrikam"), "moved").tenant());
    disk.awaitBegun();
    var ran = new CountDownLatch(1);
    var second =
        begin(tx -> {
          ran.countDown();
          return get(tx, "before").tenant();
        });
    ran.await();

    assertFalse(first.isDone());
    assertFalse(second.isDone(), "what it has read is not on disk");
    assertEquals(new Revision(1), store.log().last());
    assertEquals("contoso", store.lookUp(tx -> get(tx, "before").tenant()));

    disk.letGo();
    assertEquals(List.of("fabrikam", "fabrikam"), List.of(first.get(), second.get()));
    assertEquals(new Revision(2), store.log().last());
    assertEquals("fabrikam", store.lookUp(tx -> get(tx, "before").tenant()));
  }

  @Test
  void whatTheGroupBeforeDeletedCanBeMadeAnew() throws Exception {
    var first =
        begin(tx -> {
          tx.delete(get(tx, "before"), "gone");
          return "gone";
        });
    disk.awaitBegun();
    var ran = new CountDownLatch(1);
    var second =
        begin(tx -> {
          assertTrue(tx.find(Subscription.KIND, name("before")).isEmpty());
          var made = tx.create(JdbcStoreTest.subscription("before"), "back");
          ran.countDown();
          return made.meta().created().token();
        });
    ran.await();
    var third = begin(tx -> get(tx, "before").meta().created().token());

    disk.letGo();
    assertEquals(List.of("gone", "r3", "r3"), List.of(first.get(), second.get(), third.get()));
    assertEquals("r3", store.lookUp(tx -> get(tx, "before").meta().created().token()));
  }

  @Test
  void whenAForceFailsEverybodyWhoWasNotAnsweredIsToldAndTheStoreComesBack() throws Exception {
    var first = begin(tx -> tx.create(JdbcStoreTest.subscription("first"), "created").tenant());
    disk.awaitBegun();
    var ran = new CountDownLatch(1);
    var second =
        begin(tx -> {
          ran.countDown();
          return tx.create(JdbcStoreTest.subscription("second"), "created").tenant();
        });
    ran.await();
    disk.fail(new UncheckedIOException(new IOException("Input/output error")));

    for (var unanswered : List.of(first, second)) {
      var failure = assertThrows(ExecutionException.class, unanswered::get);
      var told = assertInstanceOf(ControlException.class, failure.getCause());
      assertEquals(Reason.STORE_UNAVAILABLE, told.error().problem().reason());
    }
    Awaitility.await()
        .ignoreExceptionsInstanceOf(ControlException.class)
        .until(() -> create("after").isAfter(Revision.ZERO));
    assertTrue(store.trouble().isEmpty());
    for (var kept : List.of("before", "after"))
      assertTrue(store.lookUp(tx -> tx.find(Subscription.KIND, name(kept))).isPresent(), kept);
  }

  private Revision create(String id) {
    return store
        .write(CONTEXT, tx -> tx.create(JdbcStoreTest.subscription(id), "created"))
        .revision();
  }

  private Future<String> begin(Function<WriteTx, String> work) {
    var answer = new CompletableFuture<String>();
    Thread.ofPlatform()
        .start(() -> {
          try {
            answer.complete(store.write(CONTEXT, work).value());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private static Subscription get(ReadTx tx, String id) {
    return tx.get(Subscription.KIND, name(id));
  }

  private static ResourceName name(String id) {
    return ResourceName.of("subscriptions/" + id);
  }
}
