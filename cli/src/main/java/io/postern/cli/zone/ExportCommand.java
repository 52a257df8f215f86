package io.postern.cli.zone;

import io.postern.cli.noun.DnsNouns;
import io.postern.cli.noun.NameResolver;
import io.postern.cli.noun.ScopeOptions;
import io.postern.cli.print.MessagePrinter;
import io.postern.cli.session.CommandFailure;
import io.postern.cli.session.OutputFormat;
import io.postern.cli.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code postern zone export}. */
@Command(
    name = "export",
    description =
        "Write the record sets of a zone into a zone file, which 'postern zone import' and other"
            + " DNS servers read.")
final class ExportCommand implements Runnable {
  private final Session session;

  @Mixin private final ScopeOptions scope = new ScopeOptions();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The file to write. Default: the output stream.")
  private @Nullable Path file;

  @Option(
      names = "--claims",
      paramLabel = "HOW",
      defaultValue = "commented",
      converter = Claims.Reader.class,
      description =
          "What private endpoints claim: commented, included as records, or omitted. Default:"
              + " commented.")
  private Claims claims = Claims.COMMENTED;

  @Parameters(paramLabel = "ZONE", description = "The private DNS zone.")
  private String zone = "";

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    try (var client = session.connect()) {
      var name = new NameResolver(client, session, scope).resolve(DnsNouns.ZONE, zone);
      var exported = client.privateDnsZones().export(name, claims.inApi());
      if (file != null) write(file, exported.getZoneFile());
      else if (session.output() == OutputFormat.TABLE) session.out().print(exported.getZoneFile());
      else new MessagePrinter(session.out(), session.output()).one(exported);
    }
  }

  private void write(Path path, String text) {
    try {
      Files.writeString(path, text);
      session.out().println("Wrote " + path);
    } catch (IOException e) {
      throw CommandFailure.usage("the file " + path + " cannot be written");
    }
  }
}
