package io.postern.server.connection.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The connection machine once more, as a list of rules over words: the first rule that names the
 * state and the command applies. Shares nothing with the machine it is held against.
 */
final class WordModel {
  static final String[] COMMANDS = {
    "approve",
    "approve-final",
    "reject",
    "suspend",
    "resume",
    "resubmit",
    "disconnect",
    "expire",
    "list-rejected",
    "list-accepted",
    "list-full",
    "list-unlisted",
    "overrule-rejected",
    "overrule-accepted",
    "overrule-full",
    "overrule-unlisted",
    "overrule-accepted-final"
  };

  private static final String[] STATES = {
    "pending", "waiting", "approved", "suspended", "rejected", "disconnected"
  };

  /**
   * State, command, next state; {@code *} is anything, {@code -} stays without complaint, {@code !}
   * is refused.
   */
  private static final List<String> RULES =
      List.of(
          "disconnected list-* -",
          "disconnected overrule-* -",
          "pending *-rejected rejected",
          "waiting *-rejected rejected",
          "pending list-accepted approved",
          "waiting list-accepted approved",
          "pending overrule-accepted* approved",
          "waiting overrule-accepted* approved",
          "pending *-full waiting",
          "waiting *-unlisted pending",
          "pending list-* -",
          "waiting list-* -",
          "pending overrule-* -",
          "waiting overrule-* -",
          "rejected overrule-accepted approved",
          "rejected overrule-full waiting",
          "rejected overrule-* -",
          "* overrule-rejected rejected",
          "* overrule-* -",
          "* list-* -",
          "disconnected disconnect -",
          "disconnected expire -",
          "disconnected * !",
          "* disconnect disconnected",
          "pending approve approved",
          "pending approve-final approved",
          "waiting approve approved",
          "waiting approve-final approved",
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

  private static final Map<String, String> NEXT = table();

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
    return Objects.requireNonNull(NEXT.get(state + " " + command));
  }

  /** The rules worked out once for every state and command. */
  private static Map<String, String> table() {
    var table = new HashMap<String, String>();
    for (var state : STATES)
      for (var command : COMMANDS) table.put(state + " " + command, rule(state, command));
    return table;
  }

  private static String rule(String state, String command) {
    for (var rule : RULES) {
      var words = rule.split(" ", -1);
      if (fits(words[0], state) && fits(words[1], command)) return words[2];
    }
    throw new AssertionError("No rule for " + state + " and " + command);
  }

  private static boolean fits(String pattern, String word) {
    return word.matches(pattern.replace("*", ".*"));
  }

  private String apply(String next, String command, long newDue, long now) {
    if (next.equals("!")) return "refused";
    if (next.equals("-")) return "same";
    if (next.equals("expire")) {
      if (due == 0 || due > now) return "same";
      next = "rejected";
    }
    boolean stillOpen = isOpen(state) && isOpen(next);
    boolean paused = next.equals("suspended") || command.equals("resume");
    boolean timed = isOpen(next) || (next.equals("approved") && command.startsWith("approve"));
    if (!stillOpen && !paused) due = timed ? newDue : 0;
    state = next;
    return "moved";
  }

  private static boolean isOpen(String state) {
    return state.equals("pending") || state.equals("waiting");
  }

  static String describe(ConnectionState state) {
    var word =
        switch (state.action()) {
          case SUSPENDED -> "suspended";
          case CONNECTION_LIMIT_REACHED -> "waiting";
          default -> state.label().name().toLowerCase(Locale.ROOT);
        };
    return word + " " + state.due().map(Instant::getEpochSecond).orElse(0L);
  }
}
