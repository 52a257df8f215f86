package io.postern.cli.zone;

import io.postern.cli.noun.DnsNouns;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.print.Table;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.v1.Metric;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code postern zone metrics}. */
@Command(
    name = "metrics",
    description =
        "Show what is measured of a zone, under the names of Azure Monitor. Queries are those that"
            + " this server answered since it was started.")
final class MetricsCommand implements Runnable {
  private final Session session;

  @Mixin private final ScopeOptions scope = new ScopeOptions();

  @Parameters(paramLabel = "ZONE", description = "The private DNS zone.")
  private String zone = "";

  MetricsCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var name = new NameResolver(client, session, scope).resolve(DnsNouns.ZONE, zone);
      var measured = client.dns().zoneMetrics(name);
      if (session.output() == OutputFormat.TABLE) {
        var table = new Table(List.of("METRIC", "VALUE"));
        for (var metric : measured.getMetricsList())
          table.add(List.of(metric.getName(), value(metric)));
        table.lines().forEach(session.out()::println);
      } else {
        new MessagePrinter(session.out(), session.output()).one(measured);
      }
    }
  }

  private static String value(Metric metric) {
    var pattern = metric.getUnit() == Metric.Unit.UNIT_PERCENT ? "%.1f %%" : "%.0f";
    return String.format(Locale.ROOT, pattern, metric.getValue());
  }
}
