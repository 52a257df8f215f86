package io.postern.cli.context;

import io.postern.cli.print.Table;
import io.postern.cli.session.Session;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code postern context list}. */
@Command(name = "list", description = "List the contexts; * marks the one in use.")
final class ListContextsCommand implements Runnable {
  private final Session session;

  ListContextsCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var contents = session.contextFile().read();
    if (contents.contexts().isEmpty()) {
      session
          .out()
          .println("No contexts. 'postern context set NAME --server HOST:PORT' makes one.");
      return;
    }
    var current = contents.current().orElse("");
    var table = new Table(List.of("NAME", "SERVER", "AS", "SUBSCRIPTION", "GROUP"));
    contents
        .contexts()
        .forEach((name, context) ->
            table.add(
                List.of(
                    name.equals(current) ? name + " *" : name,
                    context.server().orElse(""),
                    context.principal().orElse(""),
                    context.subscription().orElse(""),
                    context.group().orElse(""))));
    table.lines().forEach(session.out()::println);
  }
}
