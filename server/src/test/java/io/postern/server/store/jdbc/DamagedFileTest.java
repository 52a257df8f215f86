package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Scope;
import io.postern.server.subscription.model.Subscription;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database file whose end is cut off or written over, as a disk leaves it that failed: it has
 * everything that was acknowledged, or it is refused.
 */
class DamagedFileTest {
  private static final int PAGE = 4096;
  private static final int WRITES = 12;

  @TempDir Path folder;
  private Path whole;

  @BeforeEach
  void write() throws IOException {
    var origin = folder.resolve("origin");
    whole = folder.resolve("whole");
    Files.createDirectory(whole);
    try (var store = open(origin)) {
      for (int i = 1; i <= WRITES; i++) JdbcStoreTest.create(store, "s" + i);
      // As the file is when the server is killed: not closed.
      for (var name : List.of("postern.mv.db", "postern.acknowledged"))
        Files.copy(origin.resolve(name), whole.resolve(name));
    }
  }

  private static JdbcStore open(Path folder) {
    return JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds());
  }

  private static List<String> names(JdbcStore store) {
    return store.read(tx ->
        tx.list(Subscription.KIND, Scope.EVERYTHING, "", 100).stream()
            .map(found -> found.name().id())
            .toList());
  }

  @Test
  void aServerThatWasKilledHasEverything() {
    try (var store = open(whole)) {
      assertEquals(WRITES, names(store).size());
    }
  }

  @Test
  void atTheEndOfTheFileNothingIsLostInSilence() throws IOException {
    var random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 6; i++) {
      var copy = copy("copy" + i);
      try (var file = new RandomAccessFile(copy.resolve("postern.mv.db").toFile(), "rw")) {
        damage(file, 1 + i, random, i % 2 == 0);
      }
      if (isRefused(copy)) refused++;
    }
    assertTrue(refused > 0, "no damage was one");
  }

  private Path copy(String name) throws IOException {
    var copy = Files.createDirectory(folder.resolve(name));
    try (var files = Files.list(whole)) {
      for (var file : files.toList()) Files.copy(file, copy.resolve(file.getFileName()));
    }
    return copy;
  }

  private static void damage(RandomAccessFile file, int pages, Random random, boolean cut)
      throws IOException {
    long end = file.length() - (long) pages * PAGE;
    if (cut) {
      file.setLength(end);
      return;
    }
    var noise = new byte[PAGE];
    random.nextBytes(noise);
    file.seek(end);
    file.write(noise);
  }

  /** Refused with what to do, or whole. */
  private static boolean isRefused(Path folder) {
    try (var store = open(folder)) {
      assertEquals(WRITES, names(store).size());
      assertEquals(new Revision(WRITES), store.log().last());
      return false;
    } catch (ControlException e) {
      var problem = e.error().problem();
      assertEquals(Reason.STORE_DAMAGED, problem.reason());
      assertTrue(problem.message().contains(folder.toString()), problem::message);
      assertTrue(problem.message().contains("restore a backup"), problem::message);
      return true;
    }
  }

  @Test
  void anOlderFileInItsPlaceIsRefusedUntilSomebodySaysThatItIsMeant() throws IOException {
    var older = copy("older");
    try (var store = open(whole)) {
      JdbcStoreTest.create(store, "late");
    }
    Files.copy(
        whole.resolve("postern.acknowledged"),
        older.resolve("postern.acknowledged"),
        StandardCopyOption.REPLACE_EXISTING);

    var refused = assertThrows(ControlException.class, () -> open(older));
    var message = refused.error().problem().message();
    assertTrue(message.contains("It is at revision r12, but r13 was acknowledged."), message);

    Files.delete(older.resolve("postern.acknowledged"));
    try (var store = open(older)) {
      assertEquals(new Revision(WRITES), store.log().last());
    }
  }

  @Test
  void aFileThatIsGoneIsNotBegunAnew() throws IOException {
    Files.delete(whole.resolve("postern.mv.db"));

    var refused = assertThrows(ControlException.class, () -> open(whole));

    assertEquals(Reason.STORE_DAMAGED, refused.error().problem().reason());
    assertFalse(names(folder.resolve("origin")).isEmpty());
  }

  /** A disk that was full when the first server was started leaves the head of a file. */
  @Test
  void aFileThatWasOnlyBegunIsBegunAnew() throws IOException {
    var begun = Files.createDirectory(folder.resolve("begun"));
    try (var file = new RandomAccessFile(whole.resolve("postern.mv.db").toFile(), "r")) {
      var head = new byte[PAGE];
      file.readFully(head);
      Files.write(begun.resolve("postern.mv.db"), head);
    }

    assertThrows(ControlException.class, () -> open(begun));
    try (var store = open(begun)) {
      assertEquals(new Revision(1), JdbcStoreTest.create(store, "first"));
    }
  }

  private static List<String> names(Path folder) {
    try (var store = open(folder)) {
      return names(store);
    }
  }
}
