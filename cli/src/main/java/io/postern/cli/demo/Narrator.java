package io.postern.cli.demo;

import io.postern.cli.session.Terminal;
import java.io.PrintWriter;

/** Tells the story line by line, and keeps count of what was not as it should be. */
final class Narrator {
  private static final String PLAIN = "\033[0m";
  private static final String BOLD = "\033[1m";
  private static final String GREEN = "\033[32m";
  private static final String RED = "\033[31m";
  private static final String LINE = "  %s %-14s %-29s %s";

  private final PrintWriter out;
  private final boolean isColoured;
  private int chapters;
  private int answers;
  private int wrong;

  Narrator(Terminal terminal) {
    this.out = terminal.out();
    this.isColoured =
        terminal.person().isPossible() && !terminal.environment().containsKey("NO_COLOR");
  }

  void chapter(String title) {
    out.println();
    out.println(in(BOLD, ++chapters + "  " + title));
  }

  void say(String sentence) {
    out.println(sentence);
  }

  /** Something that was done, and what the server answered; there is nothing to compare it with. */
  void tell(String who, String what, String answer) {
    answers++;
    out.println(LINE.formatted(in(GREEN, "✓"), who, what, answer));
  }

  /** Something that was done or asked, with the answer that is right. */
  void check(String who, String what, String answer, String actual, String expected) {
    if (actual.equals(expected)) {
      tell(who, what, answer);
      return;
    }
    answers++;
    wrong++;
    out.println(LINE.formatted(in(RED, "✗"), who, what, answer));
    out.println(LINE.formatted(" ", "", "", in(RED, "expected " + expected)));
  }

  int answers() {
    return answers;
  }

  int wrong() {
    return wrong;
  }

  private String in(String colour, String text) {
    return isColoured ? colour + text + PLAIN : text;
  }
}
