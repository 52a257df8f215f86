package io.postern.cli.context;

import io.postern.cli.session.ContextFile.Contents;
import io.postern.cli.session.Session;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code postern context use}. */
@Command(name = "use", description = "Take the settings of this context from now on.")
final class UseContextCommand implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The context.")
  private String name = "";

  UseContextCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var file = session.contextFile();
    var contents = file.read();
    if (!contents.contexts().containsKey(name)) throw Session.unknownContext(name, contents);
    file.write(new Contents(Optional.of(name), contents.contexts()));
    session.out().println("Using context " + name);
  }
}
