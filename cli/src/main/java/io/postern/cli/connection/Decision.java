package io.postern.cli.connection;

import io.postern.cli.noun.LinkNouns;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import io.postern.client.call.Written;
import io.postern.client.resource.ConnectionsClient;
import io.postern.v1.PrivateEndpointConnection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A verb that moves one connection and shows where it is then. */
abstract class Decision implements Runnable {
  private final Session session;

  @Mixin private final NamedConnection connection = new NamedConnection();

  @Mixin final WriteFlags flags = new WriteFlags();

  @Option(
      names = {"-d", "--description"},
      paramLabel = "TEXT",
      description = "A word to the other side, kept in the history; up to 140 characters.")
  String description = "";

  Decision(Session session) {
    this.session = session;
  }

  /** Makes the move. */
  abstract Written<PrivateEndpointConnection> decide(ConnectionsClient connections, String name);

  @Override
  public void run() {
    try (var client = session.connect()) {
      var name = connection.name(client, session);
      var before = client.connections().find(name);
      var written = decide(client.connections(), name);
      if (session.output() != OutputFormat.TABLE) {
        new MessagePrinter(session.out(), session.output()).written(written);
        return;
      }
      var after = written.value();
      print(after, before.filter(it -> it.getEtag().equals(after.getEtag())).isPresent());
    }
  }

  private void print(PrivateEndpointConnection connection, boolean isAsBefore) {
    var state = LinkNouns.state(connection.getState(), connection.getSuspended());
    var verb = flags.dryRun() ? " would be " : " is ";
    var note = isAsBefore && !flags.dryRun() ? ", as it was before; nothing was changed" : "";
    session.out().println("Connection " + connection.getName() + verb + state + note);
  }
}
