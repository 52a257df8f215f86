package io.postern.bench;

import io.postern.client.PosternClient;
import io.postern.server.app.PosternServer;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.DnsServerSettings.ListenerSettings;
import io.postern.server.config.GrpcSettings;
import io.postern.server.config.ServerSettings;
import io.postern.v1.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A server with very many names: how long it takes from its start to the first right answer, with
 * the index that the last run kept and without it, how long the first write waits, and what a name
 * takes of memory.
 *
 * <p>Arguments: names; networks; rounds.
 */
public final class NamesBench {
  private static final Duration BOUND = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int BETWEEN_MILLIS = 10;

  private NamesBench() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals("serve")) {
      serve(Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      return;
    }
    int names = args.length < 1 ? 1_000_000 : Integer.parseInt(args[0]);
    int networks = args.length < 2 ? 10_000 : Integer.parseInt(args[1]);
    int rounds = args.length < 3 ? 5 : Integer.parseInt(args[2]);
    var folder = Files.createTempDirectory("postern-names");
    try {
      measure(folder, names, networks, rounds);
    } finally {
      Folders.delete(folder);
    }
  }

  /** The server's process. */
  private static void serve(Path folder, int dns, int grpc) throws Exception {
    var usual = DnsServerSettings.DEFAULT;
    var listener = new ListenerSettings(loopback(dns), Optional.of(NameStore.network(0).text()));
    var server =
        PosternServer.start(
            ServerSettings.in(folder)
                .with(AuthSettings.DECLARED)
                .with(GrpcSettings.DEFAULT.withAddress(loopback(grpc)))
                .with(usual.withListeners(List.of(listener))));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    Thread.currentThread().join();
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static void measure(Path folder, int names, int networks, int rounds) throws Exception {
    var small = Files.createDirectories(folder.resolve("small"));
    var large = Files.createDirectories(folder.resolve("large"));
    NameStore.fill(small, 10, 1);
    long begun = System.nanoTime();
    NameStore.fill(large, names, networks);
    System.out.printf(
        Locale.ROOT,
        "%,d names and %,d networks written in %.0f s%n",
        names,
        networks,
        (System.nanoTime() - begun) / 1e9);
    var _ = run(small, 10);
    var _ = run(large, names);
    var kept = new Figures();
    var compiled = new Figures();
    var base = new Figures();
    for (int i = 0; i < rounds; i++) {
      kept.add(run(large, names));
      base.add(run(small, 10));
      Folders.delete(large.resolve("index"));
      compiled.add(run(large, names));
    }
    System.out.println("ms from the start of the process, " + rounds + " rounds, middle");
    System.out.println(
        "                     first answer          first write         last of a stop");
    System.out.println("  kept index         " + kept.times());
    System.out.println("  without it         " + compiled.times());
    System.out.println("  ten names          " + base.times());
    System.out.printf(
        Locale.ROOT,
        "kept index: %s; journal and snapshot %,d MB%n",
        kept.memory(base, names),
        size(large.resolve("index")) >> 20);
    if (kept.answer.middle() > BOUND.toMillis()) {
      System.out.println("over the bound of " + BOUND.toMillis() + " ms");
      System.exit(1);
    }
  }

  private static long size(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.mapToLong(NamesBench::length).sum();
    }
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What one run has shown.
   *
   * @param residentKb of the process after the first answer
   * @param heapKb that is in use after everything was compiled, without what is garbage
   */
  private record Run(
      double answerMs, double writeMs, double stopMs, long residentKb, long heapKb) {}

  private static final class Figures {
    private final Spread answer = new Spread();
    private final Spread write = new Spread();
    private final Spread stop = new Spread();
    private final Spread residentKb = new Spread();
    private final Spread heapKb = new Spread();

    void add(Run run) {
      answer.add(run.answerMs);
      write.add(run.writeMs);
      stop.add(run.stopMs);
      residentKb.add((double) run.residentKb);
      heapKb.add((double) run.heapKb);
    }

    String times() {
      return "%-22s %-22s %s".formatted(answer, write, stop);
    }

    String memory(Figures base, int names) {
      return String.format(
          Locale.ROOT,
          "octets a name above ten names: %,.0f resident at the first answer, %,.0f of the heap in"
              + " use once compiled",
          (residentKb.middle() - base.residentKb.middle()) * 1024 / names,
          (heapKb.middle() - base.heapKb.middle()) * 1024 / names);
    }
  }

  private static Run run(Path folder, int names) throws Exception {
    int dns = StartBench.freePort();
    int grpc = StartBench.freePort();
    long begun = System.nanoTime();
    var server = start(folder, dns, grpc);
    try {
      double answered = firstRightAnswer(dns, names - 1 < 10 ? 0 : 1, begun);
      collect(server);
      long resident = residentKb(server);
      double written = firstWrite(grpc, begun);
      collect(server);
      long heap = heapKb(server);
      long stopping = System.nanoTime();
      server.destroy();
      if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        throw new IllegalStateException("The server did not stop.");
      return new Run(answered, written, (System.nanoTime() - stopping) / 1e6, resident, heap);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private static Process start(Path folder, int dns, int grpc) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseG1GC",
            "-cp",
            System.getProperty("java.class.path"),
            NamesBench.class.getName(),
            "serve",
            folder.toString(),
            String.valueOf(dns),
            String.valueOf(grpc))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out").toFile())
        .start();
  }

  private static double firstRightAnswer(int port, int number, long begun) throws Exception {
    var name = Name.fromString(NameStore.name(number) + ".");
    var query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)).toWire();
    var packet = new DatagramPacket(new byte[512], 512);
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(BETWEEN_MILLIS);
      socket.connect(InetAddress.getLoopbackAddress(), port);
      while (System.nanoTime() - begun < PATIENCE.toNanos()) {
        try {
          socket.send(new DatagramPacket(query, query.length));
          socket.receive(packet);
          var answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
          if (answer.getSection(Section.ANSWER).stream()
              .anyMatch(record ->
                  record instanceof ARecord a
                      && a.getAddress().getHostAddress().equals(NameStore.address(number))))
            return (System.nanoTime() - begun) / 1e6;
        } catch (PortUnreachableException e) {
          Thread.sleep(BETWEEN_MILLIS);
        } catch (SocketTimeoutException e) {
          // Nobody answers yet.
        }
      }
    }
    throw new IllegalStateException("No right answer came.");
  }

  /** Returns once a write was acknowledged, which it is once everything was compiled. */
  private static double firstWrite(int port, long begun) {
    try (var client =
        PosternClient.builder().address("127.0.0.1", port).plaintext().deadline(PATIENCE).build()) {
      client
          .subscriptions()
          .create("s" + System.nanoTime(), Subscription.newBuilder().setTenant("bench").build());
      return (System.nanoTime() - begun) / 1e6;
    }
  }

  private static String jcmd(Process server, String... command) throws Exception {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    words.add(String.valueOf(server.pid()));
    words.addAll(List.of(command));
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var _ = process.waitFor();
    return said;
  }

  private static void collect(Process server) throws Exception {
    var _ = jcmd(server, "GC.run");
  }

  /** What is in use of the heap, as {@code GC.heap_info} says it: {@code used 12345K}. */
  private static long heapKb(Process server) throws Exception {
    var said = jcmd(server, "GC.heap_info");
    var used = said.substring(said.indexOf("used ") + 5);
    return Long.parseLong(used.substring(0, used.indexOf('K')));
  }

  private static long residentKb(Process server) throws IOException {
    for (var line : Files.readAllLines(Path.of("/proc", String.valueOf(server.pid()), "status"))) {
      if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }
    throw new IOException("no VmRSS");
  }
}
