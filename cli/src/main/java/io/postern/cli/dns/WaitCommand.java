package io.postern.cli.dns;

import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern dns wait}. */
@Command(
    name = "wait",
    description =
        "Wait until DNS on the server answers from a revision or a later one, for as long as"
            + " --timeout allows. A write waits by itself at the server that takes it; this is for"
            + " another server's DNS.")
final class WaitCommand implements Runnable {
  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "TOKEN",
      description =
          "What to wait for: a token that 'connection approve -o json' or 'dns status -o json'"
              + " shows.")
  private String token = "";

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description =
          "Waits for a DNS node that follows the server, in place of the server's own DNS.")
  private String node = "";

  WaitCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var answer =
          node.isEmpty()
              ? client.dns().waitFor(token, session.timeout())
              : client.dns().waitForNode(node, token, session.timeout());
      if (session.output() != OutputFormat.TABLE)
        new MessagePrinter(session.out(), session.output()).one(answer);
      if (!answer.getReached()) throw notReached(answer.getServedRevisionToken());
      if (session.output() == OutputFormat.TABLE)
        session.out().println("DNS serves " + answer.getServedRevisionToken() + ".");
    }
  }

  private CommandFailure notReached(String served) {
    return new CommandFailure(
        ExitCode.UNAVAILABLE,
        "DNS at "
            + session.server()
            + " serves "
            + served
            + " and did not come to "
            + token
            + " in time; --timeout gives it longer");
  }
}
