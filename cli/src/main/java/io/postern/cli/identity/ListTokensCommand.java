package io.postern.cli.identity;

import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import picocli.CommandLine.Command;

/** {@code postern token list}. */
@Command(
    name = "list",
    description = "List your tokens, without their secrets; administrators see all.")
final class ListTokensCommand implements Runnable {
  private final Session session;

  ListTokensCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var tokens = client.apiTokens().list().stream();
      if (session.output() != OutputFormat.TABLE) {
        new MessagePrinter(session.out(), session.output()).list(tokens);
        return;
      }
      var table = TokenText.table();
      tokens.forEachOrdered(token -> table.add(TokenText.row(token)));
      table.lines().forEach(session.out()::println);
    }
  }
}
