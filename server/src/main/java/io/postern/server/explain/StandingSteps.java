package io.postern.server.explain;

import io.postern.server.connection.ledger.Transitions;
import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.Check;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.Standing;
import io.postern.server.store.ReadTx.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of a connection itself (Rules §2), told from its state and its last move. */
final class StandingSteps {
  private static final List<Check> CHECKS =
      List.of(Check.TARGET_KEPT, Check.TIME_LIMIT, Check.OWNER_DECISION, Check.SUSPENSION);

  private StandingSteps() {}

  static List<Step> of(Connection connection, List<Entry> history) {
    var state = connection.state();
    var standing = Standing.of(state.action());
    var asked = Optional.of(connection.name());
    var steps = new ArrayList<Step>();
    for (var check : CHECKS) {
      int order = check.compareTo(standing.decided());
      if (order < 0) steps.add(Step.passed(check, asked, ""));
      else if (order > 0) steps.add(Step.notReached(check));
      else {
        steps.add(
            Step.decided(
                check, asked, sentence(connection), lastMove(history), standing.side(), state));
      }
    }
    return steps;
  }

  /** With the words of whoever moved it, which both sides see. */
  private static String sentence(Connection connection) {
    var action = connection.state().action();
    var sentence =
        action == ActionCode.NONE ? "The connection carries traffic." : action.sentence();
    return connection.description().isEmpty()
        ? sentence
        : sentence + " In the words of its last move: " + connection.description();
  }

  private static String lastMove(List<Entry> history) {
    if (history.isEmpty()) return "";
    var move = Transitions.parse(history.getLast());
    return "Moved by " + move.actor() + " at " + move.time() + ".";
  }
}
