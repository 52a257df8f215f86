package io.postern.cli.noun;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that short names are completed with. */
public class ScopeOptions {
  /**
   * What stands for "any", to list across all subscriptions or groups whatever the context says.
   */
  private static final String ANY = "-";

  @Option(
      names = {"-s", "--subscription"},
      paramLabel = "NAME",
      description = "The subscription. Also POSTERN_SUBSCRIPTION, or the context; - is any.")
  @Nullable String subscription;

  @Option(
      names = {"-g", "--group"},
      paramLabel = "NAME",
      description = "The resource group. Also POSTERN_GROUP, or the context; - is any.")
  @Nullable String group;

  /** What the option of a parent says; a command without that option says nothing. */
  Optional<String> parent(Noun.Parent parent) {
    return Optional.empty();
  }

  final Optional<String> subscription(Optional<String> fallback) {
    return chosen(subscription, fallback);
  }

  final Optional<String> group(Optional<String> fallback) {
    return chosen(group, fallback);
  }

  /** The same subscription and group, and nothing else. */
  final ScopeOptions withoutParents() {
    var scope = new ScopeOptions();
    scope.subscription = subscription;
    scope.group = group;
    return scope;
  }

  private static Optional<String> chosen(@Nullable String given, Optional<String> fallback) {
    return (given == null ? fallback : Optional.of(given)).filter(value -> !value.equals(ANY));
  }
}
