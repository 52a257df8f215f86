package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.Scope;
import io.postern.server.store.Store;
import io.postern.server.subscription.model.Subscription;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcStoreTest {
  private static final RequestContext CONTEXT =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);

  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds());
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

  private void create(String id) {
    var wanted =
        new Subscription(
            ResourceName.of("subscriptions/" + id),
            Meta.NEW,
            "contoso",
            "",
            new TreeSet<>(),
            Map.of(),
            Map.of());
    var _ = store.write(CONTEXT, tx -> tx.create(wanted, "created"));
  }
}
