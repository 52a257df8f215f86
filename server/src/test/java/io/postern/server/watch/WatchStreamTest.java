package io.postern.server.watch;

import static io.postern.server.watch.Watching.all;
import static io.postern.server.watch.Watching.changes;
import static io.postern.server.watch.Watching.open;
import static io.postern.server.watch.Watching.rename;
import static io.postern.server.watch.Watching.said;
import static io.postern.server.watch.Watching.snapshot;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.Slow;
import io.postern.server.testing.StreamReader;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(Slow.FIRST)
class WatchStreamTest {
  private static final WatchRequest EVERYTHING = WatchRequest.getDefaultInstance();

  @TempDir Path folder;
  private ControlPlane plane;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void aReaderThatStopsReadingMissesNothing() {
    Watching.add(plane, "a", "contoso");
    var many = 5_000;

    // It takes the snapshot and one message more, while far more is written than is kept for it.
    try (var slow = StreamReader.open(watcher()::watch, EVERYTHING, 3);
        var fast = open(plane, EVERYTHING)) {
      snapshot(slow);
      snapshot(fast);
      renameManyTimes("a", many);
      var expected = all(changes(fast, many));
      slow.request(Integer.MAX_VALUE);

      assertEquals(many, expected.size());
      assertEquals(expected, all(changes(slow, many)));
    }
  }

  @Test
  void aWholeRevisionStandsInOneMessageAndEveryMessageIsCompleteThroughItsOwn() {
    Watching.add(plane, "a", "contoso");

    try (var watch = open(plane, EVERYTHING)) {
      snapshot(watch);
      renameManyTimes("a", 500);
      for (var message : changes(watch, 500)) {
        var last = message.getChanges(message.getChangesCount() - 1);
        assertEquals(last.getRevisionToken(), message.getRevisionToken());
      }
    }
  }

  @Test
  void fiveHundredWatchesAllGetOneChange() {
    var watches = new ArrayList<StreamReader<WatchRequest, WatchResponse>>();
    for (int i = 0; i < 500; i++) watches.add(open(plane, EVERYTHING));
    watches.forEach(Watching::snapshot);

    Watching.add(plane, "a", "contoso");

    for (var watch : watches)
      assertEquals(List.of("ADDED subscriptions/a"), said(changes(watch, 1)));
    watches.forEach(StreamReader::close);
  }

  @Test
  void aReaderThatLeavesFreesEverythingThatWasItsOwn() {
    var watch = open(plane, EVERYTHING);
    snapshot(watch);
    assertEquals(1, plane.server().openWatches());

    watch.close();

    await().until(() -> plane.server().openWatches() == 0);
  }

  @Test
  void aReaderThatLeavesInTheMiddleOfWhatItDoesNotReadIsFreedToo() {
    Watching.add(plane, "a", "contoso");
    var stuck = StreamReader.open(watcher()::watch, EVERYTHING, 2);
    snapshot(stuck);
    renameManyTimes("a", 1_500);

    stuck.close();

    await().until(() -> plane.server().openWatches() == 0);
  }

  @Test
  void aServerThatStopsTellsItsReadersToComeBack() {
    try (var watch = open(plane, EVERYTHING)) {
      snapshot(watch);
      plane.server().close();

      var ended = Refusal.of(watch.error());

      assertEquals(Status.Code.UNAVAILABLE, ended.code());
      assertEquals("RETRYABLE_ERROR", ended.reason());
      assertTrue(ended.message().contains("last token"), ended.message());
    }
  }

  private WatchServiceGrpc.WatchServiceStub watcher() {
    return plane.stub(WatchServiceGrpc::newStub);
  }

  /** Many writers at once, because the store commits those that wait together. */
  private void renameManyTimes(String id, int times) {
    var atOnce = new Semaphore(64);
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, times)
          .forEach(number -> {
            atOnce.acquireUninterruptibly();
            writers.execute(() -> {
              rename(plane, id, "number " + number + " ".repeat(100));
              atOnce.release();
            });
          });
    }
  }
}
