package io.postern.client.watch;

import static io.postern.client.watch.ScriptedWatches.changes;
import static io.postern.client.watch.ScriptedWatches.checkpoint;
import static io.postern.client.watch.ScriptedWatches.snapshot;
import static io.postern.client.watch.ScriptedWatches.snapshotComplete;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.client.PosternClient;
import io.postern.client.call.RetryPolicy;
import io.postern.client.error.PosternException;
import io.postern.client.testing.Errors;
import io.postern.client.testing.FreezingProxy;
import io.postern.client.testing.LoopbackServer;
import io.postern.v1.ResourceKind;
import io.postern.v1.WatchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResumingWatchTest {
  private final ScriptedWatches service = new ScriptedWatches();
  private LoopbackServer server = LoopbackServer.of(service);
  private final PosternClient client =
      PosternClient.builder()
          .target(server.target())
          .retries(new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(10)))
          .build();
  private final RecordingListener listener = new RecordingListener();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void aWatchBeginsWithASnapshotAndGoesOnWithChanges() throws Exception {
    service.thenStays(
        snapshot("a", "b"),
        snapshot("c"),
        snapshotComplete("t1"),
        checkpoint("t2"),
        changes("t3", "a", "c"));

    var watch = client.watch(WatchSpec.ALL, listener);

    listener.expect("snapshot", "SNAPSHOT a", "SNAPSHOT b", "SNAPSHOT c", "complete", "reached t1");
    listener.expect("reached t2", "MODIFIED a", "MODIFIED c", "reached t3");
    assertEquals(Optional.of(new WatchPosition("t3", "t3")), watch.position());
    assertFalse(watch.isDone());
  }

  @Test
  void anEmptySnapshotIsASnapshot() throws Exception {
    service.thenStays(snapshotComplete("t1"));

    client.watch(WatchSpec.ALL, listener);

    listener.expect("snapshot", "complete", "reached t1");
  }

  @Test
  void aBrokenStreamIsResumedBehindTheLastMessage() throws Exception {
    service
        .thenFails(Errors.unavailable(), snapshot("a"), snapshotComplete("t1"), changes("t2", "a"))
        .thenStays(changes("t3", "b"));
    var spec = WatchSpec.ALL.withKinds(ResourceKind.RESOURCE_KIND_SUBNET).withParent("p");

    client.watch(spec, listener);

    listener.expect("snapshot", "SNAPSHOT a", "complete", "reached t1", "MODIFIED a", "reached t2");
    listener.expect("interrupted", "MODIFIED b", "reached t3");
    assertEquals(spec.request(), nextRequest());
    assertEquals(spec.withResumeToken("t2").request(), nextRequest());
  }

  @Test
  void aSnapshotThatIsCutShortStartsAnew() throws Exception {
    service
        .thenFails(Errors.unavailable(), snapshot("a", "b"))
        .thenStays(snapshot("a", "c"), snapshotComplete("t1"));

    client.watch(WatchSpec.ALL, listener);

    listener.expect("snapshot", "SNAPSHOT a", "SNAPSHOT b", "interrupted");
    listener.expect("snapshot", "SNAPSHOT a", "SNAPSHOT c", "complete", "reached t1");
    assertEquals("", nextRequest().getResumeToken());
    assertEquals("", nextRequest().getResumeToken());
  }

  @Test
  void aWatchWithATokenGoesOnThereWithoutASnapshot() throws Exception {
    service.thenStays(changes("t6", "a"));

    client.watch(WatchSpec.ALL.withResumeToken("t5"), listener);

    listener.expect("MODIFIED a", "reached t6");
    assertEquals("t5", nextRequest().getResumeToken());
  }

  @Test
  void aPlaceTheLogNoLongerHasIsLeftForAFreshSnapshot() throws Exception {
    service
        .thenFails(compacted())
        .thenStays(snapshot("b"), snapshotComplete("t9"), changes("t10", "b"));

    client.watch(WatchSpec.ALL.withResumeToken("t5"), listener);

    listener.expect("interrupted", "snapshot", "SNAPSHOT b", "complete", "reached t9");
    listener.expect("MODIFIED b", "reached t10");
    assertEquals("t5", nextRequest().getResumeToken());
    assertEquals("", nextRequest().getResumeToken());
  }

  @Test
  void aReaderWhoseRightsChangedBeginsAnewWithASnapshot() throws Exception {
    service
        .thenFails(
            Errors.error(
                Status.Code.ABORTED, "what you may see was changed", "RIGHTS_CHANGED", Map.of()))
        .thenStays(snapshot("b"), snapshotComplete("t9"));

    client.watch(WatchSpec.ALL.withResumeToken("t5"), listener);

    listener.expect("interrupted", "snapshot", "SNAPSHOT b", "complete", "reached t9");
    assertEquals("t5", nextRequest().getResumeToken());
    assertEquals("", nextRequest().getResumeToken());
  }

  @Test
  void aStreamTheServerEndsIsOpenedAgain() throws Exception {
    service.thenEnds(snapshotComplete("t1")).thenStays(changes("t2", "a"));

    client.watch(WatchSpec.ALL, listener);

    listener.expect("snapshot", "complete", "reached t1", "interrupted");
    listener.expect("MODIFIED a", "reached t2");
  }

  @Test
  void aSilentStreamIsLeftForANewOne() throws Exception {
    service.thenStays(snapshotComplete("t1")).thenStays(changes("t2", "a"));

    client.watch(WatchSpec.ALL.withCheckpointInterval(Duration.ofMillis(100)), listener);

    listener.expect("snapshot", "complete", "reached t1", "interrupted");
    listener.expect("MODIFIED a", "reached t2");
    assertTrue(service.cancelled().await(20, TimeUnit.SECONDS));
  }

  @Test
  void aDeadConnectionIsLeftForANewOne() throws Exception {
    service.thenStays(snapshotComplete("t1")).thenStays(changes("t2", "a"));
    try (var proxy = FreezingProxy.to(server.port());
        var distant = PosternClient.builder().address("127.0.0.1", proxy.port()).build()) {
      distant.watch(WatchSpec.ALL.withCheckpointInterval(Duration.ofMillis(100)), listener);
      listener.expect("snapshot", "complete", "reached t1");

      proxy.freeze();

      listener.expect("interrupted", "MODIFIED a", "reached t2");
    }
  }

  @Test
  void aServerThatIsKilledAndComesBackIsFoundAgain() throws Exception {
    service.thenStays(snapshotComplete("t1")).thenStays(changes("t2", "a"));
    client.watch(WatchSpec.ALL, listener);
    listener.expect("snapshot", "complete", "reached t1");

    var port = server.port();
    server.close();
    listener.expect("interrupted", "interrupted");
    server = LoopbackServer.at(port, service);

    nextRequest();
    assertEquals("t1", nextRequest().getResumeToken());
  }

  @Test
  void anErrorThatRepeatingDoesNotHelpEndsTheWatch() throws Exception {
    service.thenFails(
        Errors.error(
            Status.Code.INVALID_ARGUMENT, "no such token", "RESUME_TOKEN_INVALID", Map.of()));

    var watch = client.watch(WatchSpec.ALL.withResumeToken("nonsense"), listener);

    listener.expect("failed INVALID_ARGUMENT");
    assertThrows(PosternException.InvalidArgument.class, watch::await);
    assertTrue(watch.isDone());
    assertEquals(1, service.requests().size());
  }

  @Test
  void aClosedWatchTellsNothingMoreAndCancelsItsStream() throws Exception {
    service.thenStays(snapshotComplete("t1"));
    var watch = client.watch(WatchSpec.ALL, listener);
    listener.expect("snapshot", "complete", "reached t1");

    watch.close();
    watch.close();
    watch.await();

    assertTrue(watch.isDone());
    assertTrue(service.cancelled().await(20, TimeUnit.SECONDS));
    assertEquals(List.of(), listener.rest());
  }

  @Test
  void aWatchThatWaitsForItsServerCanBeClosed() throws Exception {
    server.close();
    var watch = client.watch(WatchSpec.ALL, listener);
    listener.expect("interrupted", "interrupted");

    watch.close();

    assertTrue(watch.isDone());
  }

  @Test
  void closingTheClientClosesItsWatches() throws Exception {
    service.thenStays(snapshotComplete("t1"));
    var watch = client.watch(WatchSpec.ALL, listener);
    listener.expect("snapshot", "complete", "reached t1");

    client.close();

    assertTrue(watch.isDone());
    watch.await();
  }

  @Test
  void aWatchFailsWhenTheClientItsConnectionBelongsToIsClosed() throws Exception {
    service.thenStays(snapshotComplete("t1"));
    var watch = client.withDeadline(Duration.ofSeconds(1)).watch(WatchSpec.ALL, listener);
    listener.expect("snapshot", "complete", "reached t1");

    client.close();

    assertThrows(PosternException.Unavailable.class, watch::await);
  }

  @Test
  void aListenerCanCloseItsWatchInTheMiddleOfAMessage() throws Exception {
    service.thenStays(changes("t1", "a", "b"));
    List<String> told = new ArrayList<>();
    var handle = new LinkedBlockingQueue<Watch>();

    var watch =
        client.watch(
            WatchSpec.ALL.withResumeToken("t0"),
            change -> {
              told.add(change.getName());
              take(handle).close();
            });
    handle.add(watch);
    watch.await();

    assertEquals(List.of("a"), told);
    assertEquals(Optional.empty(), watch.position());
  }

  @Test
  void aListenerThatThrowsEndsOnlyItsOwnWatch() throws Exception {
    service.thenStays(changes("t1", "a")).thenStays(changes("t1", "a"));
    var bug = new IllegalStateException("a bug of the listener");

    var broken =
        client.watch(
            WatchSpec.ALL.withResumeToken("t0"),
            change -> {
              throw bug;
            });
    var thrown = assertThrows(IllegalStateException.class, broken::await);
    client.watch(WatchSpec.ALL.withResumeToken("t0"), listener);

    assertSame(bug, thrown);
    listener.expect("MODIFIED a", "reached t1");
  }

  @Test
  void anErrorOfAClientCallInsideAListenerIsNotTakenForOneOfTheStream() {
    service.thenStays(changes("t1", "a")).thenStays(changes("t1", "a"));
    var inner = PosternException.of(Errors.unavailable());

    var watch =
        client.watch(
            WatchSpec.ALL.withResumeToken("t0"),
            change -> {
              throw inner;
            });

    assertSame(inner, assertThrows(PosternException.class, watch::await));
    assertEquals(1, service.requests().size());
  }

  @Test
  void aSlowListenerLosesNothing() throws Exception {
    var messages = new io.postern.v1.WatchResponse[200];
    for (int i = 0; i < messages.length; i++) {
      messages[i] = changes("t" + i, "n" + i);
    }
    service.thenStays(messages);
    var begin = new CountDownLatch(1);
    BlockingQueue<String> names = new LinkedBlockingQueue<>();

    client.watch(
        WatchSpec.ALL.withResumeToken("t"),
        change -> {
          await(begin);
          names.add(change.getName());
        });
    nextRequest();
    begin.countDown();

    for (int i = 0; i < messages.length; i++) {
      assertEquals("n" + i, take(names));
    }
  }

  @Test
  void connectionsAreWatchedInTheSameWay() throws Exception {
    var reached = new LinkedBlockingQueue<WatchPosition>();
    var connections =
        new WatchListener<io.postern.v1.ConnectionChange>() {
          @Override
          public void changed(io.postern.v1.ConnectionChange change) {}

          @Override
          public void reached(WatchPosition position) {
            reached.add(position);
          }
        };

    client.watchConnections(ConnectionWatchSpec.ALL.withParent("target"), connections);

    assertEquals("of target", take(reached).resumeToken());
  }

  private WatchRequest nextRequest() {
    return take(service.requests());
  }

  private static StatusRuntimeException compacted() {
    return Errors.error(
        Status.Code.OUT_OF_RANGE,
        "the log begins later",
        "REVISION_COMPACTED",
        Map.of("oldestRevisionToken", "t7"));
  }

  private static <T> T take(BlockingQueue<T> queue) {
    try {
      var taken = queue.poll(20, TimeUnit.SECONDS);
      if (taken == null) {
        throw new AssertionError("nothing came");
      }
      return taken;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
