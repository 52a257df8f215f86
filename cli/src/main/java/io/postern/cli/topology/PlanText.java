package io.postern.cli.topology;

import io.postern.cli.topology.Plan.Create;
import io.postern.cli.topology.Plan.Keep;
import io.postern.cli.topology.Plan.Step;
import io.postern.cli.topology.Plan.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plan as lines for a person. */
final class PlanText {
  private PlanText() {}

  static List<String> lines(Plan plan) {
    var lines = new ArrayList<String>();
    for (var step : plan.changes()) lines.addAll(lines(step));
    return lines;
  }

  private static List<String> lines(Step<?> step) {
    var lines = new ArrayList<String>();
    lines.add("  " + sign(step) + " " + subject(step.declaration()));
    if (step instanceof Update<?> update)
      update
          .differences()
          .forEach(it -> lines.add("      " + it + (it.isFixed() ? "  (fixed)" : "")));
    return lines;
  }

  /** Every step, also those with nothing to do, and what the changes would bring with them. */
  static List<String> lines(Plan plan, Map<Step<?>, Effect> effects) {
    var lines = new ArrayList<String>();
    for (var step : plan.steps()) {
      lines.addAll(lines(step));
      var effect = effects.get(step);
      if (effect != null) effect.lines().forEach(it -> lines.add("      " + it));
    }
    return lines;
  }

  private static String sign(Step<?> step) {
    return switch (step) {
      case Create<?> _ -> "+";
      case Update<?> _ -> "~";
      case Keep<?> _ -> "=";
    };
  }

  /** The kind and the short name of a resource, aligned. */
  static String subject(Declaration<?> declaration) {
    return "%-22s %s".formatted(declaration.type().singular(), declaration.shortName());
  }

  static String changes(int count) {
    return count + (count == 1 ? " change" : " changes");
  }

  static String asTheFileSays(long count) {
    return count == 1
        ? "1 resource is as the file says"
        : count + " resources are as the file says";
  }

  static String summary(Plan plan) {
    return plan.creates()
        + " to create, "
        + plan.updates()
        + " to change, "
        + plan.unchanged()
        + " unchanged";
  }
}
