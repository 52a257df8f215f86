package io.postern.server.reach.model;

import io.postern.server.kernel.ResourceName;
import java.util.Optional;

/**
 * What came out of one step.
 *
 * @param object the resource that decided
 * @param sentence why; names no resource, as the reader may not be allowed to see it
 */
public record Finding(Step step, Outcome outcome, Optional<ResourceName> object, String sentence) {

  /** What a step looks at, in the order the steps are made. */
  public enum Step {
    NAME,
    PATH,
    DIRECTION,
    CONNECTION,
    TARGET,
    SECURITY_RULES,
    ROUTES,
    PUBLIC_ACCESS
  }

  public enum Outcome {
    PASSED,
    WARNING,
    DENIED,
    NOT_APPLICABLE
  }

  public static Finding passed(Step step, ResourceName object, String sentence) {
    return new Finding(step, Outcome.PASSED, Optional.of(object), sentence);
  }

  public static Finding warning(Step step, ResourceName object, String sentence) {
    return new Finding(step, Outcome.WARNING, Optional.of(object), sentence);
  }

  public static Finding denied(Step step, ResourceName object, String sentence) {
    return new Finding(step, Outcome.DENIED, Optional.of(object), sentence);
  }

  public static Finding notApplicable(Step step, String sentence) {
    return new Finding(step, Outcome.NOT_APPLICABLE, Optional.empty(), sentence);
  }

  public boolean denies() {
    return outcome == Outcome.DENIED;
  }
}
