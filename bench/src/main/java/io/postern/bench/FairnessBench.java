package io.postern.bench;

import io.postern.client.PosternClient;
import io.postern.v1.Subscription;
import io.postern.v1.VirtualNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a tenant's gets and small writes take while another tenant calls as fast as it can, beside
 * what they take when nobody does, in turns: server, busy tenant and measured tenant are processes
 * of their own. The busy one stands for other machines and so has a lower priority on this one.
 *
 * <p>Arguments: seconds of a turn; rounds; calls under way on each of the busy tenant's eight
 * connections.
 */
public final class FairnessBench {
  private static final int WARM_SECONDS = 30;

  /** How many times as long a call may take beside a busy tenant. */
  private static final double BOUND = 2;

  private static final Duration PACE = Duration.ofMillis(3);
  private static final String GROUP = "subscriptions/quiet/resourceGroups/g";

  private final PosternClient client;
  private final AtomicInteger changes = new AtomicInteger();

  private FairnessBench(PosternClient client) {
    this.client = client;
  }

  public static void main(String[] args) throws Exception {
    int seconds = args.length < 1 ? 5 : Integer.parseInt(args[0]);
    int rounds = args.length < 2 ? 5 : Integer.parseInt(args[1]);
    var calls = args.length < 3 ? "32" : args[2];
    var folder = Files.createTempDirectory("postern-fairness");
    boolean held;
    try (var server = ServerProcess.forMeasurement(folder, List.of())) {
      int port = server.address().getPort();
      try (var administrator = BusyTenant.client(port, "")) {
        Population.prepare(administrator);
        prepare(administrator);
      }
      try (var client = BusyTenant.client(port, "alice@quiet");
          var busy = new Busy(port, calls)) {
        held = new FairnessBench(client).measure(busy, seconds, rounds);
      }
    } finally {
      Folders.delete(folder);
    }
    if (!held)
      System.err.println("More than " + BOUND + " times as long: the others are in the way");
    System.exit(held ? 0 : 1);
  }

  private static void prepare(PosternClient administrator) {
    administrator
        .subscriptions()
        .create("quiet", Subscription.newBuilder().setTenant("quiet").build());
    administrator.subscriptions().registerProvider("subscriptions/quiet", "Microsoft.Network");
    administrator
        .virtualNetworks()
        .create(
            GROUP,
            "small",
            VirtualNetwork.newBuilder()
                .setRegion("eastus")
                .addAddressPrefixes("10.1.0.0/16")
                .build());
  }

  /** The other tenant, in a process that calls between go and stop. */
  private static final class Busy implements AutoCloseable {
    private final Process process;

    Busy(int port, String calls) throws IOException {
      process =
          new ProcessBuilder(
                  "nice",
                  "-n",
                  "10",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  BusyTenant.class.getName(),
                  Integer.toString(port),
                  calls)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    }

    /** Returns when it has begun, or, with how many calls it made, when it has ended. */
    String tell(String word) throws IOException {
      process.outputWriter(StandardCharsets.UTF_8).append(word).append('\n').flush();
      var answer = process.inputReader(StandardCharsets.UTF_8).readLine();
      if (answer == null) throw new IOException("The busy tenant is gone");
      return answer;
    }

    @Override
    public void close() {
      process.destroyForcibly().onExit().join();
    }
  }

  /** In nanoseconds, sorted. */
  private record Latencies(List<Long> gets, List<Long> writes) {}

  /** Returns whether the bound was held in the round in the middle. */
  private boolean measure(Busy busy, int seconds, int rounds) throws Exception {
    var _ = turn(WARM_SECONDS);
    busy.tell("go");
    var _ = turn(WARM_SECONDS);
    busy.tell("stop");
    System.out.println("latency in ms, of the middle and the 99th of 100, in turns of " + seconds);
    var gets = new ArrayList<Double>();
    var writes = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      var quiet = turn(seconds);
      busy.tell("go");
      var loaded = turn(seconds);
      var made = busy.tell("stop");
      gets.add(ratio(loaded.gets, quiet.gets));
      writes.add(ratio(loaded.writes, quiet.writes));
      System.out.printf(
          "  quiet: get %s, write %s   beside %s a second: get %s, write %s%n",
          show(quiet.gets), show(quiet.writes), made, show(loaded.gets), show(loaded.writes));
    }
    System.out.println("99th beside a busy tenant to quiet, middle (smallest to largest):");
    gets.sort(null);
    writes.sort(null);
    System.out.println("  get " + spread(gets) + "   write " + spread(writes));
    return middle(gets) <= BOUND && middle(writes) <= BOUND;
  }

  private static String spread(List<Double> sorted) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f to %.2f)", middle(sorted), sorted.getFirst(), sorted.getLast());
  }

  private static double middle(List<Double> sorted) {
    return sorted.get(sorted.size() / 2);
  }

  private static String show(List<Long> sorted) {
    return String.format(Locale.ROOT, "%.2f %.2f", at(sorted, 50) / 1e6, at(sorted, 99) / 1e6);
  }

  private static double ratio(List<Long> loaded, List<Long> quiet) {
    return at(loaded, 99) / (double) at(quiet, 99);
  }

  private static long at(List<Long> sorted, int hundredth) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * hundredth / 100));
  }

  /** A get and a write again and again, each on its own thread and with a pause after it. */
  private Latencies turn(int seconds) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try (var threads = Executors.newFixedThreadPool(2)) {
      var gets = threads.submit(() -> repeat(end, this::get));
      var writes = threads.submit(() -> repeat(end, this::write));
      return new Latencies(gets.get(), writes.get());
    }
  }

  private static List<Long> repeat(long end, Runnable call) throws InterruptedException {
    var took = new ArrayList<Long>();
    for (long begun = System.nanoTime(); begun < end; begun = System.nanoTime()) {
      call.run();
      took.add(System.nanoTime() - begun);
      TimeUnit.NANOSECONDS.sleep(PACE.toNanos());
    }
    return took.stream().sorted().toList();
  }

  private void get() {
    var _ = client.virtualNetworks().get(network());
  }

  private void write() {
    var changed =
        VirtualNetwork.newBuilder()
            .setName(network())
            .putTags("n", Integer.toString(changes.incrementAndGet()))
            .build();
    var _ = client.virtualNetworks().update(changed, "tags");
  }

  private static String network() {
    return GROUP + "/providers/Microsoft.Network/virtualNetworks/small";
  }
}
