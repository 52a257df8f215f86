package io.postern.cli.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.testing.Shell;
import io.postern.server.app.Stores;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.RandomIds;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store in a file goes to a backup and from there into another folder. */
final class BackupCommandTest {
  @TempDir private Path folder;
  private Shell shell;

  @BeforeEach
  void sit() {
    shell = new Shell(folder);
  }

  private String data(String name) {
    return folder.resolve(name).toString();
  }

  private void makeStore(String name) throws Exception {
    Files.createDirectories(folder.resolve(name));
    JdbcStore.openFile(folder.resolve(name).resolve("postern"), 2, new RandomIds()).close();
  }

  @Test
  void whatWasBackedUpIsRestoredElsewhere() throws Exception {
    makeStore("here");
    var file = folder.resolve("all.backup").toString();

    var backedUp = shell.run("backup", "--data", data("here"), file).text();
    var restored = shell.run("restore", "--data", data("there"), file).text();

    assertTrue(backedUp.startsWith("Backed up revision r0: 4 rows, sha256 "), backedUp);
    assertEquals(backedUp.replace("Backed up", "Restored"), restored);
    assertEquals(summary("here"), summary("there"));
    assertFalse(Files.exists(folder.resolve("all.backup.part")));
  }

  private String summary(String name) {
    var settings = ServerSettings.in(folder.resolve(name));
    return Stores.backup(settings, OutputStream.nullOutputStream()).sha256();
  }

  @Test
  void aServerThatRunsMakesItAndOneThatDoesNotIsSaid() {
    var file = folder.resolve("all.backup").toString();
    String server;
    String backedUp;
    try (var plane = ControlPlane.start(folder.resolve("here"))) {
      var _ = Lab.in(plane);
      server = "127.0.0.1:" + plane.server().grpcAddress().getPort();
      backedUp = shell.run("backup", "--server", server, file).text();
    }

    assertTrue(backedUp.startsWith("Backed up revision r"), backedUp);
    assertEquals(
        backedUp.replace("Backed up", "Restored"),
        shell.run("restore", "--data", data("there"), file).text());
    var refused = shell.run("backup", "--server", server, file + "2").text();
    assertTrue(refused.contains("exit code"), refused);
    assertFalse(Files.exists(folder.resolve("all.backup2")));
    assertFalse(Files.exists(folder.resolve("all.backup2.part")));
  }

  @Test
  void whatWasExportedIsImportedElsewhere() throws Exception {
    makeStore("here");
    var file = folder.resolve("all.jsonl").toString();

    var exported = shell.run("export", "--data", data("here"), file).text();
    var imported = shell.run("import", "--data", data("there"), file).text();

    assertTrue(exported.startsWith("Exported revision r0: 0 resources, sha256 "), exported);
    assertEquals(exported.replace("Exported", "Imported"), imported);
    Files.writeString(folder.resolve("letter.txt"), "dear Ada");
    assertEquals(
        "postern: "
            + folder.resolve("letter.txt")
            + " cannot be imported: it is no export of Postern\nexit code 2\n",
        shell.run("import", "--data", data("there"), data("letter.txt")).text());
  }

  @Test
  void aFileThatIsThereIsKept() throws Exception {
    makeStore("here");
    var file = Files.writeString(folder.resolve("letter.txt"), "dear Ada");

    var refused = shell.run("backup", "--data", data("here"), file.toString()).text();

    assertEquals(
        "postern: " + file + " is there already; --force writes over it\nexit code 2\n", refused);
    assertEquals("dear Ada", Files.readString(file));
  }

  @Test
  void aFolderWithoutAStoreIsSaid() {
    var refused =
        shell.run("backup", "--data", data("nowhere"), folder.resolve("x").toString()).text();

    assertEquals(
        "postern: there is no store in "
            + data("nowhere")
            + "; name its folder with --data\nexit code 2\n",
        refused);
  }

  @Test
  void whatIsNoBackupIsSaid() throws Exception {
    var file = Files.writeString(folder.resolve("letter.txt"), "dear Ada");

    var refused = shell.run("restore", "--data", data("there"), file.toString()).text();

    assertEquals(
        "postern: " + file + " cannot be restored: it is no backup of Postern\nexit code 2\n",
        refused);
  }
}
