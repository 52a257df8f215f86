package io.postern.bench;

import com.sun.management.OperatingSystemMXBean;
import io.postern.client.PosternClient;
import io.postern.server.app.PosternServer;
import io.postern.server.config.ServerSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many private endpoints a second can be created, each with its connection, interface and
 * address in one durable write, while more and more exist. Clients and server share the machine;
 * the calls go over loopback. What exists before is written through the store, many to a write.
 *
 * <p>Arguments: the numbers that exist, with commas; seconds of a run; runs.
 */
public final class CreateBench {
  private static final List<Integer> CLIENTS = List.of(1, 8, 64);

  private static final int WARM_SECONDS = 15;

  private final Path folder;
  private final AtomicInteger created = new AtomicInteger();

  private CreateBench(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    var sizes = args.length < 1 ? "100,10000,200000" : args[0];
    int seconds = args.length < 2 ? 5 : Integer.parseInt(args[1]);
    int runs = args.length < 3 ? 5 : Integer.parseInt(args[2]);
    var folder = Files.createTempDirectory("postern-creates");
    try {
      new CreateBench(folder)
          .measure(Arrays.stream(sizes.split(",")).map(Integer::parseInt).toList(), seconds, runs);
    } finally {
      Folders.delete(folder);
    }
  }

  /** Before the first figure, and in a store of its own: code that has run is faster code. */
  private void warmUp() throws Exception {
    try (var server =
            PosternServer.start(
                ServerProcess.onFreePorts(ServerSettings.in(folder.resolve("warm"))));
        var client = client(server)) {
      Population.prepare(client);
      run(client, 64, WARM_SECONDS, new ConcurrentLinkedQueue<>());
    }
    created.set(0);
  }

  private void measure(List<Integer> sizes, int seconds, int runs) throws Exception {
    warmUp();
    try (var server = PosternServer.start(ServerProcess.onFreePorts(ServerSettings.in(folder)));
        var client = client(server)) {
      Population.prepare(client);
    }
    var first = new double[CLIENTS.size()];
    var last = new double[CLIENTS.size()];
    System.out.println("creates a second, " + runs + " runs of " + seconds + " s, middle");
    System.out.println(
        "(smallest to largest); latency in ms of the middle and the 99th of 100;"
            + " processor ms a create");
    for (int size : sizes) {
      created.set(Population.fill(folder, created.get(), size));
      try (var server = PosternServer.start(ServerProcess.onFreePorts(ServerSettings.in(folder)));
          var client = client(server)) {
        for (int i = 0; i < CLIENTS.size(); i++) {
          last[i] = line(client, CLIENTS.get(i), seconds, runs);
          if (size == sizes.getFirst()) first[i] = last[i];
        }
      }
    }
    for (int i = 0; i < CLIENTS.size(); i++)
      System.out.printf("%,3d clients: last to first %.2f%n", CLIENTS.get(i), last[i] / first[i]);
  }

  private double line(PosternClient client, int clients, int seconds, int runs) {
    int existing = created.get();
    long processor = processorNanos();
    var rates = new Spread();
    var latencies = new ConcurrentLinkedQueue<Long>();
    for (int run = 0; run < runs; run++) rates.add(run(client, clients, seconds, latencies));
    var sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "  from %,9d existing, %,3d clients  %s   %.1f  %.1f   %.2f%n",
        existing,
        clients,
        rates,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        (processorNanos() - processor) / 1e6 / sorted.length);
    return rates.middle();
  }

  /** Processor time of server and clients together: what a busy machine does not change much. */
  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** One run: creates a second. */
  private double run(
      PosternClient client, int clients, int seconds, ConcurrentLinkedQueue<Long> latencies) {
    long begun = System.nanoTime();
    long end = begun + Duration.ofSeconds(seconds).toNanos();
    int before = created.get();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < clients; i++) {
        threads.execute(() -> {
          while (System.nanoTime() < end) {
            long call = System.nanoTime();
            int number = created.getAndIncrement();
            client
                .privateEndpoints()
                .create(Population.GROUP, Population.id(number), Population.wanted(number));
            latencies.add(System.nanoTime() - call);
          }
        });
      }
    }
    return (created.get() - before) / ((System.nanoTime() - begun) / 1e9);
  }

  private static PosternClient client(PosternServer server) {
    return PosternClient.builder()
        .address("127.0.0.1", server.grpcAddress().getPort())
        .plaintext()
        .deadline(Duration.ofSeconds(60))
        .build();
  }
}
