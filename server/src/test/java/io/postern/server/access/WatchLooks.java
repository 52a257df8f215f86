package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.server.testing.StreamReader;
import io.postern.v1.ListSubscriptionsRequest;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.WatchConnectionsRequest;
import io.postern.v1.WatchConnectionsResponse;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;

/** Looks on while a program runs: what a watch sends, its tokens included. */
final class WatchLooks implements AutoCloseable {
  /** A program ends with the checkpoint that says that a watch has everything. */
  private static final Duration OFTEN = Durations.fromMillis(100);

  private final Stage stage;
  private final String watcher;
  private final StreamReader<WatchRequest, WatchResponse> resources;
  private final StreamReader<WatchConnectionsRequest, WatchConnectionsResponse> connections;

  /** Watches all there is for a caller. */
  WatchLooks(Stage stage, String watcher) {
    this.stage = stage;
    this.watcher = watcher;
    stage.note(watcher, "watches");
    var watches = stage.as(watcher, WatchServiceGrpc::newStub);
    this.resources =
        StreamReader.open(
            watches::watch,
            WatchRequest.newBuilder()
                .setIncludePrevious(true)
                .setCheckpointInterval(OFTEN)
                .build());
    this.connections =
        StreamReader.open(
            watches::watchConnections,
            WatchConnectionsRequest.newBuilder()
                .setIncludePrevious(true)
                .setCheckpointInterval(OFTEN)
                .build());
  }

  /** Has whatever was sent until a watch ended, or until it has everything. */
  void check() {
    var last = number(now(stage));
    var seen = new StringBuilder();
    read(resources, last, seen);
    read(connections, last, seen);
    var text = seen.toString();
    stage.requireNone(stage.model.everLeaked(watcher, text), watcher + " watched", text);
  }

  /** Watches the connection of one endpoint, from its consumer's side or the other. */
  static void checkEndpoint(Stage stage, String caller, String endpoint) {
    stage.note(caller, "watches the connection of " + endpoint);
    var seen = new StringBuilder();
    var request =
        WatchConnectionsRequest.newBuilder()
            .setPrivateEndpoint(endpoint)
            .setCheckpointInterval(OFTEN)
            .build();
    try (var watch =
        StreamReader.open(stage.as(caller, WatchServiceGrpc::newStub)::watchConnections, request)) {
      read(watch, number(now(stage)), seen);
    }
    var text = seen.toString();
    stage.requireNone(
        stage.model.leaked(caller, request.toString(), text),
        caller + " watched " + endpoint,
        text);
  }

  private static void read(
      StreamReader<?, ? extends Message> watch, long last, StringBuilder seen) {
    try {
      long reached;
      do {
        var message = watch.next();
        seen.append(message).append(Looks.decoded(text(message, "resume_token")));
        reached = isPart(message) ? 0 : number(text(message, "revision_token"));
      } while (reached < last);
    } catch (AssertionError ended) {
      if (!(ended.getCause() instanceof StatusRuntimeException thrown)) throw ended;
      assertEquals(Status.Code.ABORTED, thrown.getStatus().getCode());
    }
  }

  private static boolean isPart(Message message) {
    var kind = message.getField(message.getDescriptorForType().findFieldByName("kind"));
    return kind.equals(WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT.getValueDescriptor());
  }

  private static String text(Message message, String field) {
    return (String) message.getField(message.getDescriptorForType().findFieldByName(field));
  }

  /** The revision that there is now. */
  static String now(Stage stage) {
    return stage
        .plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .listSubscriptions(ListSubscriptionsRequest.newBuilder().setPageSize(1).build())
        .getRevisionToken();
  }

  private static long number(String token) {
    return Long.parseLong(token.substring(1));
  }

  @Override
  public void close() {
    resources.close();
    connections.close();
  }
}
