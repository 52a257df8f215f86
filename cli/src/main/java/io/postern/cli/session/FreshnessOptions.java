package io.postern.cli.session;

import io.postern.client.PosternClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How fresh what a command reads has to be. */
public final class FreshnessOptions {
  @Option(
      names = "--at-least-as-fresh",
      paramLabel = "TOKEN",
      description = {
        "Read what there was at this revision or later, and wait for it for as long as --timeout"
            + " allows. The token is one that 'connection approve -o json' or 'dns status -o json'"
            + " shows.",
        "Default: what the server has."
      })
  private @Nullable String token;

  /** The client with reads that are so fresh; closing the given one closes both. */
  public PosternClient of(PosternClient client) {
    return token == null ? client : client.atLeastAsFresh(token);
  }
}
