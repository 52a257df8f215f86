package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.access.model.BuiltInRole;
import io.postern.server.access.model.ResourceLock;
import io.postern.server.access.model.RoleAssignment;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.kernel.ScopeLock;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.store.Store;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Subscription;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is read while a group is committed and not on disk yet: nobody waits for what they do not
 * read, and nobody sees what may still be lost.
 */
@Timeout(60)
class ReadWhileForcingTest {
  private static final RequestContext CONTEXT =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);
  private static final ResourceName OLD = ResourceName.of("subscriptions/old");
  private static final ResourceName NEW = ResourceName.of("subscriptions/new");
  private static final ResourceName GONE = ResourceName.of("subscriptions/gone");
  private static final ResourceName CONTOSO = ResourceName.ofTenant("contoso");
  private static final String BEFORE = "r3";
  private static final String AFTER = "r4";

  @TempDir Path folder;
  private final CountDownLatch forcing = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch written = new CountDownLatch(1);
  private final CountDownLatch looks = new CountDownLatch(8);
  private Store store;

  @BeforeEach
  void threeRevisionsAreOnDiskAndAFourthIsForced() throws InterruptedException {
    var file = folder.resolve("postern");
    store = JdbcStore.openFile(file, 2, new RandomIds());
    for (var id : List.of(OLD.id(), "other", GONE.id()))
      write(tx -> tx.create(JdbcStoreTest.subscription(id), "made"));
    // From now on nothing of them is in memory.
    store.close();
    store = JdbcStore.open(BesideForce.of(file, this::hold), 10, new RandomIds());
    Thread.ofVirtual()
        .start(() -> {
          write(ReadWhileForcingTest::change);
          written.countDown();
        });
    forcing.await();
  }

  /** Makes, changes and deletes a subscription, and gives and locks something. */
  private static Resource change(WriteTx tx) {
    tx.create(
        new RoleAssignment(
            authorization(CONTOSO, "roleAssignments"),
            Meta.NEW,
            "contoso",
            "bob@contoso",
            BuiltInRole.READER.definition(CONTOSO).name(),
            ""),
        "given");
    tx.create(
        new ResourceLock(authorization(OLD, "locks"), Meta.NEW, ScopeLock.Level.READ_ONLY, ""),
        "locked");
    var old = tx.get(Subscription.KIND, OLD);
    tx.update(JdbcStoreTest.tenant(old, "fabrikam"), "moved");
    tx.delete(tx.get(Subscription.KIND, GONE), "deleted");
    return tx.create(JdbcStoreTest.subscription(NEW.id()), "made");
  }

  private static ResourceName authorization(ResourceName scope, String collection) {
    return ResourceName.of(
        scope.text() + "/providers/Microsoft.Authorization/" + collection + "/one");
  }

  private void write(Function<WriteTx, Resource> work) {
    var _ = store.write(CONTEXT, work);
  }

  private void hold(Revision reached) {
    if (!reached.token().equals(AFTER)) return;
    forcing.countDown();
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void close() {
    held.countDown();
    store.close();
  }

  @Test
  void whoReadsNothingOfItSeesWhatIsOnDisk() throws Exception {
    assertEquals("other at " + BEFORE, looked(tx -> subscription(tx, "other")));
    assertEquals("[] at " + BEFORE, looked(tx -> locks(tx, "subscriptions/other")));
    assertEquals("[] at " + BEFORE, looked(tx -> assignments(tx, "fabrikam")));
    held.countDown();
    written.await();
    assertEquals("other at " + AFTER, looked(tx -> subscription(tx, "other")));
  }

  @Test
  void whoReadsSomethingOfItWaitsForTheDisk() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> looking =
          List.of(
              threads.submit(() -> looked(tx -> subscription(tx, NEW.id()))),
              threads.submit(() -> looked(tx -> subscriptions(tx).toString())),
              threads.submit(() -> looked(tx -> tx.get(Subscription.KIND, OLD).tenant())),
              threads.submit(() -> refused(tx -> tx.get(Subscription.KIND, GONE).tenant())),
              threads.submit(() -> looked(tx -> locks(tx, OLD.text()))),
              threads.submit(() -> looked(tx -> assignments(tx, "contoso"))),
              threads.submit(() -> looked(tx -> "open " + tx.grantsOf("contoso").isOpen())),
              threads.submit(() -> looked(tx -> tx.locksIn(OLD).size() + " locks")));
      looks.await();
      var _ = looked(tx -> locks(tx, "subscriptions/other"));
      assertEquals(
          List.of(),
          looking.stream().filter(Future::isDone).map(ReadWhileForcingTest::outcome).toList());
      held.countDown();
      var seen = looking.stream().map(ReadWhileForcingTest::outcome).toList();
      assertEquals(
          List.of(
              "new at " + AFTER,
              "[new, old, other] at " + AFTER,
              "fabrikam at " + AFTER,
              "There is no subscription 'subscriptions/gone', or you may not see it.",
              "[one] at " + AFTER,
              "[one] at " + AFTER,
              "open false at " + AFTER,
              "1 locks at " + AFTER),
          seen);
    }
  }

  private String looked(Function<ReadTx, String> look) {
    return store.lookUp(tx -> {
      looks.countDown();
      return look.apply(tx) + " at " + tx.revision().token();
    });
  }

  private String refused(Function<ReadTx, String> look) {
    try {
      return looked(look) + " was not refused";
    } catch (ControlException e) {
      return e.error().problem().message();
    }
  }

  private static String outcome(Future<String> looking) {
    try {
      return looking.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String subscription(ReadTx tx, String id) {
    var found = tx.find(Subscription.KIND, ResourceName.of("subscriptions/" + id));
    return found.map(it -> it.name().id()).orElse("nothing");
  }

  private static List<String> subscriptions(ReadTx tx) {
    return ids(tx.list(Subscription.KIND, Scope.EVERYTHING, "", 10));
  }

  private static String locks(ReadTx tx, String scope) {
    return ids(tx.list(ResourceLock.KIND, Scope.under(ResourceName.of(scope)), "", 10)).toString();
  }

  private static String assignments(ReadTx tx, String tenant) {
    var name = ResourceName.ofTenant(tenant);
    return ids(tx.referrers(RoleAssignment.KIND, RoleAssignment.TENANT, name, 10)).toString();
  }

  private static List<String> ids(List<? extends Resource> resources) {
    return resources.stream().map(it -> it.name().id()).toList();
  }
}
