package io.postern.cli.dns;

import io.postern.cli.print.MessagePrinter;
import io.postern.cli.print.Table;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.v1.GetDnsStatusResponse;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code postern dns status}. */
@Command(name = "status", description = "Show where DNS listens, and for which virtual networks.")
final class StatusCommand implements Runnable {
  /** More than a server is behind while all is well. */
  private static final int NOTABLE_SECONDS = 5;

  private final Session session;

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var status = client.dns().status();
      if (session.output() != OutputFormat.TABLE) {
        new MessagePrinter(session.out(), session.output()).one(status);
        return;
      }
      if (status.getStaleness().getSeconds() >= NOTABLE_SECONDS) {
        session
            .err()
            .println(
                "The server has not reached its store for "
                    + status.getStaleness().getSeconds()
                    + " seconds; it answers as of "
                    + status.getServedRevisionToken()
                    + ".");
      }
      if (status.hasStoreTrouble()) {
        session
            .err()
            .println(
                "The server has taken no changes for "
                    + status.getStoreTrouble().getLasting().getSeconds()
                    + " seconds. "
                    + status.getStoreTrouble().getMessage());
      }
      if (status.getListenersCount() == 0) {
        session.out().println("DNS does not listen.");
        return;
      }
      var table = new Table(List.of("ADDRESS", "PROTOCOLS", "VIEW"));
      for (var listener : status.getListenersList()) {
        var network = listener.getVirtualNetwork();
        table.add(
            List.of(
                listener.getAddress(),
                String.join(", ", listener.getProtocolsList()),
                network.isEmpty() ? "by source address" : network));
      }
      table.lines().forEach(session.out()::println);
      printNodes(status);
    }
  }

  private void printNodes(GetDnsStatusResponse status) {
    if (status.getNodesCount() == 0) return;
    session.out().println();
    var table = new Table(List.of("NODE", "SERVES"));
    for (var node : status.getNodesList())
      table.add(List.of(node.getNode(), node.getServedRevisionToken()));
    table.lines().forEach(session.out()::println);
  }
}
