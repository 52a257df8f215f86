package io.postern.cli.explain;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.postern.cli.print.Tree;
import io.postern.v1.AuditEntry;
import io.postern.v1.ExplainPastAnswerResponse;
import java.util.ArrayList;
import java.util.List;

/** An answer of the past as a tree: from when to when it was given, and who caused it. */
final class PastTree {
  private final ExplainPastAnswerResponse past;

  PastTree(ExplainPastAnswerResponse past) {
    this.past = past;
  }

  /**
   * @param question the name and the type that were asked for
   */
  List<String> lines(String question) {
    var below = new ArrayList<Tree>();
    below.add(Tree.leaf("as of  " + moment(past.getRevisionTime(), past.getRevisionToken())));
    below.add(
        Tree.leaf(
            past.getStartRevisionToken().isEmpty()
                ? "since  before what is kept"
                : "since  " + moment(past.getStartTime(), past.getStartRevisionToken())));
    below.add(
        Tree.leaf(
            past.getEndRevisionToken().isEmpty()
                ? "until  now"
                : "until  " + moment(past.getEndTime(), past.getEndRevisionToken())));
    if (past.hasCause()) below.add(cause(past.getCause()));
    var said = past.getLeftToOthers() ? "left to servers whose answer is not kept" : rcode();
    return new Tree(question + ": " + said, below).lines();
  }

  private String rcode() {
    return past.getAnswer().getRcode();
  }

  private static String moment(Timestamp time, String revision) {
    return (time.getSeconds() == 0 ? "" : Timestamps.toString(time) + "  ") + revision;
  }

  private static Tree cause(AuditEntry entry) {
    var who = entry.getPrincipal().isEmpty() ? "somebody of another tenant" : entry.getPrincipal();
    var from = entry.getPeer().isEmpty() ? "" : " from " + entry.getPeer();
    var what = entry.getMethod().substring(entry.getMethod().indexOf('/') + 1);
    var request = entry.getRequestId().isEmpty() ? "" : ", request " + entry.getRequestId();
    var changes =
        entry.getChangesList().stream()
            .map(change ->
                Tree.leaf(
                    "%-8s  %s: %s"
                        .formatted(
                            StepText.word(change.getType(), "CHANGE_TYPE_"),
                            change.getName(),
                            change.getReason())))
            .toList();
    return new Tree(
        "by     " + who + from + (what.isEmpty() ? "" : ": " + what) + request, changes);
  }
}
