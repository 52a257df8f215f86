package io.postern.server.watch;

import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.StreamReader;
import io.postern.v1.Change;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.DeleteSubscriptionRequest;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdateSubscriptionRequest;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;
import java.util.ArrayList;
import java.util.List;

/** The steps that tests of watches are made of. */
final class Watching {
  private Watching() {}

  static StreamReader<WatchRequest, WatchResponse> open(ControlPlane plane, WatchRequest request) {
    return StreamReader.open(plane.stub(WatchServiceGrpc::newStub)::watch, request);
  }

  static StreamReader<WatchRequest, WatchResponse> openAs(
      String principal, ControlPlane plane, WatchRequest request) {
    return StreamReader.open(plane.stubAs(principal, WatchServiceGrpc::newStub)::watch, request);
  }

  /** The changes of a snapshot and its last message. */
  static List<WatchResponse> snapshot(StreamReader<WatchRequest, WatchResponse> reader) {
    return reader.until(
        message -> message.getKind() == WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE);
  }

  /** Messages up to the one through which the watch has so many changes; not one more. */
  static List<WatchResponse> changes(StreamReader<WatchRequest, WatchResponse> reader, int wanted) {
    var count = new int[1];
    return reader.until(message -> (count[0] += message.getChangesCount()) >= wanted);
  }

  static List<Change> all(List<WatchResponse> messages) {
    return messages.stream().flatMap(message -> message.getChangesList().stream()).toList();
  }

  /** {@code ADDED subscriptions/a}, for each. */
  static List<String> said(List<WatchResponse> messages) {
    var said = new ArrayList<String>();
    for (var change : all(messages)) {
      said.add(change.getType().name().replace("CHANGE_TYPE_", "") + " " + change.getName());
    }
    return said;
  }

  static String add(ControlPlane plane, String id, String tenant) {
    return plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .createSubscription(
            CreateSubscriptionRequest.newBuilder()
                .setSubscriptionId(id)
                .setSubscription(Subscription.newBuilder().setTenant(tenant))
                .build())
        .getRevisionToken();
  }

  static String rename(ControlPlane plane, String id, String displayName) {
    return plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .updateSubscription(
            UpdateSubscriptionRequest.newBuilder()
                .setSubscription(
                    Subscription.newBuilder()
                        .setName("subscriptions/" + id)
                        .setDisplayName(displayName))
                .build())
        .getRevisionToken();
  }

  static String remove(ControlPlane plane, String id) {
    return plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .deleteSubscription(
            DeleteSubscriptionRequest.newBuilder().setName("subscriptions/" + id).build())
        .getRevisionToken();
  }
}
