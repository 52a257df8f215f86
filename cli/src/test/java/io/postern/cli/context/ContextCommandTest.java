package io.postern.cli.context;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.cli.testing.Golden;
import io.postern.cli.testing.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContextCommandTest {
  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
  }

  @Test
  void theFirstContextIsUsedAndOthersAreChosen() {
    run("context", "set", "lab", "--server", "127.0.0.1:7443", "--subscription", "contoso");
    run("context", "set", "work", "--server", "postern.example:7443", "--as", "bob@fabrikam");
    run("context", "use", "work");

    Golden.assertMatches("context-list.txt", run("context", "list"));
  }

  @Test
  void aChangeKeepsWhatItDoesNotSay() {
    run("context", "set", "lab", "--server", "127.0.0.1:7443", "--as", "alice@contoso");
    run("context", "set", "lab", "--group", "app");

    assertEquals(
        """
        NAME    SERVER           AS              SUBSCRIPTION   GROUP
        lab *   127.0.0.1:7443   alice@contoso   -              app
        """,
        run("context", "list"));
  }

  @Test
  void aDeletedContextIsNoLongerUsed() {
    run("context", "set", "lab", "--server", "127.0.0.1:7443");
    run("context", "delete", "lab");

    assertEquals(
        "No contexts. 'postern context set NAME --server HOST:PORT' makes one.\n",
        run("context", "list"));
  }

  @Test
  void aContextThatIsNotThereIsRefusedWithOneThatIs() {
    run("context", "set", "work", "--server", "127.0.0.1:7443");

    var result = shell.run("context", "use", "wrok");

    assertEquals("postern: there is no context 'wrok'; did you mean 'work'?\n", result.err());
    assertEquals(2, result.exitCode());
  }

  @Test
  void optionsComeBeforeTheEnvironmentAndThatBeforeTheContext() {
    run("context", "set", "lab", "--server", "127.0.0.1:1");

    assertEquals("127.0.0.1:1", server());
    shell.with("POSTERN_SERVER", "127.0.0.1:2");
    assertEquals("127.0.0.1:2", server());
    assertEquals("127.0.0.1:3", server("--server", "127.0.0.1:3"));
  }

  /** The server a command tries to reach, and cannot. */
  private String server(String... options) {
    var args =
        java.util.stream.Stream.concat(
            java.util.stream.Stream.of("list", "subscriptions"),
            java.util.stream.Stream.of(options));
    var error = shell.run(args.toArray(String[]::new)).err();
    return error.replaceAll("(?s).* at (\\S+);.*", "$1");
  }

  private String run(String... args) {
    var result = shell.run(args);
    assertEquals(0, result.exitCode(), result.err());
    return result.out();
  }
}
