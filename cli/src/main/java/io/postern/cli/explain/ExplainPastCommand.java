package io.postern.cli.explain;

import io.postern.cli.dns.AnswerText;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import io.postern.v1.ExplainPastAnswerResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postern explain past}. */
@Command(
    name = "past",
    description =
        "Show what the server answered at an earlier time, from when to when it did, and who caused"
            + " it, as far as the audit reaches back.")
final class ExplainPastCommand implements Runnable {
  private final Session session;

  @Mixin private final QuestionOptions question = new QuestionOptions();

  @ArgGroup(multiplicity = "1")
  private final Moment moment = new Moment();

  /** One of the two. */
  private static final class Moment {
    @Option(
        names = "--at",
        paramLabel = "TIME",
        required = true,
        description = "When (RFC 3339), such as 2026-11-23T10:00:00Z.")
    private @Nullable String time;

    @Option(
        names = "--revision",
        paramLabel = "TOKEN",
        required = true,
        description = "When, as the token of a revision: writes show theirs with -o json.")
    private @Nullable String revision;
  }

  ExplainPastCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var network = question.network(client, session);
      var past = ask(client, network);
      if (session.output() == OutputFormat.TABLE) {
        new PastTree(past).lines(question.toString()).forEach(session.out()::println);
        if (past.getLeftToOthers()) return;
        session.out().println();
        new AnswerText(past.getAnswer()).lines(network).forEach(session.out()::println);
      } else {
        new MessagePrinter(session.out(), session.output()).one(past);
      }
    }
  }

  private ExplainPastAnswerResponse ask(PosternClient client, String network) {
    var revision = moment.revision;
    return revision == null
        ? client.explain().pastAnswer(network, question.name(), question.type(), time())
        : client.explain().pastAnswer(network, question.name(), question.type(), revision);
  }

  private Instant time() {
    var text = moment.time;
    try {
      return Instant.parse(text == null ? "" : text);
    } catch (DateTimeParseException e) {
      throw CommandFailure.usage(
          "--at takes a time such as 2026-03-01T12:00:00Z, not '" + text + "'");
    }
  }
}
