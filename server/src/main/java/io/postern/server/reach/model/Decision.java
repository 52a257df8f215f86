package io.postern.server.reach.model;

import io.postern.server.reach.model.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A verdict with the steps that led to it; after a step that denies there is none. */
public record Decision(Verdict verdict, List<Finding> trace) {
  private static final List<Function<Situation, Finding>> STEPS =
      List.of(
          PathStep::check,
          DirectionStep::check,
          ConnectionStep::check,
          TargetStep::check,
          SecurityRulesStep::check,
          RoutesStep::check,
          PublicAccessStep::check);

  public Decision {
    trace = List.copyOf(trace);
  }

  public enum Verdict {
    ALLOWED,
    ALLOWED_WITH_WARNING,
    DENIED
  }

  /** Decides by all steps but the first, which asks DNS and comes before a situation is known. */
  public static Decision of(Situation situation) {
    var trace = new ArrayList<Finding>();
    for (var step : STEPS) {
      var finding = step.apply(situation);
      trace.add(finding);
      if (finding.denies()) break;
    }
    return of(trace);
  }

  /** The verdict that follows from what was found. */
  static Decision of(List<Finding> trace) {
    return new Decision(verdict(trace), trace);
  }

  /** The same with a step before the others. */
  public Decision after(Finding first) {
    var all = new ArrayList<Finding>();
    all.add(first);
    if (!first.denies()) all.addAll(trace);
    return of(all);
  }

  /** A decision that fell before anything else could be looked at. */
  public static Decision denied(Finding only) {
    return of(List.of(only));
  }

  private static Verdict verdict(List<Finding> trace) {
    if (trace.stream().anyMatch(Finding::denies)) return Verdict.DENIED;
    return trace.stream().anyMatch(finding -> finding.outcome() == Outcome.WARNING)
        ? Verdict.ALLOWED_WITH_WARNING
        : Verdict.ALLOWED;
  }
}
