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
  void whatCannotBeUsedIsNotKept() {
    assertEquals(
        "postern: 'foo' is not the address of a server; write it like 127.0.0.1:7443\n",
        refused("context", "set", "lab", "--server", "foo"));
    assertEquals(
        "postern: --as: 'foo' is not NAME@TENANT; write it like alice@contoso\n",
        refused("context", "set", "lab", "--as", "foo"));
    assertEquals(
        "postern: nothing to set: give --server, --as, --subscription, --group, --token-file or"
            + " --tls-…\n",
        refused("context", "set", "lab"));
    assertEquals(
        "postern: 'my lab' is not a name for a context; use letters, digits, '.', '_' and '-'\n",
        refused("context", "set", "my lab", "--as", "alice@contoso"));
    assertEquals(
        "No contexts. 'postern context set NAME --server HOST:PORT' makes one.\n",
        run("context", "list"));
  }

  @Test
  void deletingTheContextInUseWarnsOfWhoCallsThen() {
    run("context", "set", "bob", "--as", "bob@fabrikam");
    run("context", "set", "eve", "--as", "eve@elsewhere");

    assertEquals("", shell.run("context", "delete", "eve").err());
    assertEquals(
        "postern: this was the context in use; without one, commands call 127.0.0.1:7443 as the"
            + " administrator. 'postern context use NAME' chooses another.\n",
        shell.run("context", "delete", "bob").err());
  }

  @Test
  void programsGetTheContextsAsJsonOrYaml() {
    run("context", "set", "lab", "--server", "127.0.0.1:7443");
    run("context", "set", "bob", "--as", "bob@fabrikam", "--group", "app");

    Golden.assertMatches("context-list.json", run("context", "list", "-o", "json"));
    Golden.assertMatches("context-list.yaml", run("context", "list", "-o", "yaml"));
  }

  @Test
  void aContextThatIsLikeNoneIsRefusedWithAll() {
    run("context", "set", "lab", "--server", "127.0.0.1:7443");
    run("context", "set", "work", "--server", "127.0.0.1:7444");

    assertEquals(
        "postern: there is no context 'nope'; there is lab, work\n",
        refused("context", "use", "nope"));
  }

  private String refused(String... args) {
    var result = shell.run(args);
    assertEquals(2, result.exitCode(), result.text());
    return result.err();
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
