package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.postern.server.access.model.BuiltInRole;
import io.postern.server.access.model.RoleAssignment;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.store.Store;
import io.postern.server.subscription.model.Subscription;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that began before a role was taken away, and what is kept of what it has read. */
class RightsOfOldReadersTest {
  private static final RequestContext CONTEXT =
      new RequestContext(Principal.ADMINISTRATOR, Instant.EPOCH);
  private static final ResourceName TENANT = ResourceName.ofTenant("contoso");
  private static final ResourceName ASSIGNMENT =
      ResourceName.of("tenants/contoso/providers/Microsoft.Authorization/roleAssignments/one");

  @TempDir Path folder;

  @Test
  void theyAreThoseOfItsRevisionAndNobodyElsesLater() {
    try (var store = JdbcStore.openFile(folder.resolve("postern"), 8, new RandomIds())) {
      store.write(CONTEXT, tx -> tx.create(assignment(), "given"));
      var old =
          store.lookUp(tx -> {
            // Its picture of the database is taken with the first thing that is read.
            var _ = tx.list(Subscription.KIND, Scope.EVERYTHING, "", 1);
            revoke(store);
            // Another reader is between finding the stamp and keeping what it stands for.
            var _ = store.lookUp(it -> it.count(new Resource.Tally("rightsStamp", TENANT)));
            return isOpen(tx) + " at " + tx.revision().token();
          });
      assertEquals("false at r1", old);

      assertEquals(true, store.lookUp(RightsOfOldReadersTest::isOpen));
      assertEquals(true, store.read(RightsOfOldReadersTest::isOpen));
      assertEquals(true, store.write(CONTEXT, RightsOfOldReadersTest::isOpen).value());
    }
  }

  /** A tenant in which nobody has a role. */
  private static boolean isOpen(ReadTx tx) {
    return tx.grantsOf("contoso").isOpen();
  }

  private static void revoke(Store store) {
    var done =
        store.write(
            CONTEXT,
            tx -> {
              tx.delete(tx.get(RoleAssignment.KIND, ASSIGNMENT), "revoked");
              return true;
            });
    assertFalse(new Revision(2).isAfter(done.revision()));
  }

  private static RoleAssignment assignment() {
    var role = BuiltInRole.READER.definition(TENANT).name();
    return new RoleAssignment(ASSIGNMENT, Meta.NEW, "contoso", "bob@contoso", role, "");
  }
}
