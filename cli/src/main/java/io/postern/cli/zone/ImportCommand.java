package io.postern.cli.zone;

import io.postern.cli.name.ShortName;
import io.postern.cli.noun.DnsNouns;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.noun.Words;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import io.postern.cli.session.WriteFlags;
import io.postern.client.error.PosternException;
import io.postern.v1.ImportRecordSetsRequest.Mode;
import io.postern.v1.ImportRecordSetsResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern zone import}. */
@Command(
    name = "import",
    description =
        "Make the record sets of a zone those of a zone file, all of them or none. What private"
            + " endpoints claim stays as it is.")
final class ImportCommand implements Runnable {
  private static final Path STANDARD_INPUT = Path.of("-");
  private static final String FILE_INVALID = "ZONE_FILE_INVALID";

  private final Session session;

  @Mixin private final ScopeOptions scope = new ScopeOptions();

  @Mixin private final WriteFlags flags = new WriteFlags();

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The zone file; - is the standard input.")
  private Path file = STANDARD_INPUT;

  @Option(
      names = "--replace",
      description =
          "Delete the record sets made by hand that the file does not have. Default: they stay.")
  private boolean isReplacement;

  @Parameters(paramLabel = "ZONE", description = "The private DNS zone.")
  private String zone = "";

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    var text = text();
    try (var client = session.connect()) {
      var name = new NameResolver(client, session, scope).resolve(DnsNouns.ZONE, zone);
      var mode = isReplacement ? Mode.MODE_REPLACE : Mode.MODE_MERGE;
      print(client.privateDnsZones().importRecordSets(name, text, mode, flags.options()), name);
    } catch (PosternException refused) {
      if (refused.reasonText().equals(FILE_INVALID)) printFaults(refused);
      throw refused;
    }
  }

  private String text() {
    try {
      return file.equals(STANDARD_INPUT)
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(file);
    } catch (NoSuchFileException e) {
      throw CommandFailure.usage("there is no file " + file);
    } catch (IOException e) {
      throw CommandFailure.usage("the file " + file + " cannot be read as text");
    }
  }

  private void printFaults(PosternException refused) {
    for (var violation : refused.fieldViolations())
      session.err().println(file + ": " + violation.description());
  }

  private void print(ImportRecordSetsResponse done, String name) {
    if (session.output() != OutputFormat.TABLE) {
      new MessagePrinter(session.out(), session.output()).one(done);
      return;
    }
    for (var change : done.getChangesList()) {
      var recordSet = change.getRecordSet().substring(name.length() + 1);
      session.out().printf("%-6s  %s%n", Words.of(change.getAction()), recordSet);
    }
    int changes = done.getCreatedCount() + done.getUpdatedCount() + done.getDeletedCount();
    if (changes > done.getChangesCount())
      session.out().println("... and " + (changes - done.getChangesCount()) + " more");
    for (var skipped : done.getSkippedRecordsList())
      session.out().println("line " + skipped.getLine() + ": " + skipped.getExplanation());
    session
        .out()
        .printf(
            "%s %s: %d created, %d updated, %d deleted, %d unchanged%n",
            flags.dryRun() ? "Would import into" : "Imported into",
            ShortName.id(name),
            done.getCreatedCount(),
            done.getUpdatedCount(),
            done.getDeletedCount(),
            done.getUnchangedCount());
  }
}
