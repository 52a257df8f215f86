package io.postern.cli.session;

import io.postern.client.call.WriteOptions;
import picocli.CommandLine.Option;

/** The options of commands that change something. */
public final class WriteFlags {
  @Option(names = "--dry-run", description = "Have the server check everything and change nothing.")
  private boolean dryRun;

  @Option(
      names = "--etag",
      paramLabel = "ETAG",
      description = "Fail with exit code 4 unless this is the resource's current etag.")
  private String etag = "";

  public boolean dryRun() {
    return dryRun;
  }

  /** Refuses {@code --etag} where several resources are changed, which have one each. */
  public void requireNoEtag() {
    if (!etag.isEmpty()) throw CommandFailure.usage("--etag goes with one name only");
  }

  public WriteOptions options() {
    return WriteOptions.DEFAULT.withValidateOnly(dryRun).withEtag(etag);
  }
}
