package io.postern.cli.explain;

import io.postern.cli.dns.AnswerText;
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

/** {@code postern explain resolution}. */
@Command(
    name = "resolution",
    description =
        "Show how the server resolves a name for a machine in a virtual network: links, zone,"
            + " records and claims, the public side, upstream resolvers, and the answer as it is"
            + " sent.")
final class ExplainResolutionCommand implements Runnable {
  private final Session session;

  @Option(
      names = "--vnet",
      paramLabel = "NAME",
      description = "The virtual network to ask from. Default: none, which is the public view.")
  private @Nullable String vnet;

  @Option(names = "--type", paramLabel = "TYPE", description = "The type to ask for. Default: A.")
  private String type = "A";

  @Parameters(index = "0", paramLabel = "NAME", description = "The name to ask for.")
  private String name = "";

  ExplainResolutionCommand(Session session) {
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
      var wanted = type.toUpperCase(Locale.ROOT);
      var explained = client.explain().resolution(network, name, wanted);
      if (session.output() == OutputFormat.TABLE) {
        new ResolutionTree(explained).lines(name + " " + wanted).forEach(session.out()::println);
        session.out().println();
        new AnswerText(explained.getAnswer()).lines(network).forEach(session.out()::println);
      } else {
        new MessagePrinter(session.out(), session.output()).one(explained);
      }
    }
  }
}
