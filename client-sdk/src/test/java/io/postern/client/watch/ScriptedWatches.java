package io.postern.client.watch;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.postern.v1.Change;
import io.postern.v1.ChangeType;
import io.postern.v1.WatchConnectionsRequest;
import io.postern.v1.WatchConnectionsResponse;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc.WatchServiceImplBase;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A watch service whose streams each play the next of the scenes it was given. */
final class ScriptedWatches extends WatchServiceImplBase {
  private final Queue<Scene> scenes = new ArrayDeque<>();
  private final BlockingQueue<WatchRequest> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch cancelled = new CountDownLatch(1);

  /** What one stream sends. One that neither fails nor completes stays open and silent. */
  interface Scene {
    void play(StreamObserver<WatchResponse> stream);
  }

  /** The next stream sends these messages and stays open. */
  ScriptedWatches thenStays(WatchResponse... messages) {
    scenes.add(stream -> Arrays.stream(messages).forEach(stream::onNext));
    return this;
  }

  /** The next stream sends these messages and breaks. */
  ScriptedWatches thenFails(StatusRuntimeException error, WatchResponse... messages) {
    scenes.add(stream -> {
      Arrays.stream(messages).forEach(stream::onNext);
      stream.onError(error);
    });
    return this;
  }

  /** The next stream sends these messages and ends as if nothing were wrong. */
  ScriptedWatches thenEnds(WatchResponse... messages) {
    scenes.add(stream -> {
      Arrays.stream(messages).forEach(stream::onNext);
      stream.onCompleted();
    });
    return this;
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> stream) {
    requests.add(request);
    ((ServerCallStreamObserver<WatchResponse>) stream).setOnCancelHandler(cancelled::countDown);
    var scene = scenes.poll();
    if (scene == null) {
      stream.onError(
          Status.FAILED_PRECONDITION.withDescription("no scene is left").asRuntimeException());
      return;
    }
    scene.play(stream);
  }

  @Override
  public void watchConnections(
      WatchConnectionsRequest request, StreamObserver<WatchConnectionsResponse> stream) {
    stream.onNext(
        WatchConnectionsResponse.newBuilder()
            .setKind(WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE)
            .setResumeToken("of " + request.getParent())
            .build());
  }

  /** The requests of the streams, in order. */
  BlockingQueue<WatchRequest> requests() {
    return requests;
  }

  /** Opens when a client has cancelled a stream. */
  CountDownLatch cancelled() {
    return cancelled;
  }

  static WatchResponse snapshot(String... names) {
    return message(WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT, "", names);
  }

  static WatchResponse snapshotComplete(String token) {
    return message(WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE, token);
  }

  static WatchResponse changes(String token, String... names) {
    return message(WatchMessageKind.WATCH_MESSAGE_KIND_CHANGES, token, names);
  }

  static WatchResponse checkpoint(String token) {
    return message(WatchMessageKind.WATCH_MESSAGE_KIND_CHECKPOINT, token);
  }

  private static WatchResponse message(WatchMessageKind kind, String token, String... names) {
    var type =
        kind == WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT
            ? ChangeType.CHANGE_TYPE_SNAPSHOT
            : ChangeType.CHANGE_TYPE_MODIFIED;
    var message =
        WatchResponse.newBuilder().setKind(kind).setResumeToken(token).setRevisionToken(token);
    for (var name : names) {
      message.addChanges(Change.newBuilder().setType(type).setName(name));
    }
    return message.build();
  }
}
