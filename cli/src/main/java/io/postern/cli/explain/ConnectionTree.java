package io.postern.cli.explain;

import io.postern.cli.print.Tree;
import io.postern.v1.ActionCode;
import io.postern.v1.ConnectionStep;
import io.postern.v1.ExplainConnectionResponse;
import io.postern.v1.ExplainSide;
import io.postern.v1.PrivateEndpointConnection.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Why a connection is as it is, as a tree: who has to do what, each check, each move. */
final class ConnectionTree {
  private final ExplainConnectionResponse explained;

  ConnectionTree(ExplainConnectionResponse explained) {
    this.explained = explained;
  }

  List<String> lines() {
    var below = new ArrayList<Tree>();
    below.add(Tree.leaf("endpoint    " + explained.getPrivateEndpoint()));
    if (!explained.getConnection().isEmpty())
      below.add(Tree.leaf("connection  " + explained.getConnection()));
    below.add(Tree.leaf("to do       " + toDo()));
    below.add(new Tree("checks", explained.getStepsList().stream().map(this::step).toList()));
    if (explained.getHistoryCount() > 0)
      below.add(
          new Tree(
              "history", explained.getHistoryList().stream().map(ConnectionTree::move).toList()));
    return new Tree(explained.getSummary(), below).lines();
  }

  private String toDo() {
    if (explained.getSide() == ExplainSide.EXPLAIN_SIDE_NOBODY) return "nothing";
    var code =
        explained.getActionCode() == ActionCode.ACTION_CODE_UNSPECIFIED
            ? StepText.word(explained.getReason(), "ERROR_REASON_")
            : StepText.word(explained.getActionCode(), "ACTION_CODE_");
    return "by the " + StepText.word(explained.getSide(), "EXPLAIN_SIDE_") + " (" + code + ")";
  }

  private Tree step(ConnectionStep step) {
    var check = StepText.word(step.getCheck(), "CONNECTION_CHECK_");
    var line = StepText.outcome(step.getOutcome()) + "%-20s ".formatted(check) + step.getSentence();
    var below =
        Stream.of(step.getDecidedBy(), step.getDetail())
            .filter(text -> !text.isEmpty() && StepText.isTelling(step.getOutcome()))
            .map(Tree::leaf)
            .toList();
    return new Tree(line, below);
  }

  private static Tree move(Transition move) {
    var time = Instant.ofEpochSecond(move.getTime().getSeconds());
    var state =
        move.getSuspended() ? "suspended" : StepText.word(move.getState(), "CONNECTION_STATE_");
    var words = move.getReason().isEmpty() ? "" : ": " + move.getReason();
    return Tree.leaf("%s  %-12s by %s%s".formatted(time, state, move.getActor(), words));
  }
}
