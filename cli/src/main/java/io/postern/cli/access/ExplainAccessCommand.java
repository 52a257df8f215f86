package io.postern.cli.access;

import io.postern.cli.print.MessagePrinter;
import io.postern.cli.print.Tree;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code postern access explain}. */
@Command(
    name = "explain",
    description =
        "See whether a caller can perform an action on a resource, what decided that, and all that"
            + " speaks for or against it.")
final class ExplainAccessCommand implements Runnable {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "PRINCIPAL",
      description = "The id of a caller of the tenant, such as alice@contoso.")
  private String principal = "";

  @Parameters(
      index = "1",
      paramLabel = "ACTION",
      description = "The action, such as Microsoft.Network/privateEndpoints/write.")
  private String action = "";

  @Parameters(index = "2", paramLabel = "RESOURCE", description = Wording.SCOPE)
  private String resource = "";

  ExplainAccessCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var explained = client.access().explain(resource, principal, action);
      if (session.output() == OutputFormat.TABLE) {
        var matched = explained.getMatchedList().stream().map(Tree::leaf).toList();
        new Tree(explained.getSentence(), matched).lines().forEach(session.out()::println);
      } else {
        new MessagePrinter(session.out(), session.output()).one(explained);
      }
    }
  }
}
