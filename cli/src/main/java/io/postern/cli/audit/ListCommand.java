package io.postern.cli.audit;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.print.Table;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.v1.AuditEntry;
import io.postern.v1.ListAuditEntriesRequest;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern audit list}. */
@Command(
    name = "list",
    description =
        "List writes and refusals, the newest first. Somebody of a tenant sees what concerns it.")
final class ListCommand implements Runnable {
  private final Session session;

  @Option(names = "--since", paramLabel = "TIME", description = "From this time on (RFC 3339).")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Before this time (RFC 3339).")
  private @Nullable String until;

  @Option(names = "--principal", paramLabel = "NAME", description = "Only calls of this principal.")
  private String principal = "";

  @Option(
      names = "--resource",
      paramLabel = "PREFIX",
      description = "Only entries with a resource whose full name begins with this.")
  private String resource = "";

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description = "Only calls of this method, such as ApproveConnection.")
  private String method = "";

  @Option(
      names = "--outcome",
      paramLabel = "OUTCOME",
      description =
          "Only entries with this outcome, such as OK or NOT_FOUND; REFUSED is all but OK.")
  private String outcome = "";

  @Option(
      names = "--limit",
      paramLabel = "COUNT",
      description = "How many entries at most. Default: 100.")
  private int limit = 100;

  ListCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var filters =
        ListAuditEntriesRequest.newBuilder()
            .setPageSize(limit)
            .setPrincipal(principal)
            .setResourcePrefix(resource)
            .setMethod(method)
            .setOutcome(outcome)
            .setIncludeChanges(session.output() != OutputFormat.TABLE);
    if (since != null) filters.setStartTime(time(since, "--since"));
    if (until != null) filters.setEndTime(time(until, "--until"));
    try (var client = session.connect()) {
      var entries = client.audit().list(filters.build()).stream().limit(limit);
      if (session.output() == OutputFormat.TABLE) table(entries.toList());
      else new MessagePrinter(session.out(), session.output()).list(entries);
    }
  }

  private static Timestamp time(String text, String option) {
    try {
      return Timestamps.parse(text);
    } catch (ParseException e) {
      throw CommandFailure.usage(
          option + " takes a time such as 2026-03-01T12:00:00Z, not '" + text + "'");
    }
  }

  private void table(List<AuditEntry> entries) {
    var table = new Table(List.of("NUMBER", "TIME", "PRINCIPAL", "METHOD", "OUTCOME", "RESOURCE"));
    for (var entry : entries) {
      table.add(
          List.of(
              Long.toString(entry.getNumber()),
              Timestamps.toString(entry.getTime()),
              entry.getPrincipal(),
              entry.getMethod().substring(entry.getMethod().indexOf('/') + 1),
              entry.getReason().isEmpty() ? entry.getOutcome() : entry.getReason(),
              first(entry)));
    }
    table.lines().forEach(session.out()::println);
  }

  private static String first(AuditEntry entry) {
    if (entry.getResourcesCount() == 0) return "";
    int more = entry.getResourceCount() - 1;
    return entry.getResources(0) + (more > 0 ? " and " + more + " more" : "");
  }
}
