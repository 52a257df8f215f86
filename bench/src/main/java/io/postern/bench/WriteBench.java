package io.postern.bench;

import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.jdbc.JdbcStore;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the smallest write costs the door: a resource without references, its change and its entry
 * in the audit. Processor time of the door's thread alone, so that the disk does not count and
 * other programs hardly do.
 */
public final class WriteBench {
  private static final int WRITES_OF_A_ROUND = 1_000;
  private static final int WARM_UP = 3;

  private WriteBench() {}

  public static void main(String[] args) throws Exception {
    var clients =
        args.length < 1
            ? List.of(1, 64)
            : Arrays.stream(args[0].split(",")).map(Integer::parseInt).toList();
    int rounds = args.length < 2 ? 7 : Integer.parseInt(args[1]);
    var folder = Files.createTempDirectory("postern-writes");
    try (var store = JdbcStore.openFile(folder.resolve("bench"), 2, new RandomIds())) {
      var numbers = new AtomicLong();
      System.out.println("one small write, in ns of the door, middle (smallest to largest)");
      for (int many : clients) {
        var each = new Spread();
        for (int round = -WARM_UP; round < rounds; round++) {
          double nanos = nanosEach(store, numbers, many);
          if (round >= 0) each.add(nanos);
        }
        System.out.printf("  %3d clients  %s%n", many, each);
      }
    } finally {
      Folders.delete(folder);
    }
  }

  private static double nanosEach(JdbcStore store, AtomicLong numbers, int clients) {
    long before = nanosOfTheDoor();
    try (var threads = Executors.newFixedThreadPool(clients)) {
      for (int i = 0; i < clients; i++) {
        threads.execute(() -> {
          for (int j = 0; j < WRITES_OF_A_ROUND / clients; j++)
            store.write(
                new RequestContext(Principal.SYSTEM, Clock.systemUTC().instant()),
                tx -> tx.create(AddressBench.marker("s" + numbers.incrementAndGet()), "measured"));
        });
      }
    }
    return (double) (nanosOfTheDoor() - before) / (WRITES_OF_A_ROUND / clients * clients);
  }

  private static long nanosOfTheDoor() {
    var threads = ManagementFactory.getThreadMXBean();
    for (var info : threads.getThreadInfo(threads.getAllThreadIds()))
      if (info != null && info.getThreadName().equals("postern-write-door"))
        return threads.getThreadCpuTime(info.getThreadId());
    throw new IllegalStateException("The door has no thread.");
  }
}
