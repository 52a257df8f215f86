package io.postern.cli.subscription;

import io.postern.cli.noun.NetworkNouns;
import io.postern.cli.noun.Words;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.print.Table;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.v1.Quota;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code postern subscription quotas}. */
@Command(
    name = "quotas",
    description = "List the limits of a subscription and what is used of them.")
final class QuotasCommand implements Runnable {
  private final Session session;

  @Mixin private final NamedSubscription subscription = new NamedSubscription();

  QuotasCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var name = subscription.name(client, session);
      print(client.subscriptions().quotas(name).stream());
    }
  }

  private void print(Stream<Quota> quotas) {
    if (session.output() != OutputFormat.TABLE) {
      new MessagePrinter(session.out(), session.output()).list(quotas);
      return;
    }
    var table = new Table(List.of("NAME", "USED", "LIMIT", "UNIT", "PER"));
    quotas.forEachOrdered(quota ->
        table.add(
            List.of(
                quota.getName(),
                NetworkNouns.used(quota),
                Long.toString(quota.getLimit()),
                quota.getUnit(),
                Words.of(quota.getCountedPer()))));
    table.lines().forEach(session.out()::println);
  }
}
