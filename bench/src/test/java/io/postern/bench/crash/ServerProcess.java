package io.postern.bench.crash;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.postern.server.app.PosternServer;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.DnsServerSettings.ListenerSettings;
import io.postern.server.config.GrpcSettings;
import io.postern.server.config.ServerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server in a process of its own, so that it can be killed without mercy. */
public final class ServerProcess {
  private static final String READY = "ready ";

  private final Process process;
  private final ManagedChannel channel;
  private final InetSocketAddress dns;

  private ServerProcess(Process process, ManagedChannel channel, InetSocketAddress dns) {
    this.process = process;
    this.channel = channel;
    this.dns = dns;
  }

  /** The child's main: serves a folder, or the database of a URL, until it is killed. */
  public static void main(String[] args) throws Exception {
    var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var dns = DnsServerSettings.DEFAULT;
    var settings =
        in(args)
            .with(GrpcSettings.DEFAULT.withAddress(free))
            .with(
                new DnsServerSettings(
                    List.of(new ListenerSettings(free, Optional.empty())),
                    dns.upstreams(),
                    dns.upstreamTimeout(),
                    false,
                    false));
    var server = PosternServer.start(settings);
    System.out.println(
        READY + server.grpcAddress().getPort() + " " + server.dnsAddresses().getFirst().getPort());
    Thread.currentThread().join();
  }

  private static ServerSettings in(String[] args) {
    var settings = ServerSettings.in(Path.of(args[0]));
    return args.length == 1 ? settings : settings.with(settings.store().withUrl(args[1]));
  }

  /**
   * Starts a server on a disk.
   *
   * @param log where its log goes
   * @param environment of the process, beside what it inherits
   */
  static ServerProcess start(Disk disk, Path log, Map<String, String> environment)
      throws IOException {
    var command = new ArrayList<>(disk.prefix());
    command.addAll(command(List.of(disk.folder().toString())));
    return start(command, log, environment);
  }

  /** Starts a server on a database that others share. */
  public static ServerProcess start(Path folder, String storeUrl) throws IOException {
    Files.createDirectories(folder);
    return start(
        command(List.of(folder.toString(), storeUrl)), folder.resolve("server.log"), Map.of());
  }

  private static List<String> command(List<String> arguments) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        new ArrayList<>(
            List.of(
                java,
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // The one that logs to the error stream, which goes into a file.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                ServerProcess.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private static ServerProcess start(
      List<String> command, Path log, Map<String, String> environment) throws IOException {
    var builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    var out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      if (!line.startsWith(READY)) continue;
      var ports = line.substring(READY.length()).split(" ");
      return new ServerProcess(
          process,
          NettyChannelBuilder.forAddress(local(ports[0])).usePlaintext().build(),
          local(ports[1]));
    }
    throw new IOException("The server did not start:\n" + Files.readString(log));
  }

  private static InetSocketAddress local(String port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  long pid() {
    return process.pid();
  }

  /** Where it answers DNS. */
  InetSocketAddress dns() {
    return dns;
  }

  public ManagedChannel channel() {
    return channel;
  }

  /** SIGSTOP: it stands still, with all that it holds, until it is let go on. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  public void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Commands.run("kill", "-" + name, String.valueOf(process.pid()));
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    channel.shutdownNow();
  }
}
