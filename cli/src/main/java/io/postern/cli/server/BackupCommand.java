package io.postern.cli.server;

import io.postern.cli.session.Session;
import io.postern.client.PosternClient;
import io.postern.server.app.Stores;
import io.postern.server.config.ServerSettings;
import java.io.IOException;
import java.io.OutputStream;
import picocli.CommandLine.Command;

/** {@code postern backup}. */
@Command(
    name = "backup",
    description = {
      "Write everything in a store into a file, as it is at one revision: resources, addresses, the"
          + " log of changes. 'postern restore' makes a store of it, in a file or in PostgreSQL,"
          + " whichever it came from.",
      StoreCopy.WHICH_STORE
    })
public final class BackupCommand extends StoreCopy {
  public BackupCommand(Session session) {
    super(session, "Backed up");
  }

  @Override
  String write(PosternClient client, OutputStream target) throws IOException {
    var end = client.backup().write(target);
    var summary = end.getSummary();
    return end.getRevisionToken() + ": " + BackupText.of(summary.getRows(), summary.getSha256());
  }

  @Override
  String write(ServerSettings settings, OutputStream target) {
    var summary = Stores.backup(settings, target);
    return summary.revision().token() + ": " + BackupText.of(summary);
  }
}
