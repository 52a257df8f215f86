package io.postern.cli.session;

import java.io.Console;
import java.util.Optional;

/** The person at the terminal, if there is one. */
public interface Interaction {
  /** Nobody is there, as in a script. */
  Interaction NOBODY =
      new Interaction() {
        @Override
        public boolean isPossible() {
          return false;
        }

        @Override
        public Optional<String> ask(String question) {
          return Optional.empty();
        }
      };

  /** Whoever sits at the console of this process. */
  Interaction CONSOLE =
      new Interaction() {
        @Override
        public boolean isPossible() {
          return console().isPresent();
        }

        @Override
        public Optional<String> ask(String question) {
          return console().map(console -> console.readLine("%s", question)).map(String::strip);
        }

        @Override
        public Optional<String> askSecret(String question) {
          return console()
              .flatMap(console -> Optional.ofNullable(console.readPassword("%s", question)))
              .map(String::new)
              .map(String::strip);
        }

        @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again without a terminal
        private Optional<Console> console() {
          return Optional.ofNullable(System.console()).filter(Console::isTerminal);
        }
      };

  /** Whether a person can read along and answer: neither input nor output leads elsewhere. */
  boolean isPossible();

  /** The answer to a question; empty when there is nobody to answer. */
  Optional<String> ask(String question);

  /** The same, without showing what is typed. */
  default Optional<String> askSecret(String question) {
    return ask(question);
  }
}
