package io.postern.cli.dns;

import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.NetworkNouns;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern dns query}. */
@Command(
    name = "query",
    description =
        "Ask the server what it answers a machine in a virtual network. A name that does not exist"
            + " is an answer, too, with exit code 0.")
final class QueryCommand implements Runnable {
  private final Session session;

  @Option(
      names = "--vnet",
      paramLabel = "NAME",
      description = "The virtual network to ask from. Default: none, which is the public view.")
  private @Nullable String vnet;

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
      var network =
          vnet == null
              ? ""
              : new NameResolver(client, session, new ScopeOptions())
                  .resolve(NetworkNouns.VNET, vnet);
      var answer = client.dns().query(network, name, type.toUpperCase(Locale.ROOT));
      if (session.output() == OutputFormat.TABLE) {
        new AnswerText(answer).lines(network).forEach(session.out()::println);
      } else {
        new MessagePrinter(session.out(), session.output()).one(answer);
      }
    }
  }
}
