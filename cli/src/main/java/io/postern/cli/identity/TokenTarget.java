package io.postern.cli.identity;

import io.postern.cli.session.OwnerFile;
import io.postern.cli.session.Session;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the secret of a token goes, which is told once. */
final class TokenTarget {
  @Option(
      names = "--into",
      paramLabel = "FILE",
      description = {
        "The file to write the token into, which you alone can read.",
        "Default: it is printed, alone on a line."
      })
  private @Nullable Path file;

  /** What is said goes to the error stream, so that the output is the token and nothing else. */
  void take(Session session, String name, String secret) {
    if (secret.isEmpty()) {
      session.err().println("postern: " + name + " would be written; nothing was changed");
      return;
    }
    if (file == null) {
      session.out().println(secret);
      return;
    }
    OwnerFile.write(file, secret + "\n");
    session.out().println(name + " is in " + file);
  }
}
