package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.Scope;
import io.postern.server.subscription.model.Subscription;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from memory where nobody else writes to the store. */
class LookUpTest {
  private static final RequestContext CONTEXT =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);
  private static final ResourceName NAME = ResourceName.of("subscriptions/one");

  @TempDir Path folder;
  private JdbcStore store;

  @BeforeEach
  void open() {
    store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds());
    var _ = store.write(CONTEXT, tx -> tx.create(JdbcStoreTest.subscription("one"), "made"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aListHasWhatIsInMemory() {
    assertSame(found(), listed().getFirst());
  }

  @Test
  void aListHasWhatIsNewerThanWhatWasInMemory() {
    var before = found();
    var _ =
        store.write(CONTEXT, tx -> tx.update(JdbcStoreTest.tenant(before, "fabrikam"), "moved"));

    assertEquals("fabrikam", listed().getFirst().tenant());
  }

  @Test
  void aListHasWhatIsOnlyInItsRow() {
    var before = found();
    store.close();
    store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds());

    assertEquals(List.of(before), listed());
  }

  private Subscription found() {
    return store.lookUp(tx -> tx.get(Subscription.KIND, NAME));
  }

  private List<Subscription> listed() {
    return store.lookUp(tx -> tx.list(Subscription.KIND, Scope.EVERYTHING, "", 3));
  }
}
