package io.postern.cli.testing;

import io.postern.cli.Postern;
import io.postern.cli.session.Interaction;
import io.postern.cli.session.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Somebody at a terminal of their own: runs commands in this process and sees what they print. */
public final class Shell {
  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private Interaction person = Interaction.NOBODY;

  /** What one command did. */
  public record Result(int exitCode, String out, String err) {
    /** The whole of it, as a person would see it. */
    public String text() {
      return out + err + (exitCode == 0 ? "" : "exit code " + exitCode + "\n");
    }
  }

  public Shell(Path home) {
    this.home = home;
  }

  /** Sets an environment variable. */
  public Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Somebody sits there who answers every question so. */
  public Shell answering(String answer) {
    person =
        new Interaction() {
          @Override
          public boolean isPossible() {
            return true;
          }

          @Override
          public Optional<String> ask(String question) {
            return Optional.of(answer);
          }
        };
    return this;
  }

  public Result run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var terminal =
        new Terminal(
            new PrintWriter(out, true), new PrintWriter(err, true), environment, home, person);
    int exitCode = Postern.run(terminal, args);
    return new Result(exitCode, text(out), text(err));
  }

  private static String text(StringWriter written) {
    return written.toString().replace(System.lineSeparator(), "\n");
  }
}
