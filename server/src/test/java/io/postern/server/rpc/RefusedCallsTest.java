package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.Revision;
import io.postern.server.store.AuditNote;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.testing.FakeClock;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedCallsTest {
  private final FakeClock clock = new FakeClock();

  @TempDir Path folder;

  @Test
  void whatDoesNotFitIsCountedInOneEntryAndNothingIsHeldUp() {
    try (var store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds())) {
      var refused = new RefusedCalls(store, clock);

      for (int i = 0; i < RefusedCalls.MAX_WAITING + 5; i++)
        refused.add(refusal("caller" + i + "@litware", "r" + i));
      refused.write();

      var entries = store.read(tx -> tx.audit().after(0, 2 * RefusedCalls.MAX_WAITING));
      assertEquals(RefusedCalls.MAX_WAITING + 1, entries.size());
      var first = entries.getFirst().note();
      assertEquals(AuditNote.LEFT_OUT, first.outcome());
      assertEquals("5 refusals came too fast to be written one by one.", first.message());
      assertEquals("r0", entries.get(1).note().requestId());
      assertEquals(Revision.ZERO, store.read(tx -> tx.revision()));
    }
  }

  @Test
  void aCallerThatIsRefusedAgainAndAgainLeavesRoomForTheOthers() {
    try (var store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds())) {
      var refused = new RefusedCalls(store, clock);

      for (int i = 0; i < RefusedCalls.MAX_WAITING; i++)
        refused.add(refusal("eve@litware", "r" + i));
      refused.add(refusal("alice@contoso", "hers"));
      refused.write();
      refused.add(refusal("eve@litware", "later"));
      refused.write();

      var notes =
          store.read(tx -> tx.audit().after(0, 1_000)).stream().map(it -> it.note()).toList();
      int left = RefusedCalls.MAX_WAITING - RefusedCalls.MAX_OF_ONE;
      assertEquals(
          left + " refusals came too fast to be written one by one.", notes.getFirst().message());
      assertEquals(1 + RefusedCalls.MAX_OF_ONE + 2, notes.size());
      assertEquals("hers", notes.get(1 + RefusedCalls.MAX_OF_ONE).requestId());
      assertEquals("later", notes.getLast().requestId());
    }
  }

  @Test
  void whatWaitsAtTheEndIsWritten() {
    try (var store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds())) {
      try (var refused = new RefusedCalls(store, clock)) {
        refused.add(refusal("eve@litware", "last"));
      }

      assertEquals(1, store.read(tx -> tx.audit().last()).number());
    }
  }

  private AuditNote refusal(String principal, String requestId) {
    return new AuditNote(
        clock.instant(),
        principal,
        "litware",
        "",
        "postern.v1.SubnetService/GetSubnet",
        requestId,
        "NOT_FOUND",
        "RESOURCE_NOT_FOUND",
        "",
        List.of(),
        0,
        List.of(),
        Revision.ZERO,
        "");
  }
}
