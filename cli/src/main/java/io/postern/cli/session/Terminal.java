package io.postern.cli.session;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The surroundings a command runs in. Commands use these and never {@code System.out} or {@code
 * System.getenv}, so that a test can run any of them in its own process.
 *
 * @param out where results go
 * @param err where errors and progress go
 * @param environment the environment variables
 * @param home the home folder of the person who calls
 * @param person who can be asked
 */
public record Terminal(
    PrintWriter out,
    PrintWriter err,
    Map<String, String> environment,
    Path home,
    Interaction person) {
  public Terminal {
    environment = Map.copyOf(environment);
  }

  /** A terminal without a person. */
  public Terminal(PrintWriter out, PrintWriter err, Map<String, String> environment, Path home) {
    this(out, err, environment, home, Interaction.NOBODY);
  }

  /** The terminal of this process, in UTF-8. */
  public static Terminal system() {
    return new Terminal(
        writer(System.out),
        writer(System.err),
        System.getenv(),
        Path.of(userHome()),
        Interaction.CONSOLE);
  }

  private static String userHome() {
    return System.getProperty("user.home", ".");
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
