package io.postern.cli.version;

import io.postern.cli.session.Session;
import picocli.CommandLine.Command;

/** {@code postern version}. */
@Command(name = "version", description = "Print the version of this program.")
public final class VersionCommand implements Runnable {
  private final Session session;

  public VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    session.out().println(new Version().getVersion()[0]);
  }
}
