package io.postern.cli.dns;

import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern dns query}. */
@Command(
    name = "query",
    description =
        "Ask the server what it answers a machine in a virtual network. A name that does not exist"
            + " is an answer, too, with exit code 0.")
final class QueryCommand implements Runnable {
  private final Session session;

  @Mixin private final ViewOption view = new ViewOption();

  @Parameters(index = "0", paramLabel = "NAME", description = "The name to ask for.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TYPE",
      description = "The type to ask for. Default: A.")
  private String type = "A";

  QueryCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var network = view.network(client, session);
      var answer = client.dns().query(network, name, type.toUpperCase(Locale.ROOT));
      if (session.output() == OutputFormat.TABLE) {
        new AnswerText(answer).lines(network).forEach(session.out()::println);
      } else {
        new MessagePrinter(session.out(), session.output()).one(answer);
      }
    }
  }
}
