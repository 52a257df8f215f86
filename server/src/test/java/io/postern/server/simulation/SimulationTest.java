package io.postern.server.simulation;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.testing.SequentialIds;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeds of the simulation. {@code bench/run simulate} takes more of them, and repeats one by {@code
 * SEED=…}.
 */
class SimulationTest {
  private static final int SEEDS = Integer.getInteger("postern.simulation.seeds", 10);
  private static final long FIRST = Long.getLong("postern.simulation.seed", 1L);

  /** More than there are processors: a server that is killed is waited for. */
  private static final int WORKERS = 6 * Runtime.getRuntime().availableProcessors();

  @TempDir private Path folder;

  @Test
  void anySeed() throws Exception {
    var next = new AtomicLong(FIRST);
    int threads = Math.min(SEEDS, WORKERS);
    try (var workers = Executors.newFixedThreadPool(threads)) {
      var all =
          IntStream.range(0, threads).mapToObj(worker -> work(workers, worker, next)).toList();
      for (var each : all) each.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError failed) throw failed;
      throw e;
    }
  }

  private Future<?> work(ExecutorService workers, int worker, AtomicLong next) {
    return workers.submit(() -> runAll("worker" + worker, next));
  }

  /** Somebody who follows the log and misses a change would be found. */
  @Test
  void aChangeThatGetsLostIsFound() {
    var ids = new SequentialIds();
    try (var store = JdbcStore.openFile(folder.resolve("losing"), 4, ids);
        var world = new World(store, ids)) {
      world.faults().plantLoss();
      assertThrows(AssertionError.class, () -> LongStream.range(0, 500).forEach(world::play));
    }
  }

  /** Takes seeds until there are no more. */
  private void runAll(String name, AtomicLong next) {
    var ids = new SequentialIds();
    try (var store = JdbcStore.openFile(folder.resolve(name), 4, ids);
        var world = new World(store, ids)) {
      for (long seed = next.getAndIncrement();
          seed < FIRST + SEEDS;
          seed = next.getAndIncrement()) {
        play(world, seed);
      }
    }
  }

  private static void play(World world, long seed) {
    try {
      world.play(seed);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }
}
