package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.Store;
import io.postern.server.subscription.model.Subscription;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcChangeLogTest {
  private static final RequestContext CONTEXT =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);

  @TempDir Path folder;

  @Test
  void changesReadBackFromTheTableAreThoseThatWereCommitted() {
    List<Change> committed;
    try (var store = open()) {
      var created = store.write(CONTEXT, tx -> tx.create(subscription(""), "made")).value();
      var updated = store.write(CONTEXT, tx -> tx.update(subscription("Contoso"), "named")).value();
      var _ =
          store.write(
              CONTEXT,
              tx -> {
                tx.delete(updated, "gone");
                return true;
              });
      committed = store.log().after(Revision.ZERO, 10);

      assertEquals(
          List.of(Optional.empty(), Optional.of(created), Optional.of(updated)),
          committed.stream().map(Change::before).toList());
      assertEquals(Optional.of("contoso"), committed.getLast().tenant());
    }

    try (var store = open()) {
      assertEquals(committed, store.log().after(Revision.ZERO, 10));
    }
  }

  /** Opens the store of this test, the same one each time. */
  Store open() {
    return JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds());
  }

  private static Subscription subscription(String displayName) {
    return new Subscription(
        ResourceName.of("subscriptions/s"),
        Meta.NEW,
        "contoso",
        displayName,
        new TreeSet<>(),
        List.of(),
        Map.of(),
        Map.of());
  }
}
