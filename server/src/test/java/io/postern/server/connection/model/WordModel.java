package io.postern.server.connection.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * The connection machine once more, as a list of rules over words: the first rule that names the
 * state and the command applies. Shares nothing with the machine it is held against.
 */
final class WordModel {
  static final String[] COMMANDS = {
    "approve", "approve-final", "reject", "suspend", "resume", "resubmit", "disconnect", "expire"
  };

  /** State, command, next state; {@code -} stays without complaint, {@code !} is refused. */
  private static final List<String> RULES =
      List.of(
          "disconnected disconnect -",
          "disconnected expire -",
          "disconnected * !",
          "* disconnect disconnected",
          "pending approve approved",
          "pending approve-final approved",
          "rejected approve approved",
          "rejected approve-final !",
          "rejected reject -",
          "* reject rejected",
          "approved suspend suspended",
          "suspended resume approved",
          "suspended suspend -",
          "approved resume -",
          "* suspend !",
          "* resume !",
          "rejected resubmit pending",
          "* resubmit !",
          "rejected expire -",
          "* expire expire",
          "* * -");

  private String state = "pending";
  private long due;

  /**
   * Applies a command.
   *
   * @param newDue when what it leads to ends, in seconds; 0 is never
   * @return {@code moved}, {@code same} or {@code refused}, and the state then
   */
  String step(String command, long newDue, Instant now) {
    var outcome = apply(next(command), command, newDue, now.getEpochSecond());
    return outcome + " " + state + " " + due;
  }

  private String next(String command) {
    for (var rule : RULES) {
      var words = rule.split(" ", -1);
      if (fits(words[0], state) && fits(words[1], command)) return words[2];
    }
    throw new AssertionError("No rule for " + state + " and " + command);
  }

  private static boolean fits(String pattern, String word) {
    return pattern.equals("*") || pattern.equals(word);
  }

  private String apply(String next, String command, long newDue, long now) {
    if (next.equals("!")) return "refused";
    if (next.equals("-")) return "same";
    if (next.equals("expire")) {
      if (due == 0 || due > now) return "same";
      next = "rejected";
    }
    boolean paused = next.equals("suspended") || command.equals("resume");
    if (!paused) due = next.equals("approved") || next.equals("pending") ? newDue : 0;
    state = next;
    return "moved";
  }

  static String describe(ConnectionState state) {
    var word =
        state.action() == ActionCode.SUSPENDED
            ? "suspended"
            : state.label().name().toLowerCase(Locale.ROOT);
    return word + " " + state.due().map(Instant::getEpochSecond).orElse(0L);
  }
}
