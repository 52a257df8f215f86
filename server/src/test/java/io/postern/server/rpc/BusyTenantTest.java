package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.postern.server.testing.ControlPlane;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.GetSubscriptionRequest;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.SubscriptionServiceGrpc.SubscriptionServiceBlockingStub;
import io.postern.v1.UpdateSubscriptionRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tenant that writes as fast as it can, and what comes between when another writes: counted in
 * writes, for time is the machine's.
 */
@Timeout(120)
class BusyTenantTest {
  /** Calls that the busy tenant has under way at any time. */
  private static final int UNDER_WAY = 128;

  private static final int WRITES = 25;

  /**
   * A group of eight that is not to be seen yet, one that had begun, two more while the call is on
   * its way, and the write itself. Of a line that everybody stands in, it would be as many as are
   * under way.
   */
  private static final int BETWEEN = 4 * 8 + 1;

  @TempDir Path folder;
  private final AtomicInteger number = new AtomicInteger();
  private final CountDownLatch writing = new CountDownLatch(UNDER_WAY);
  private volatile boolean enough;

  @Test
  void aWriteIsNotPassedByAllThatAnotherTenantHasUnderWay() throws Exception {
    try (var plane = ControlPlane.start(folder);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      create(plane, "busy");
      create(plane, "quiet");
      var bob = plane.stubAs("bob@busy", SubscriptionServiceGrpc::newBlockingStub);
      var alice = plane.stubAs("alice@quiet", SubscriptionServiceGrpc::newBlockingStub);
      try {
        for (int i = 0; i < UNDER_WAY; i++) threads.execute(() -> writeOn(bob));
        writing.await();
        long first = write(alice, "quiet");

        var between = new ArrayList<Long>();
        for (int i = 0; i < WRITES; i++) between.add(-last(alice) + write(alice, "quiet"));

        var sorted = between.stream().sorted().toList();
        assertTrue(sorted.get(WRITES / 2) <= BETWEEN, () -> "between: " + sorted);
        // The other one did write all the while.
        long written = last(alice) - first;
        assertTrue(written > 3 * WRITES, () -> written + " in all, between: " + sorted);
      } finally {
        enough = true;
      }
    }
  }

  private void writeOn(SubscriptionServiceBlockingStub stub) {
    while (!enough) {
      write(stub, "busy");
      writing.countDown();
    }
  }

  private static void create(ControlPlane plane, String tenant) {
    var _ =
        plane
            .stub(SubscriptionServiceGrpc::newBlockingStub)
            .createSubscription(
                CreateSubscriptionRequest.newBuilder()
                    .setSubscriptionId(tenant)
                    .setSubscription(Subscription.newBuilder().setTenant(tenant))
                    .build());
  }

  /** Returns the revision of the write. */
  private long write(SubscriptionServiceBlockingStub stub, String tenant) {
    var changed =
        Subscription.newBuilder()
            .setName("subscriptions/" + tenant)
            .putTags("number", Integer.toString(number.incrementAndGet()));
    var answer =
        stub.updateSubscription(
            UpdateSubscriptionRequest.newBuilder()
                .setSubscription(changed)
                .setUpdateMask(FieldMask.newBuilder().addPaths("tags"))
                .build());
    return revision(answer.getRevisionToken());
  }

  /** The newest revision that can be read. */
  private static long last(SubscriptionServiceBlockingStub stub) {
    var request = GetSubscriptionRequest.newBuilder().setName("subscriptions/quiet").build();
    return revision(stub.getSubscription(request).getRevisionToken());
  }

  private static long revision(String token) {
    return Long.parseLong(token.substring(1));
  }
}
