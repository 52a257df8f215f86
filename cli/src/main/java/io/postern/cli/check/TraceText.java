package io.postern.cli.check;

import io.postern.cli.name.ShortName;
import io.postern.cli.noun.Words;
import io.postern.v1.CheckConnectivityResponse;
import io.postern.v1.ReachabilityStep;
import io.postern.v1.ReachabilityStepKind;
import io.postern.v1.ReachabilityStepOutcome;
import java.util.ArrayList;
import java.util.List;

/** A decision for people: the verdict, then a line for each step and one for why. */
final class TraceText {
  private final CheckConnectivityResponse answer;

  TraceText(CheckConnectivityResponse answer) {
    this.answer = answer;
  }

  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(verdict());
    int number = 1;
    for (var step : answer.getStepsList()) {
      lines.add("");
      lines.add(number++ + ". " + title(step));
      lines.add("   " + step.getDescription());
    }
    return lines;
  }

  private String verdict() {
    var verdict =
        switch (answer.getVerdict()) {
          case REACHABILITY_VERDICT_ALLOWED -> "Allowed";
          case REACHABILITY_VERDICT_ALLOWED_WITH_WARNING -> "Allowed, with a warning";
          case REACHABILITY_VERDICT_DENIED -> "Denied";
          case REACHABILITY_VERDICT_UNSPECIFIED, UNRECOGNIZED -> "?";
        };
    if (answer.getDestinationIpAddress().isEmpty()) return verdict;
    var ends = answer.getSourceIpAddress() + " -> " + answer.getDestinationIpAddress();
    var endpoint = answer.getPrivateEndpoint();
    return verdict
        + ": "
        + ends
        + (endpoint.isEmpty() ? "" : " (endpoint " + ShortName.path(endpoint) + ")");
  }

  private static String title(ReachabilityStep step) {
    var title = label(step.getKind()) + ": " + outcome(step.getOutcome());
    return step.getResource().isEmpty()
        ? title
        : title + " by " + ShortName.path(step.getResource());
  }

  private static String label(ReachabilityStepKind kind) {
    return switch (kind) {
      case REACHABILITY_STEP_KIND_NAME -> "Name";
      case REACHABILITY_STEP_KIND_PATH -> "Path";
      case REACHABILITY_STEP_KIND_DIRECTION -> "Direction";
      case REACHABILITY_STEP_KIND_CONNECTION -> "Connection";
      case REACHABILITY_STEP_KIND_TARGET -> "Target";
      case REACHABILITY_STEP_KIND_SECURITY_RULES -> "Security rules";
      case REACHABILITY_STEP_KIND_ROUTES -> "Routes";
      case REACHABILITY_STEP_KIND_PUBLIC_ACCESS -> "Public access";
      case REACHABILITY_STEP_KIND_UNSPECIFIED, UNRECOGNIZED -> Words.bare(kind);
    };
  }

  private static String outcome(ReachabilityStepOutcome outcome) {
    return switch (outcome) {
      case REACHABILITY_STEP_OUTCOME_PASSED -> "passed";
      case REACHABILITY_STEP_OUTCOME_WARNING -> "passed with a warning";
      case REACHABILITY_STEP_OUTCOME_DENIED -> "denied";
      case REACHABILITY_STEP_OUTCOME_NOT_APPLICABLE -> "not applicable";
      case REACHABILITY_STEP_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> Words.bare(outcome);
    };
  }
}
