package io.postern.bench.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Programs of the system that are run to their end. */
final class Commands {
  private Commands() {}

  static void run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0)
      throw new IOException(String.join(" ", command) + " failed: " + said.strip());
  }
}
