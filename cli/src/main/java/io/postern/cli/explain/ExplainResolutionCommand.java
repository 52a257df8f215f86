package io.postern.cli.explain;

import io.postern.cli.dns.AnswerText;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code postern explain resolution}. */
@Command(
    name = "resolution",
    description =
        "Show how the server resolves a name for a machine in a virtual network: links, zone,"
            + " records and claims, the public side, upstream resolvers, and the answer as it is"
            + " sent.")
final class ExplainResolutionCommand implements Runnable {
  private final Session session;

  @Mixin private final QuestionOptions question = new QuestionOptions();

  ExplainResolutionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var network = question.network(client, session);
      var explained = client.explain().resolution(network, question.name(), question.type());
      if (session.output() == OutputFormat.TABLE) {
        new ResolutionTree(explained).lines(question.toString()).forEach(session.out()::println);
        session.out().println();
        new AnswerText(explained.getAnswer()).lines(network).forEach(session.out()::println);
      } else {
        new MessagePrinter(session.out(), session.output()).one(explained);
      }
    }
  }
}
