package io.postern.client.watch;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.postern.client.testing.Errors;
import io.postern.v1.Change;
import io.postern.v1.ChangeType;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc.WatchServiceImplBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A watch service over a log of changes that one seed writes, compacts and breaks: between any two
 * messages it may write, forget old changes, or end the stream in one of the ways streams end.
 * After {@link #LAST_REVISION} it behaves.
 */
final class FaultyChangeLog extends WatchServiceImplBase {
  static final int LAST_REVISION = 150;

  private final SplittableRandom random;
  private final List<Change> log = new ArrayList<>();
  private final TreeMap<String, Integer> state = new TreeMap<>();
  private int oldestRevision;

  FaultyChangeLog(long seed) {
    this.random = new SplittableRandom(seed);
  }

  @Override
  public synchronized void watch(WatchRequest request, StreamObserver<WatchResponse> stream) {
    write(random.nextInt(20));
    var token = request.getResumeToken();
    if (!token.isEmpty() && Integer.parseInt(token) < oldestRevision) {
      stream.onError(
          Errors.error(Status.Code.OUT_OF_RANGE, "compacted", "REVISION_COMPACTED", Map.of()));
      return;
    }
    var sent = token.isEmpty() ? sendSnapshot(stream) : Integer.parseInt(token);
    while (sent >= 0 && !breaks(stream)) {
      write(random.nextInt(4));
      if (sent == LAST_REVISION) {
        return;
      }
      sent = sendChanges(stream, sent);
    }
  }

  /** Returns the revision of the snapshot, or -1 when the stream broke before its end. */
  private int sendSnapshot(StreamObserver<WatchResponse> stream) {
    var revision = log.size();
    for (var entry : new TreeMap<>(state).entrySet()) {
      if (breaks(stream)) {
        return -1;
      }
      var change = change(ChangeType.CHANGE_TYPE_SNAPSHOT, entry.getKey(), entry.getValue());
      stream.onNext(message(WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT, "", List.of(change)));
    }
    stream.onNext(
        message(WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE, "" + revision, List.of()));
    return revision;
  }

  /** Sends some of what comes after a revision, or a checkpoint; returns how far it came. */
  private int sendChanges(StreamObserver<WatchResponse> stream, int sent) {
    var end = Math.min(log.size(), sent + random.nextInt(4));
    var kind =
        end == sent
            ? WatchMessageKind.WATCH_MESSAGE_KIND_CHECKPOINT
            : WatchMessageKind.WATCH_MESSAGE_KIND_CHANGES;
    stream.onNext(message(kind, "" + end, log.subList(sent, end)));
    return end;
  }

  private boolean breaks(StreamObserver<WatchResponse> stream) {
    if (log.size() == LAST_REVISION) {
      return false;
    }
    if (random.nextInt(15) == 0) {
      oldestRevision = log.size() - random.nextInt(Math.min(5, log.size() + 1));
    }
    switch (random.nextInt(30)) {
      case 0 -> stream.onError(Errors.unavailable());
      case 1 -> stream.onError(Status.CANCELLED.asRuntimeException());
      case 2 -> stream.onCompleted();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void write(int changes) {
    for (int i = 0; i < changes && log.size() < LAST_REVISION; i++) {
      var revision = log.size() + 1;
      var name = "n" + random.nextInt(8);
      if (state.containsKey(name) && random.nextInt(3) == 0) {
        state.remove(name);
        log.add(change(ChangeType.CHANGE_TYPE_DELETED, name, revision));
      } else {
        var known = state.put(name, revision) != null;
        var type = known ? ChangeType.CHANGE_TYPE_MODIFIED : ChangeType.CHANGE_TYPE_ADDED;
        log.add(change(type, name, revision));
      }
    }
  }

  /** Which names there are, with the revision that wrote each. */
  synchronized Map<String, Integer> state() {
    return Map.copyOf(state);
  }

  private static Change change(ChangeType type, String name, int revision) {
    return Change.newBuilder().setType(type).setName(name).setRevisionToken("" + revision).build();
  }

  private static WatchResponse message(WatchMessageKind kind, String token, List<Change> changes) {
    return WatchResponse.newBuilder()
        .setKind(kind)
        .setResumeToken(token)
        .setRevisionToken(token)
        .addAllChanges(changes)
        .build();
  }
}
