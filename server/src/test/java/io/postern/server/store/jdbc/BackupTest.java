package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.Revision;
import io.postern.server.store.jdbc.backup.BackupException;
import io.postern.server.store.jdbc.backup.Tables;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.TestPostgres;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store goes from a file to a server and back, and is the same all the way. */
class BackupTest {
  @TempDir Path folder;
  private String network;

  @BeforeEach
  void fill() {
    try (var plane = ControlPlane.start(folder.resolve("origin"))) {
      var lab = Lab.in(plane);
      network = lab.network("vnet-a", "10.1.0.0/16");
      var zone = lab.zone(Lab.BLOB_ZONE);
      lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
      var endpoint = lab.endpoint("pe1", Lab.wanted(network, lab.storage("acct1"), true, "blob"));
      lab.zoneGroup(endpoint.getName(), zone);
      lab.approve(endpoint);
    }
  }

  private static byte[] backup(JdbcStore store) {
    var target = new ByteArrayOutputStream();
    var _ = store.backup(target);
    return target.toByteArray();
  }

  private JdbcStore file(String name) {
    return JdbcStore.openFile(folder.resolve(name).resolve("postern"), 2, new RandomIds());
  }

  @Test
  void whatIsRestoredIsWhatThereWasOnEitherDatabase() throws Exception {
    byte[] first;
    Revision revision;
    try (var origin = file("origin")) {
      first = backup(origin);
      revision = origin.log().last();
    }

    var url = TestPostgres.url();
    var server = TestPostgres.server(url);
    var summary = NewStore.inDatabase(server).restore(new ByteArrayInputStream(first));
    byte[] second;
    try (var shared = JdbcStore.openServer(server, 2, new RandomIds())) {
      assertEquals(revision, shared.log().last());
      second = backup(shared);
    }
    assertTrue(summary.rows() > 20, summary::toString);
    assertEquals(revision, summary.revision());

    var again =
        NewStore.inFile(folder.resolve("again").resolve("postern"))
            .restore(new ByteArrayInputStream(second));
    assertEquals(summary, again, "the same rows, and the same hash");
    try (var plane = ControlPlane.start(folder.resolve("again"))) {
      var answer = Lab.of(plane).ask(network, "acct1.blob.core.windows.net", "A");
      assertTrue(answer.endsWith(" A 10.1.0.4"), answer);
    }
  }

  @Test
  void aFileThatIsNotWholeIsRefusedAndLeavesNothing() throws Exception {
    byte[] whole;
    try (var origin = file("origin")) {
      whole = backup(origin);
    }
    var random = new Random(1);
    for (int i = 0; i < 40; i++) {
      var damaged = whole.clone();
      damaged[random.nextInt(20, whole.length)] ^= (byte) (1 << random.nextInt(8));
      var shorter = Arrays.copyOf(whole, random.nextInt(whole.length));
      for (var wrong : List.of(damaged, shorter)) {
        assertThrows(
            BackupException.class,
            () ->
                NewStore.inFile(folder.resolve("target").resolve("postern"))
                    .restore(new ByteArrayInputStream(wrong)));
      }
    }
    try (var target = file("target")) {
      assertEquals(Revision.ZERO, target.log().last());
    }
  }

  @Test
  void aStoreThatIsThereIsNotWrittenOver() throws Exception {
    byte[] backup;
    try (var origin = file("origin")) {
      backup = backup(origin);
    }

    var refused =
        assertThrows(
            BackupException.class,
            () ->
                NewStore.inFile(folder.resolve("origin").resolve("postern"))
                    .restore(new ByteArrayInputStream(backup)));

    assertTrue(String.valueOf(refused.getMessage()).contains("there is a store already"));
  }

  /** A table that is forgotten would be lost. */
  @Test
  void everyTableIsInIt() {
    var file = folder.resolve("origin").resolve("postern");
    var tables =
        Jdbi.create("jdbc:h2:file:" + file, "postern", "")
            .withHandle(handle ->
                handle
                    .select(
                        "SELECT LOWER(table_name) FROM information_schema.tables WHERE table_schema"
                            + " = 'PUBLIC' AND LOWER(table_name) NOT IN ('flyway_schema_history',"
                            + " 'store_identity')")
                    .mapTo(String.class)
                    .list());
    assertEquals(new TreeSet<>(tables), new TreeSet<>(Tables.names()));
  }
}
