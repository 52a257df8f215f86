package io.postern.cli.context;

import io.postern.cli.session.ContextFile.Contents;
import io.postern.cli.session.Session;
import io.postern.client.PosternClientBuilder;
import java.util.LinkedHashMap;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code postern context delete}. */
@Command(name = "delete", description = "Forget a context.")
final class DeleteContextCommand implements Runnable {
  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The context.")
  private String name = "";

  DeleteContextCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var file = session.contextFile();
    var contents = file.read();
    var contexts = new LinkedHashMap<>(contents.contexts());
    if (contexts.remove(name) == null) throw Session.unknownContext(name, contents);
    file.write(new Contents(contents.current().filter(current -> !current.equals(name)), contexts));
    session.out().println("Deleted context " + name);
    if (contents.current().equals(Optional.of(name))) {
      session
          .err()
          .println(
              "postern: this was the context in use; without one, commands call "
                  + PosternClientBuilder.DEFAULT_TARGET
                  + " as the administrator. 'postern context use NAME' chooses another.");
    }
  }
}
