package io.postern.cli.identity;

import io.postern.cli.print.MessagePrinter;
import io.postern.cli.print.Table;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.v1.WhoAmIResponse;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code postern whoami}. */
@Command(
    name = "whoami",
    description = "Show who you are to the server, how it knows that, and what you are limited to.")
public final class WhoAmICommand implements Runnable {
  private final Session session;

  public WhoAmICommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var answer = client.identity().whoAmI();
      if (session.output() != OutputFormat.TABLE)
        new MessagePrinter(session.out(), session.output()).one(answer);
      else table(answer).lines().forEach(session.out()::println);
    }
  }

  private static Table table(WhoAmIResponse answer) {
    var table = new Table(List.of("PRINCIPAL", "TENANT", "BY", "CREDENTIAL", "EXPIRES", "ACTIONS"));
    table.add(
        List.of(
            answer.getPrincipal()
                + (answer.getActingAdministrator().isEmpty()
                    ? ""
                    : " (" + answer.getActingAdministrator() + ")"),
            answer.getTenant(),
            TokenText.words(answer.getMethod()),
            answer.getCredential(),
            TokenText.time(answer.hasExpireTime(), answer.getExpireTime()),
            TokenText.actions(answer.getActionsList())));
    return table;
  }
}
