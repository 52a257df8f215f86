package io.postern.cli.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.session.LocalServers;
import io.postern.cli.session.Terminal;
import io.postern.cli.testing.Shell;
import io.postern.server.config.AuthSettings;
import io.postern.server.testing.ControlPlane;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of people and programs that a server has to know. */
class LoginCommandTest {
  @TempDir private static Path data;
  private static ControlPlane plane;

  @TempDir private Path home;
  private Shell shell;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(data, it -> it.with(AuthSettings.DEFAULT));
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @BeforeEach
  void sit() {
    shell = new Shell(home).with("POSTERN_SERVER", server());
  }

  private static String server() {
    return "127.0.0.1:" + plane.server().grpcAddress().getPort();
  }

  private static Path administrator() {
    return data.resolve("administrator.token");
  }

  private Shell.Result done(String line) {
    var result = shell.run(line.split(" "));
    assertEquals(0, result.exitCode(), result::text);
    return result;
  }

  private String principal() {
    return done("whoami").out().lines().toList().get(1).split(" +")[0];
  }

  @Test
  void withoutATokenNothingIsDone() {
    var refused = shell.run("list", "subscriptions");
    assertEquals(5, refused.exitCode(), refused::text);
    assertTrue(refused.err().contains("[UNAUTHENTICATED]"), refused::err);
  }

  @Test
  void theTokenOfAServerOfOnesOwnIsFound() {
    var terminal =
        new Terminal(
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            Map.of(),
            home);
    LocalServers.of(terminal).note(plane.server().grpcAddress().getPort(), administrator());
    assertEquals("administrator", principal());
    shell.with("POSTERN_PRINCIPAL", "alice@contoso");
    assertEquals("alice@contoso", principal());
  }

  /** Whoever listens on the port by then. */
  @Test
  void theTokenIsNotShownOnceTheServersProcessIsGone() throws IOException {
    var note =
        home.resolve(".local/share/postern/servers/" + plane.server().grpcAddress().getPort());
    Files.createDirectories(note.getParent());
    for (var process : List.of("1 2020-01-01T00:00:00Z", "999999999 unknown", "x")) {
      Files.writeString(note, administrator() + "\n" + process + "\n");
      assertTrue(shell.run("whoami").err().contains("[UNAUTHENTICATED]"), process);
    }
  }

  @Test
  void whoLogsInIsKnownFromThenOn() throws IOException {
    assertEquals(
        "Logged in to " + server() + " as administrator, context lab\n",
        done("login lab --token-file " + administrator()).out());
    var kept = home.resolve(".config/postern/tokens/lab");
    assertEquals(Files.readString(administrator()), Files.readString(kept));
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(kept));
    assertFalse(
        Files.readString(home.resolve(".config/postern/contexts.yaml")).contains("postern_"));
    assertEquals("administrator", principal());
  }

  @Test
  void aTokenThatIsTypedIsTriedBeforeItIsKept() throws IOException {
    shell.answering("postern_wrong");
    var refused = shell.run("login", "lab");
    assertTrue(refused.err().contains("[CREDENTIAL_MALFORMED]"), refused::err);
    assertFalse(refused.err().contains("postern_wrong"), refused::err);
    assertFalse(Files.exists(home.resolve(".config/postern/tokens/lab")));

    shell.answering(Files.readString(administrator()).strip());
    done("login lab");
    assertEquals("administrator", principal());
  }

  @Test
  void tokensAreMadeRotatedAndRevoked() throws IOException {
    done("login lab --token-file " + administrator());
    var file = home.resolve("ci.token");
    var made = done("token create --for ci@contoso --allow Postern/* --into " + file).out();
    var name = made.substring(0, made.indexOf(' '));
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    var list = done("token list").out();
    assertTrue(
        list.lines().anyMatch(it -> it.matches(name + " +ci@contoso +postern/\\* .*")), list);

    var ci = new Shell(home.resolve("ci")).with("POSTERN_SERVER", server());
    ci.with("POSTERN_TOKEN", Files.readString(file).strip());
    assertEquals(0, ci.run("whoami").exitCode());
    var next = done("token rotate " + name + " --overlap 1ms").out().strip();
    assertTrue(next.matches("postern_[a-z2-7]{12}_[a-z2-7]{59}"), "the new one, alone on a line");
    ci.with("POSTERN_TOKEN", next);
    assertEquals(0, ci.run("whoami").exitCode());

    assertEquals("Revoked " + name + "\n", done("token revoke " + name).out());
    assertTrue(ci.run("whoami").err().contains("[CREDENTIAL_REVOKED]"));
  }
}
