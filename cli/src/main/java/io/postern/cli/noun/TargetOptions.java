package io.postern.cli.noun;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The scope of commands for connections: also what the connections lead to. */
public final class TargetOptions extends ScopeOptions {
  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "The resource or private link service that the connection leads to.")
  private @Nullable String target;

  @Override
  Optional<String> parent(Noun.Parent parent) {
    return parent == Noun.Parent.TARGET ? Optional.ofNullable(target) : Optional.empty();
  }
}
