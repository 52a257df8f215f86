package io.postern.dns.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Decides for {@link NeedsProgram}. */
final class NeedsProgramCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var missing =
        context.getElement().stream()
            .flatMap(
                it -> AnnotationSupport.findRepeatableAnnotations(it, NeedsProgram.class).stream())
            .filter(it -> find(it.value()).isEmpty())
            .findFirst();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("nothing is missing");
    }
    var reason =
        "%s is not installed: apt-get install %s"
            .formatted(missing.get().value(), missing.get().debianPackage());
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(reason);
    }
    return ConditionEvaluationResult.disabled(reason);
  }

  /** The program's path; servers are in sbin, which is not on everybody's search path. */
  static Optional<Path> find(String program) {
    var searched = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Stream.of(searched.split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
