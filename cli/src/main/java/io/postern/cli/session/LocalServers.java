package io.postern.cli.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the servers that were started by the same person on this machine keep the token for their
 * administrator: a file for each port, with the path of the token's file and the process of the
 * server in it. While that does not run, somebody else may listen there, who is shown no token.
 */
public final class LocalServers {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127(?:\\.[0-9]+){3}|\\[::1\\]):([0-9]+)");

  private final Path folder;

  private LocalServers(Path folder) {
    this.folder = folder;
  }

  /** Those of this terminal's user. */
  public static LocalServers of(Terminal terminal) {
    return new LocalServers(dataFolder(terminal).resolve("servers"));
  }

  /** Where servers of this terminal's user keep their data unless they are told otherwise. */
  public static Path dataFolder(Terminal terminal) {
    var data = terminal.environment().get("XDG_DATA_HOME");
    var home =
        data == null || data.isEmpty() ? terminal.home().resolve(".local/share") : Path.of(data);
    return home.resolve("postern");
  }

  /** Notes where the token for this process's server on a port is. */
  public void note(int port, Path tokenFile) {
    OwnerFile.write(
        folder.resolve(Integer.toString(port)),
        tokenFile.toAbsolutePath() + "\n" + process(ProcessHandle.current()) + "\n");
  }

  /** Its number, and when it began: numbers are given out again. */
  private static String process(ProcessHandle process) {
    return process.pid()
        + " "
        + process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  private static boolean runs(String noted) {
    return ProcessHandle.of(Long.parseLong(noted.split(" ")[0]))
        .filter(ProcessHandle::isAlive)
        .map(process -> process(process).equals(noted))
        .orElse(false);
  }

  /**
   * The token's file for a server on this machine; empty if it is none, or none is known.
   *
   * @param server {@code host:port}
   */
  Optional<Path> tokenFile(String server) {
    var match = LOOPBACK.matcher(server);
    if (!match.matches()) return Optional.empty();
    var note = folder.resolve(match.group(1));
    try {
      if (!Files.isReadable(note)) return Optional.empty();
      var lines = Files.readAllLines(note);
      if (lines.size() != 2 || !runs(lines.get(1))) return Optional.empty();
      return Optional.of(Path.of(lines.get(0))).filter(Files::isReadable);
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
