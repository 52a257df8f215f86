package io.postern.cli.server;

import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import io.postern.server.app.Stores;
import io.postern.server.config.ServerSettings;
import io.postern.server.store.ExportSummary;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine.Command;

/** {@code postern export}. */
@Command(
    name = "export",
    description = {
      "Write every resource in a store into a file, as lines of JSON that other programs can read,"
          + " as it is at one revision. 'postern import' makes a store of it, in a file or in"
          + " PostgreSQL.",
      StoreCopy.WHICH_STORE
    })
public final class ExportCommand extends StoreCopy {
  public ExportCommand(Session session) {
    super(session, "Exported");
  }

  @Override
  String write(PosternClient client, OutputStream target) throws IOException {
    var end = client.backup().export(target);
    var summary = end.getSummary();
    return text(end.getRevisionToken(), summary.getResources(), summary.getSha256());
  }

  @Override
  String write(ServerSettings settings, OutputStream target) {
    return text(Stores.export(settings, target));
  }

  static String text(ExportSummary summary) {
    return text(summary.revision().token(), summary.resources(), summary.sha256());
  }

  private static String text(String revision, long resources, String sha256) {
    return "%s: %,d resources, sha256 %s".formatted(revision, resources, sha256);
  }
}
