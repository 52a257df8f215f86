package io.postern.cli.noun;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that short names are completed with. */
public final class ScopeOptions {
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

  @Option(
      names = "--vnet",
      paramLabel = "NAME",
      description = "The virtual network that subnets and peerings are in.")
  @Nullable String vnet;

  @Option(
      names = "--zone",
      paramLabel = "NAME",
      description = "The private DNS zone that record sets and links are in.")
  @Nullable String zone;

  @Option(
      names = "--endpoint",
      paramLabel = "NAME",
      description = "The private endpoint that zone groups are in.")
  @Nullable String endpoint;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "The resource or private link service that connections lead to.")
  @Nullable String target;

  /** What the option of a parent says. */
  Optional<String> parent(Noun.Parent parent) {
    return Optional.ofNullable(
        switch (parent) {
          case VNET -> vnet;
          case ZONE -> zone;
          case ENDPOINT -> endpoint;
          case TARGET -> target;
        });
  }

  Optional<String> subscription(Optional<String> fallback) {
    return chosen(subscription, fallback);
  }

  Optional<String> group(Optional<String> fallback) {
    return chosen(group, fallback);
  }

  private static Optional<String> chosen(@Nullable String given, Optional<String> fallback) {
    return (given == null ? fallback : Optional.of(given)).filter(value -> !value.equals(ANY));
  }
}
