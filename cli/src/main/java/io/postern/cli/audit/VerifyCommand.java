package io.postern.cli.audit;

import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.ExitCode;
import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import io.postern.client.resource.AuditChain;
import io.postern.v1.AuditBreak;
import io.postern.v1.AuditMark;
import io.postern.v1.ExportAuditResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern audit verify}. */
@Command(
    name = "verify",
    description = {
      "Compute the chain of all entries again, here and not on the server, and have the server hold"
          + " what was changed against them. Says where the chain first does not hold, with exit"
          + " code 1. Only administrators may.",
      "Note the last line elsewhere: with --known it shows whether the whole chain was replaced."
    })
final class VerifyCommand implements Runnable {
  private final Session session;

  @Option(
      names = "--known",
      paramLabel = "NUMBER:HASH",
      description =
          "An entry that an earlier verification ended with: it has to be the same still.")
  private @Nullable String known;

  VerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var found = new Walk(known);
      client.audit().export(0, found::take);
      var reached = found.end();
      requireChanges(client, reached);
      session
          .out()
          .println(
              "The audit is whole: "
                  + (reached.getNumber() - found.cut())
                  + " entries, the last one is");
      session.out().println(text(reached));
    }
  }

  private static void requireChanges(PosternClient client, AuditMark reached) {
    var verdict = client.audit().verify(0, reached.getNumber());
    if (verdict.hasFirstBreak()) throw broken(verdict.getFirstBreak());
  }

  private static CommandFailure broken(AuditBreak fault) {
    return new CommandFailure(
        ExitCode.REFUSED,
        "the audit is broken at entry " + fault.getNumber() + ": " + fault.getMessage());
  }

  private static String text(AuditMark mark) {
    return mark.getNumber() + ":" + mark.getSha256();
  }

  /** A way along the chain, entry by entry. */
  private static final class Walk {
    private final @Nullable String known;
    private AuditChain chain = new AuditChain(AuditMark.getDefaultInstance());
    private long cut;
    private boolean metKnown;
    private Optional<AuditMark> last = Optional.empty();

    Walk(@Nullable String known) {
      this.known = known;
    }

    void take(ExportAuditResponse part) {
      if (part.hasBefore()) {
        chain = new AuditChain(part.getBefore());
        cut = part.getBefore().getNumber();
      }
      meet();
      for (var entry : part.getEntriesList()) {
        chain
            .next(entry)
            .ifPresent(fault -> {
              throw broken(fault);
            });
        meet();
      }
      if (part.hasLast()) last = Optional.of(part.getLast());
    }

    private void meet() {
      if (text(chain.reached()).equals(known)) metKnown = true;
    }

    AuditMark end() {
      if (last.isEmpty())
        throw new CommandFailure(ExitCode.UNAVAILABLE, "the export ended before it was whole");
      chain
          .end(last.get())
          .ifPresent(fault -> {
            throw broken(fault);
          });
      if (known != null && !metKnown)
        throw new CommandFailure(
            ExitCode.REFUSED, "the audit does not have the entry " + known + " that was known");
      return chain.reached();
    }

    long cut() {
      return cut;
    }
  }
}
