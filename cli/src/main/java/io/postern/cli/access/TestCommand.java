package io.postern.cli.access;

import io.postern.cli.session.Session;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code postern access test}. */
@Command(
    name = "test",
    description = "See which actions you may perform on a resource, whether it exists or not.")
final class TestCommand implements Runnable {
  private final Session session;

  @Parameters(index = "0", paramLabel = "RESOURCE", description = Wording.SCOPE)
  private String resource = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "ACTION",
      description = "The actions, such as Microsoft.Network/privateEndpoints/write.")
  private List<String> actions = List.of();

  TestCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var permitted = client.access().permitted(resource, actions);
      for (var action : actions)
        session.out().println((permitted.contains(action) ? "yes  " : "no   ") + action);
    }
  }
}
