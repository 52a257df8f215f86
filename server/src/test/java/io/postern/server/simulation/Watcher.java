package io.postern.server.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.postern.server.kernel.Revision;
import io.postern.v1.Change;
import io.postern.v1.ChangeType;
import io.postern.v1.ResourceKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who watches connections, reads when it is told to, and goes on at any server from where
 * it was. Each message is held against what the log says, from the one before it on.
 */
final class Watcher {
  private static final WatchRequest CONNECTIONS =
      WatchRequest.newBuilder()
          .addKinds(ResourceKind.RESOURCE_KIND_PRIVATE_ENDPOINT_CONNECTION)
          .build();

  private final History history;
  private final Map<String, String> snapshot = new TreeMap<>();
  private String token = "";
  private Revision through = Revision.ZERO;
  private @Nullable Stream stream;

  Watcher(History history) {
    this.history = history;
  }

  private record Event(@Nullable WatchResponse message, @Nullable Throwable end) {}

  /** One call. */
  private static final class Stream implements ClientResponseObserver<WatchRequest, WatchResponse> {
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private @Nullable ClientCallStreamObserver<WatchRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> requests) {
      call = requests;
      requests.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(WatchResponse message) {
      events.add(new Event(message, null));
    }

    @Override
    public void onError(Throwable why) {
      events.add(new Event(null, why));
    }

    @Override
    public void onCompleted() {
      events.add(new Event(null, new AssertionError("a watch does not end by itself")));
    }
  }

  boolean isWatching() {
    return stream != null;
  }

  /** Whether it has everything through a revision. */
  boolean isAt(Revision revision) {
    return !revision.isAfter(through);
  }

  /** Watches at a server, from where it was. */
  void open(Channel channel) {
    leave();
    snapshot.clear();
    var opened = new Stream();
    stream = opened;
    WatchServiceGrpc.newStub(channel)
        .watch(CONNECTIONS.toBuilder().setResumeToken(token).build(), opened);
  }

  /** Goes away without a word. */
  void leave() {
    if (stream != null && stream.call != null) stream.call.cancel("gone", null);
    stream = null;
  }

  /** Takes what has come, and is ready for one message more if there was one. */
  void read() {
    while (stream != null) {
      var event = stream.events.poll();
      if (event == null) return;
      take(stream, event);
    }
  }

  /** Reads until it has everything through a revision, or its watch has ended. */
  void readThrough(Revision last) {
    while (stream != null && last.isAfter(through)) {
      try {
        var event = stream.events.poll(30, TimeUnit.SECONDS);
        if (event == null)
          throw new AssertionError("a watch is at " + through + " and gets no further");
        take(stream, event);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void take(Stream from, Event event) {
    if (event.message() == null) {
      ended(event.end());
      return;
    }
    history.read();
    take(event.message());
    if (from.call != null) from.call.request(1);
  }

  private void ended(@Nullable Throwable why) {
    var status = Status.fromThrowable(why);
    switch (status.getCode()) {
      case UNAVAILABLE, CANCELLED -> {}
      // It was compacted: from the beginning.
      case OUT_OF_RANGE -> token = "";
      default -> throw new AssertionError("a watch ended with " + status, why);
    }
    stream = null;
  }

  private void take(WatchResponse message) {
    switch (message.getKind()) {
      case WATCH_MESSAGE_KIND_SNAPSHOT ->
          message.getChangesList().forEach(change -> snapshot.put(change.getName(), state(change)));
      case WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE -> {
        through = Revision.parse(message.getRevisionToken(), "revision_token");
        assertEquals(history.connections(through), snapshot, "the snapshot at " + through);
        token = message.getResumeToken();
      }
      case WATCH_MESSAGE_KIND_CHANGES, WATCH_MESSAGE_KIND_CHECKPOINT -> {
        var next = Revision.parse(message.getRevisionToken(), "revision_token");
        assertEquals(
            history.moves(through, next),
            moves(message.getChangesList()),
            "what came after " + through + " and through " + next);
        through = next;
        token = message.getResumeToken();
      }
      default -> throw new AssertionError("an unknown message: " + message);
    }
  }

  private static String state(Change change) {
    var connection = change.getResource().getPrivateEndpointConnection();
    return connection.getState().name().replace("CONNECTION_STATE_", "");
  }

  private static List<String> moves(List<Change> changes) {
    var moves = new ArrayList<String>();
    for (var change : changes) moves.add(operation(change.getType()) + " " + change.getName());
    return moves;
  }

  private static String operation(ChangeType type) {
    return switch (type) {
      case CHANGE_TYPE_ADDED -> "CREATED";
      case CHANGE_TYPE_MODIFIED -> "UPDATED";
      case CHANGE_TYPE_DELETED -> "DELETED";
      default -> throw new AssertionError("no change is " + type);
    };
  }
}
