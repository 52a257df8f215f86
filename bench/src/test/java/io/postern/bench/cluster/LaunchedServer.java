package io.postern.bench.cluster;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.postern.dns.testing.Answered;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** {@code postern server} of some checkout, whichever version that is, on a shared store. */
final class LaunchedServer implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
  private static final int PATIENCE_SECONDS = 120;

  private final Process process;
  private final ManagedChannel channel;
  private final int networkDns;

  private LaunchedServer(Process process, int grpc, int networkDns) {
    this.process = process;
    this.channel = NettyChannelBuilder.forAddress("127.0.0.1", grpc).usePlaintext().build();
    this.networkDns = networkDns;
  }

  private static Process begin(Path launcher, Path folder, String store, String network)
      throws IOException {
    Files.createDirectories(folder);
    return new ProcessBuilder(
            launcher.toString(),
            "server",
            "--auth",
            "declared",
            "--data",
            folder.toString(),
            "--store",
            store,
            "--grpc",
            "127.0.0.1:0",
            "--dns",
            "127.0.0.1:0",
            "--dns-for",
            network + "=127.0.0.1:0")
        .redirectError(log(folder).toFile())
        .start();
  }

  private static Path log(Path folder) {
    return folder.resolve("errors");
  }

  /**
   * Returns once it answers.
   *
   * @param launcher the command of a checkout
   * @param network whose answers it is asked for
   */
  static LaunchedServer start(Path launcher, Path folder, String store, String network)
      throws IOException {
    var process = begin(launcher, folder, store, network);
    var out = process.inputReader(StandardCharsets.UTF_8);
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (!line.startsWith("postern is ready: ")) continue;
      var ports = new ArrayList<Integer>();
      for (var match = PORT.matcher(line); match.find(); )
        ports.add(Integer.parseInt(match.group(1)));
      return new LaunchedServer(process, ports.getFirst(), ports.getLast());
    }
    throw new IOException("It did not start: " + Files.readString(log(folder)));
  }

  /** What one says that does not start. */
  static String refusal(Path launcher, Path folder, String store, String network)
      throws IOException, InterruptedException {
    var process = begin(launcher, folder, store, network);
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0) {
      process.destroyForcibly();
      throw new AssertionError("It did not refuse to start.");
    }
    return Files.readString(log(folder));
  }

  ManagedChannel channel() {
    return channel;
  }

  /** What the network is answered. */
  String address(String name) {
    var answers = Answered.of(DnsClient.of(Loopback.port(networkDns)).udp(name, "A")).answers();
    return answers.isEmpty() ? "" : answers.getLast().replaceAll(".* ", "");
  }

  /** SIGTERM; returns once it has ended. May be done twice. */
  @Override
  public void close() {
    channel.shutdownNow();
    process.destroy();
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
