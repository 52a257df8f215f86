package io.postern.client.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.client.error.PosternException;
import io.postern.v1.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what it is told, one line for each call. */
final class RecordingListener implements WatchListener<Change> {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** Waits for the next lines and holds that they are these. */
  void expect(String... lines) throws InterruptedException {
    List<String> next = new ArrayList<>();
    while (next.size() < lines.length) {
      var line = told.poll(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        break;
      }
      next.add(line);
    }
    assertEquals(List.of(lines), next);
  }

  /** The lines nobody has waited for. */
  List<String> rest() {
    return List.copyOf(told);
  }

  @Override
  public void changed(Change change) {
    told.add(change.getType().name().replace("CHANGE_TYPE_", "") + " " + change.getName());
  }

  @Override
  public void snapshotStarted() {
    told.add("snapshot");
  }

  @Override
  public void snapshotComplete() {
    told.add("complete");
  }

  @Override
  public void reached(WatchPosition position) {
    told.add("reached " + position.resumeToken());
  }

  @Override
  public void interrupted(PosternException cause, Duration pause) {
    told.add("interrupted");
  }

  @Override
  public void failed(PosternException cause) {
    told.add("failed " + cause.code());
  }
}
