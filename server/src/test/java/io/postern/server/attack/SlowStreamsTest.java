package io.postern.server.attack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.RawCalls;
import io.postern.server.testing.StreamReader;
import io.postern.v1.ListSubscriptionsRequest;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attack: readers that read nothing and callers that say nothing, to hold up whoever else is there.
 * What they cost in memory is looked at where a server has little of it, in the module of the
 * measurements.
 */
class SlowStreamsTest {
  private static final int AT_ONCE = 100;

  @TempDir Path folder;

  @Test
  void whoIsSlowHoldsUpNobodyElse() {
    try (var plane = ControlPlane.start(folder)) {
      var lab = Lab.in(plane);
      var stuck = new ArrayList<StreamReader<WatchRequest, WatchResponse>>();
      for (int i = 0; i < AT_ONCE; i++) {
        stuck.add(watch(plane, 0));
        sayNothing(plane);
      }
      await().until(() -> plane.server().openWatches() == AT_ONCE);

      try (var reading = watch(plane, Integer.MAX_VALUE)) {
        var network = lab.network("vnet-a", "10.1.0.0/16");
        var _ = reading.until(message -> message.toString().contains(network + "/subnets/default"));
      }
      assertEquals(
          2,
          plane
              .stub(SubscriptionServiceGrpc::newBlockingStub)
              .listSubscriptions(ListSubscriptionsRequest.getDefaultInstance())
              .getSubscriptionsCount());

      stuck.forEach(StreamReader::close);
      await().until(() -> plane.server().openWatches() == 0);
    }
  }

  private static StreamReader<WatchRequest, WatchResponse> watch(ControlPlane plane, int taken) {
    return StreamReader.open(
        plane.stub(WatchServiceGrpc::newStub)::watch, WatchRequest.getDefaultInstance(), taken);
  }

  /** A call that begins, and then waits for its request without end. */
  private static void sayNothing(ControlPlane plane) {
    var method = RawCalls.of(SubscriptionServiceGrpc.getGetSubscriptionMethod());
    ClientCall<byte[], byte[]> call = plane.channel().newCall(method, CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
  }
}
