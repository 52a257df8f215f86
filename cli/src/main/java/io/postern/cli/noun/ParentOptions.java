package io.postern.cli.noun;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The scope of commands for resources of any kind: also what they are in, one option for each. */
public final class ParentOptions extends ScopeOptions {
  @Option(
      names = "--vnet",
      paramLabel = "NAME",
      description = "Subnets, peerings: the virtual network they are in.")
  private @Nullable String vnet;

  @Option(
      names = "--zone",
      paramLabel = "NAME",
      description = "Record sets, links: the private DNS zone they are in.")
  private @Nullable String zone;

  @Option(
      names = "--endpoint",
      paramLabel = "NAME",
      description =
          "Zone groups: the private endpoint they are in. Connections: the one they are of.")
  private @Nullable String endpoint;

  @Option(
      names = "--target",
      paramLabel = "NAME",
      description = "Connections: the resource or private link service they lead to.")
  private @Nullable String target;

  @Override
  Optional<String> parent(Noun.Parent parent) {
    return Optional.ofNullable(
        switch (parent) {
          case VNET -> vnet;
          case ZONE -> zone;
          case ENDPOINT -> endpoint;
          case TARGET -> target;
        });
  }
}
