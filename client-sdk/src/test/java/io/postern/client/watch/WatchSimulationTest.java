package io.postern.client.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.client.PosternClient;
import io.postern.client.call.RetryPolicy;
import io.postern.client.testing.LoopbackServer;
import io.postern.v1.Change;
import io.postern.v1.ChangeType;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to the streams, a copy kept by a listener follows the log one revision at a
 * time, and is the state of the server in the end. A seed that fails is added to the list.
 */
@Timeout(120)
class WatchSimulationTest {
  private static final int ROUNDS = 20;

  @ParameterizedTest
  @ValueSource(longs = {1, 1001, 2001, 3001, 4001})
  void aCopyKeptByAListenerIsNeverWrong(long firstSeed) throws Exception {
    for (long seed = firstSeed; seed < firstSeed + ROUNDS; seed++) {
      var log = new FaultyChangeLog(seed);
      var copy = new Copy();
      try (var server = LoopbackServer.of(log);
          var client =
              PosternClient.builder()
                  .target(server.target())
                  .retries(new RetryPolicy(1, Duration.ofNanos(1), Duration.ofNanos(1)))
                  .build();
          var watch = client.watch(WatchSpec.ALL, copy)) {
        var reachedTheEnd = copy.atTheEnd.await(30, TimeUnit.SECONDS);
        if (watch.isDone()) {
          watch.await();
        }
        assertTrue(reachedTheEnd, "seed " + seed + ": stuck at revision " + copy.revision);
        assertEquals(log.state(), copy.state, "seed " + seed);
      }
    }
  }

  /** Keeps a copy as the listener's documentation says, and checks each step. */
  private static final class Copy implements WatchListener<Change> {
    private final CountDownLatch atTheEnd = new CountDownLatch(1);
    private volatile Map<String, Integer> state = Map.of();
    private Map<String, Integer> next = new TreeMap<>();
    private boolean inSnapshot;
    private volatile int revision;

    @Override
    public void snapshotStarted() {
      next = new TreeMap<>();
      inSnapshot = true;
    }

    @Override
    public void changed(Change change) {
      var changed = Integer.parseInt(change.getRevisionToken());
      assertEquals(inSnapshot, change.getType() == ChangeType.CHANGE_TYPE_SNAPSHOT);
      if (!inSnapshot) {
        assertEquals(revision + 1, changed, "each change once and in order");
        revision = changed;
      }
      if (change.getType() == ChangeType.CHANGE_TYPE_DELETED) {
        next.remove(change.getName());
      } else {
        next.put(change.getName(), changed);
      }
    }

    @Override
    public void snapshotComplete() {
      inSnapshot = false;
    }

    @Override
    public void reached(WatchPosition position) {
      var reached = Integer.parseInt(position.revisionToken());
      assertTrue(reached >= revision, "a position never goes back");
      revision = reached;
      state = Map.copyOf(next);
      if (reached == FaultyChangeLog.LAST_REVISION) {
        atTheEnd.countDown();
      }
    }
  }
}
