package io.postern.cli.endpoint;

import io.postern.cli.noun.LinkNouns;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import io.postern.client.call.Written;
import io.postern.v1.PrivateEndpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern endpoint resubmit}. */
@Command(
    name = "resubmit",
    description = "Ask the owner of the target again, after a rejection or an expired request.")
final class ResubmitCommand implements Runnable {
  private final Session session;

  @Mixin private final ScopeOptions scope = new ScopeOptions();

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "A word to the owner, up to 140 characters. Default: that of the last request.")
  private String message = "";

  @Parameters(paramLabel = "NAME", description = "The private endpoint, in full or short.")
  private String name = "";

  ResubmitCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var fullName = new NameResolver(client, session, scope).resolve(LinkNouns.ENDPOINT, name);
      print(client.privateEndpoints().resubmit(fullName, message, flags.options()));
    }
  }

  private void print(Written<PrivateEndpoint> written) {
    if (session.output() != OutputFormat.TABLE) {
      new MessagePrinter(session.out(), session.output()).written(written);
      return;
    }
    var endpoint = written.value();
    var status = endpoint.getConnectionStatus();
    var state = LinkNouns.state(status.getState(), status.getSuspended());
    var verb = flags.dryRun() ? " would be " : " is ";
    session.out().println("Endpoint " + endpoint.getName() + verb + state);
  }
}
