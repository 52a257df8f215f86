package io.postern.cli.session;

import java.io.Console;
import java.util.Optional;

/** The person at the terminal of this process, if there is one. */
public final class Interaction {
  private Interaction() {}

  /** Whether a person can read along and answer: neither input nor output leads elsewhere. */
  public static boolean isPossible() {
    return console().isPresent();
  }

  /** The answer to a question; empty when there is nobody to answer. */
  public static Optional<String> ask(String question) {
    return console().map(console -> console.readLine("%s", question)).map(String::strip);
  }

  @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again without a terminal
  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }
}
