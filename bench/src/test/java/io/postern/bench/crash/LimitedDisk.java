package io.postern.bench.crash;

import io.postern.bench.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder like any other. That there is no more room in it is the limit of the system for how
 * large a file may become, which can be set for a process that runs, and by anybody.
 */
record LimitedDisk(Path folder) implements Disk {
  private static final int MORE_THAN_LOGS = 1 << 16;

  @Override
  public Path seen() {
    return folder;
  }

  @Override
  public List<String> prefix() {
    return List.of();
  }

  @Override
  public void fill(ServerProcess server) throws IOException, InterruptedException {
    var size = Files.size(folder.resolve("postern.mv.db"));
    limit(server, String.valueOf(Math.max(MORE_THAN_LOGS, size / 2)));
  }

  @Override
  public void clear(ServerProcess server) throws IOException, InterruptedException {
    limit(server, "unlimited");
  }

  private static void limit(ServerProcess server, String octets)
      throws IOException, InterruptedException {
    Commands.run("prlimit", "--pid", String.valueOf(server.pid()), "--fsize=" + octets + ":");
  }

  @Override
  public void remove() {}
}
