package io.postern.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.testing.Shell;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit at the terminal, of a real server. */
final class AuditCommandTest {
  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void sit() {
    shell = new Shell(folder);
  }

  @Test
  void writesAndRefusalsAreListedVerifiedAndExported() {
    try (var plane = start()) {
      var _ = Lab.in(plane).network("vnet-a", "10.1.0.0/16");
      var _ =
          run(
              plane,
              "--as",
              "eve@litware",
              "get",
              "vnet",
              Lab.CONSUMER + "/providers/Microsoft.Network/virtualNetworks/x");

      var writes = run(plane, "audit", "list", "--method", "CreateVirtualNetwork").out();
      var refusals = run(plane, "audit", "list", "--outcome", "REFUSED", "-o", "json").out();
      var verified = run(plane, "audit", "verify");
      var known = verified.out().lines().toList().getLast();
      var lines = run(plane, "audit", "export").out().lines().toList();

      assertEquals(2, writes.lines().count(), writes);
      assertTrue(writes.contains("administrator"), writes);
      assertTrue(refusals.contains("\"principal\": \"eve@litware\""), refusals);
      assertEquals(0, verified.exitCode(), verified.text());
      assertTrue(lines.getFirst().startsWith("{\"number\":\"1\","), lines.getFirst());
      assertTrue(verified.out().contains(lines.size() + " entries"), verified.out());
      assertEquals(0, run(plane, "audit", "verify", "--known", known).exitCode());
      assertEquals(1, run(plane, "audit", "verify", "--known", "2:" + "0".repeat(64)).exitCode());
      assertEquals(5, run(plane, "--as", "eve@litware", "audit", "verify").exitCode());
    }
  }

  @Test
  void anEditIsFoundOnTheClient() throws SQLException {
    try (var plane = start()) {
      var _ = Lab.in(plane);
      assertFalse(run(plane, "audit", "verify").text().contains("broken"));
    }
    var file = folder.resolve("data").resolve("postern").toAbsolutePath();
    try (var database = DriverManager.getConnection("jdbc:h2:file:" + file, "postern", "");
        var statement = database.createStatement()) {
      assertEquals(1, statement.executeUpdate("UPDATE audit SET peer = '' WHERE number = 2"));
    }
    try (var plane = start()) {
      assertEquals(
          """
          postern: the audit is broken at entry 2: The entry does not say what it said when it was written.
          exit code 1
          """,
          run(plane, "audit", "verify").text());
    }
  }

  private ControlPlane start() {
    return ControlPlane.start(folder.resolve("data"));
  }

  private Shell.Result run(ControlPlane plane, String... words) {
    var port = plane.server().grpcAddress().getPort();
    return shell.with("POSTERN_SERVER", "127.0.0.1:" + port).run(words);
  }
}
