package io.postern.cli.explain;

import io.postern.cli.noun.LinkNouns;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern explain connection}. */
@Command(
    name = "connection",
    description =
        "Show why a connection is pending, rejected, paused or ended: the checks that its request"
            + " would meet today, those of the connection itself, who has to do what, and its"
            + " history.")
final class ExplainConnectionCommand implements Runnable {
  /** A connection is called after its endpoint and a GUID; an endpoint hardly ever is. */
  private static final Pattern CONNECTION =
      Pattern.compile(
          ".*(/privateendpointconnections/.*|\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})");

  private final Session session;

  @Mixin private final ScopeOptions scope = new ScopeOptions();

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The endpoint, or the connection with the GUID at its end.")
  private String name = "";

  ExplainConnectionCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var explained = client.explain().connection(full(new NameResolver(client, session, scope)));
      if (session.output() == OutputFormat.TABLE) {
        new ConnectionTree(explained).lines().forEach(session.out()::println);
      } else {
        new MessagePrinter(session.out(), session.output()).one(explained);
      }
    }
  }

  /**
   * The consumer sees the endpoint; the owner of the target only the connection, named after it.
   */
  private String full(NameResolver resolver) {
    if (CONNECTION.matcher(name.toLowerCase(Locale.ROOT)).matches())
      return resolver.resolve(LinkNouns.CONNECTION, name);
    try {
      return resolver.resolve(LinkNouns.ENDPOINT, name);
    } catch (CommandFailure e) {
      if (e.exitCode() != ExitCode.NOT_FOUND) throw e;
      return resolver.resolve(LinkNouns.CONNECTION, name);
    }
  }
}
