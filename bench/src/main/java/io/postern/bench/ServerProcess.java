package io.postern.bench;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.postern.server.app.PosternServer;
import io.postern.server.config.AuthSettings;
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

/** A server in a process of its own, to be measured from outside, or killed without mercy. */
public final class ServerProcess implements AutoCloseable {
  private static final String READY = "ready ";

  /** For a server that lives for seconds: the optimizing compiler would only be in the way. */
  private static final List<String> SHORT_LIVED = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

  /** What {@code postern server} gives to the collector. */
  private static final List<String> COLLECTOR =
      List.of("-XX:GCTimeRatio=99", "-XX:MaxTenuringThreshold=2");

  private final Process process;
  private final InetSocketAddress address;
  private final InetSocketAddress dns;
  private final ManagedChannel channel;

  private ServerProcess(Process process, InetSocketAddress address, InetSocketAddress dns) {
    this.process = process;
    this.address = address;
    this.dns = dns;
    this.channel = NettyChannelBuilder.forAddress(address).usePlaintext().build();
  }

  /** The child's main: serves a folder, or the database of a URL, until it is killed. */
  public static void main(String[] args) throws Exception {
    var server = PosternServer.start(onFreePorts(in(args)));
    System.out.println(
        READY + server.grpcAddress().getPort() + " " + server.dnsAddresses().getFirst().getPort());
    Thread.currentThread().join();
  }

  /** The settings with ports of loopback that are free. */
  public static ServerSettings onFreePorts(ServerSettings settings) {
    return onFreePorts(settings, Optional.empty());
  }

  /**
   * The same, with DNS for one network.
   *
   * @param network the network's name; empty for whoever asks
   */
  public static ServerSettings onFreePorts(ServerSettings settings, Optional<String> network) {
    var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return settings
        .with(AuthSettings.DECLARED)
        .with(GrpcSettings.DEFAULT.withAddress(free))
        .with(settings.dns().withListeners(List.of(new ListenerSettings(free, network))));
  }

  private static ServerSettings in(String[] args) {
    var settings = ServerSettings.in(Path.of(args[0]));
    return args.length == 1 ? settings : settings.with(settings.store().withUrl(args[1]));
  }

  /**
   * Starts a server that will not live for long.
   *
   * @param prefix what stands before the command
   * @param log where its log goes
   * @param environment of the process, beside what it inherits
   */
  public static ServerProcess start(
      List<String> prefix, Path folder, Path log, Map<String, String> environment)
      throws IOException {
    var command = new ArrayList<>(prefix);
    command.addAll(command(SHORT_LIVED, List.of(folder.toString())));
    return start(command, log, environment);
  }

  /** Starts one on a database that others share. */
  public static ServerProcess start(Path folder, String storeUrl) throws IOException {
    return start(folder, SHORT_LIVED, List.of(storeUrl));
  }

  /**
   * Starts a server as it is for measurements.
   *
   * @param options of its JVM, before those of the variable POSTERN_JAVA_OPTS
   */
  public static ServerProcess forMeasurement(Path folder, List<String> options) throws IOException {
    var all = new ArrayList<>(COLLECTOR);
    all.addAll(options);
    var more = System.getenv().getOrDefault("POSTERN_JAVA_OPTS", "").strip();
    if (!more.isEmpty()) all.addAll(List.of(more.split(" +")));
    return start(folder, all, List.of());
  }

  private static ServerProcess start(Path folder, List<String> options, List<String> more)
      throws IOException {
    Files.createDirectories(folder);
    var arguments = new ArrayList<>(List.of(folder.toString()));
    arguments.addAll(more);
    return start(command(options, arguments), folder.resolve("server.log"), Map.of());
  }

  private static List<String> command(List<String> options, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
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
      return new ServerProcess(process, local(ports[0]), local(ports[1]));
    }
    throw new IOException("The server did not start:\n" + Files.readString(log));
  }

  private static InetSocketAddress local(String port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  public ManagedChannel channel() {
    return channel;
  }

  /** Where it serves gRPC. */
  public InetSocketAddress address() {
    return address;
  }

  /** Where it answers DNS. */
  public InetSocketAddress dns() {
    return dns;
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
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
    var sent = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    if (sent.waitFor() != 0) throw new IOException("kill -" + name + " failed");
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    channel.shutdownNow();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    channel.shutdownNow();
  }
}
