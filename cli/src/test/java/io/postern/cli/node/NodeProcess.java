package io.postern.cli.node;

import io.postern.dns.testing.Answered;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code postern dns serve --control-plane} in a process of its own. */
final class NodeProcess {
  private static final Pattern READY =
      Pattern.compile("postern is ready: DNS on 127\\.0\\.0\\.1:\\d+, 127\\.0\\.0\\.1:(\\d+), .*");

  /** A process starts slowly where others are at work, and says only each minute why it waits. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final int port;

  private NodeProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Returns once it answers.
   *
   * @param servers {@code host:port}, with commas
   * @param network whose view it serves
   * @param options how it proves to the servers who it is; nothing where they ask for no proof
   */
  static NodeProcess start(Path folder, String servers, String network, String... options)
      throws IOException {
    var process = begin(folder, servers, network, options);
    var out = process.inputReader(StandardCharsets.UTF_8);
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      var ready = READY.matcher(line);
      if (ready.matches()) return new NodeProcess(process, Integer.parseInt(ready.group(1)));
    }
    throw new IOException("The node did not start: " + Files.readString(log(folder)));
  }

  /**
   * Why the servers do not let it follow a network, from its log; it is gone then. One that was too
   * slow to hear of a server at all says that first.
   */
  static String refusal(Path folder, String servers, String network, String... options)
      throws Exception {
    var refused = Pattern.compile(" cannot be followed: .*" + Pattern.quote(network));
    var process = begin(folder, servers, network, options);
    try {
      return Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> Files.readString(log(folder)), it -> refused.matcher(it).find());
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Path log(Path folder) {
    return folder.resolve("node.log");
  }

  private static Process begin(Path folder, String servers, String network, String... options)
      throws IOException {
    Files.createDirectories(folder);
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // The one that logs to the error stream.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "io.postern.cli.Postern",
                "dns",
                "serve",
                "--control-plane",
                servers,
                "--state",
                folder.resolve("state").toString(),
                "--node",
                "node1",
                "--threads",
                "1",
                "--listen",
                "127.0.0.1:0",
                "--network",
                network,
                "--dns-for",
                network + "=127.0.0.1:0"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectError(log(folder).toFile()).start();
  }

  /** What the network is answered. */
  Answered ask(String name, String type) {
    return Answered.of(DnsClient.of(Loopback.port(port)).udp(name, type));
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
