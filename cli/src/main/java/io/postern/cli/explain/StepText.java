package io.postern.cli.explain;

import io.postern.v1.ExplainOutcome;
import java.util.Locale;

/** The words of the API's steps as people read them. */
final class StepText {
  private StepText() {}

  /** A value of an enum without its prefix, in small letters and blanks. */
  static String word(Enum<?> value, String prefix) {
    return value.name().replaceFirst(prefix, "").toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** What came of a step, at a width at which those that matter stand out. */
  static String outcome(ExplainOutcome outcome) {
    return switch (outcome) {
      case EXPLAIN_OUTCOME_PASSED -> "passed   ";
      case EXPLAIN_OUTCOME_DECIDED -> "DECIDED  ";
      case EXPLAIN_OUTCOME_FAILED -> "FAILED   ";
      case EXPLAIN_OUTCOME_NOT_REACHED -> "-        ";
      case EXPLAIN_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> "?        ";
    };
  }

  /** Whether the object behind a step is worth a line of its own. */
  static boolean isTelling(ExplainOutcome outcome) {
    return outcome == ExplainOutcome.EXPLAIN_OUTCOME_DECIDED
        || outcome == ExplainOutcome.EXPLAIN_OUTCOME_FAILED;
  }
}
