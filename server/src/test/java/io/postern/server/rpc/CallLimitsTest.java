package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.server.config.LimitSettings;
import io.postern.server.config.LimitSettings.WriteRate;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.StreamReader;
import io.postern.v1.CreateVirtualNetworkRequest;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.ListSubscriptionsRequest;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkServiceGrpc;
import io.postern.v1.WaitForRevisionRequest;
import io.postern.v1.WaitForRevisionResponse;
import io.postern.v1.WatchMessageKind;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.WatchServiceGrpc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each limit of the settings, met by calls to a running server. */
class CallLimitsTest {
  private static final String ALICE = "alice@contoso";
  private static final String BOB = "bob@contoso";
  private static final String EVE = "eve@fabrikam";
  private static final WriteRate MANY = new WriteRate(10_000, 10_000);

  /** More in a row than a test needs, and so slow to fill that none comes in the meantime. */
  private static final WriteRate FEW = new WriteRate(1, 20);

  private static final LimitSettings LIMITS = LimitSettings.DEFAULT;

  @TempDir private Path folder;
  private @Nullable ControlPlane started;

  private void start(LimitSettings limits) {
    started = ControlPlane.start(folder, settings -> settings.with(limits));
  }

  private ControlPlane plane() {
    return Objects.requireNonNull(started);
  }

  @AfterEach
  void stop() {
    plane().close();
  }

  @Test
  void whoWritesTooFastIsToldWhenToComeBackAndOthersWriteOn() {
    start(LIMITS.withWrites(FEW, MANY));
    Lab.in(plane());

    var refused = refusalOfMany(() -> write(ALICE));

    requireLimit(refused, "RATE_LIMITED", "principalWrites", "1");
    assertEquals(ALICE, refused.metadata().get("subject"));
    assertTrue(refused.retryAfter().orElseThrow().compareTo(Duration.ofSeconds(1)) <= 0);
    write(BOB);
    list(ALICE);
  }

  @Test
  void theWritesToASubscriptionAreCountedForAllOfATenantTogether() {
    start(LIMITS.withWrites(MANY, FEW));
    Lab.in(plane());

    var refused =
        refusalOfMany(() -> {
          write(ALICE);
          write(BOB);
        });

    requireLimit(refused, "RATE_LIMITED", "subscriptionWrites", "1");
    assertEquals("subscriptions/contoso", refused.metadata().get("subject"));
  }

  /** Or anybody could keep a tenant from writing to what is its own. */
  @Test
  void anotherTenantsAttemptsDoNotCount() {
    start(LIMITS.withWrites(MANY, FEW));
    Lab.in(plane());
    int denied = 0;
    for (var refused = Refusal.of(() -> write(EVE));
        !refused.reason().equals("RATE_LIMITED");
        refused = Refusal.of(() -> write(EVE))) {
      assertEquals("RESOURCE_NOT_FOUND", refused.reason());
      denied++;
    }

    assertTrue(denied >= FEW.burst(), () -> "the rate was met early");
    write(ALICE);
  }

  @Test
  void callsUnderWayAreLimitedByPrincipal() {
    start(LIMITS.withCalls(2, 100, LIMITS.longestCall()));
    var waits = List.of(waitForLater(ALICE), waitForLater(ALICE));
    plane().awaitWaitingCalls(2);

    var refused = Refusal.of(() -> list(ALICE));

    requireLimit(refused, "TOO_MANY_CALLS", "callsPerPrincipal", "2");
    assertEquals(ALICE, refused.metadata().get("subject"));
    assertTrue(refused.retryAfter().isPresent());
    list(BOB);
    waits.forEach(wait -> assertTrue(wait.cancel(true)));
    awaitTaken(() -> list(ALICE));
  }

  @Test
  void openStreamsAreLimitedByPrincipalAndInAll() {
    start(LIMITS.withStreams(2, 3));
    Lab.in(plane());
    try (var first = watch(ALICE);
        var second = watch(ALICE)) {
      requireOpen(first);
      requireOpen(second);
      var third = refusalOfWatch(ALICE);
      requireLimit(third, "TOO_MANY_STREAMS", "streamsPerPrincipal", "2");
      assertEquals(ALICE, third.metadata().get("subject"));
      assertTrue(third.retryAfter().isPresent());
      try (var other = watch(BOB)) {
        requireOpen(other);
        requireLimit(refusalOfWatch(EVE), "TOO_MANY_STREAMS", "streams", "3");
      }
      awaitOpened(EVE);
    }
    awaitOpened(ALICE);
  }

  @Test
  void aCallWithoutADeadlineIsEndedByTheServers() {
    start(LIMITS.withCalls(100, 100, Duration.ofMillis(200)));

    var refused = Refusal.of(() -> dns(ALICE).waitForRevision(later()));

    assertEquals(Status.Code.DEADLINE_EXCEEDED, refused.code());
    assertEquals("CALL_TOO_LONG", refused.reason());
    assertEquals("200ms", refused.metadata().get("limit"));
    plane().awaitWaitingCalls(0);
  }

  @Test
  void aDeadlineThatIsFurtherAwayIsTheServersAndANearerOneIsTheCallers() {
    start(LIMITS.withCalls(100, 100, Duration.ofMillis(200)));

    var far =
        Refusal.of(() -> dns(ALICE).withDeadlineAfter(1, TimeUnit.HOURS).waitForRevision(later()));
    var near =
        Refusal.of(
            () -> dns(ALICE).withDeadlineAfter(50, TimeUnit.MILLISECONDS).waitForRevision(later()));

    assertEquals("CALL_TOO_LONG", far.reason());
    assertEquals(Status.Code.DEADLINE_EXCEEDED, near.code());
    assertEquals("", near.reason());
  }

  @Test
  void aStreamMayLastLongerThanACall() {
    start(LIMITS.withCalls(100, 100, Duration.ofSeconds(1)));
    Lab.in(plane());
    try (var watch = watch(ALICE)) {
      requireOpen(watch);
      assertEquals("CALL_TOO_LONG", Refusal.of(() -> dns(ALICE).waitForRevision(later())).reason());
      Lab.of(plane()).network("vnet-a", "10.1.0.0/16");
      awaitKind(watch, WatchMessageKind.WATCH_MESSAGE_KIND_CHANGES);
    }
  }

  @Test
  void withoutLimitsNothingIsCounted() {
    var off = new WriteRate(0, 1);
    start(LIMITS.withWrites(off, off).withCalls(0, 100, Duration.ZERO).withStreams(0, 0));
    Lab.in(plane());
    for (int i = 0; i < 30; i++) write(ALICE);
    list(ALICE);
  }

  private static void requireLimit(Refusal refused, String reason, String quota, String limit) {
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals(reason, refused.reason());
    assertEquals(quota, refused.metadata().get("quota"));
    assertEquals(limit, refused.metadata().get("limit"));
  }

  /** Repeats a call until it is refused: at some time it is faster than one a second. */
  private static Refusal refusalOfMany(Runnable call) {
    return Refusal.of(() -> {
      for (int i = 0; i < 1_000; i++) call.run();
    });
  }

  /** Repeats a call until it is taken: the end of another shows a moment later. */
  private static void awaitTaken(Runnable call) {
    long begun = System.nanoTime();
    while (true) {
      try {
        call.run();
        return;
      } catch (StatusRuntimeException | AssertionError e) {
        if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(20)) throw e;
      }
    }
  }

  /** A plan: counted like any write, and as quick again and again. */
  private void write(String principal) {
    var _ =
        plane()
            .stubAs(principal, VirtualNetworkServiceGrpc::newBlockingStub)
            .createVirtualNetwork(
                CreateVirtualNetworkRequest.newBuilder()
                    .setParent(Lab.CONSUMER)
                    .setVirtualNetworkId("vnet-a")
                    .setVirtualNetwork(
                        VirtualNetwork.newBuilder()
                            .setRegion(Lab.REGION)
                            .addAddressPrefixes("10.1.0.0/16"))
                    .setValidateOnly(true)
                    .build());
  }

  private void list(String principal) {
    var _ =
        plane()
            .stubAs(principal, SubscriptionServiceGrpc::newBlockingStub)
            .listSubscriptions(ListSubscriptionsRequest.getDefaultInstance());
  }

  private DnsServiceGrpc.DnsServiceBlockingStub dns(String principal) {
    return plane().stubAs(principal, DnsServiceGrpc::newBlockingStub);
  }

  private ListenableFuture<WaitForRevisionResponse> waitForLater(String principal) {
    return plane().stubAs(principal, DnsServiceGrpc::newFutureStub).waitForRevision(later());
  }

  private static WaitForRevisionRequest later() {
    return WaitForRevisionRequest.newBuilder()
        .setRevisionToken("r1000000")
        .setTimeout(com.google.protobuf.Duration.newBuilder().setSeconds(600))
        .build();
  }

  private StreamReader<WatchRequest, WatchResponse> watch(String principal) {
    return StreamReader.open(
        plane().stubAs(principal, WatchServiceGrpc::newStub)::watch,
        WatchRequest.getDefaultInstance());
  }

  private static void requireOpen(StreamReader<WatchRequest, WatchResponse> watch) {
    awaitKind(watch, WatchMessageKind.WATCH_MESSAGE_KIND_SNAPSHOT_COMPLETE);
  }

  private static void awaitKind(
      StreamReader<WatchRequest, WatchResponse> watch, WatchMessageKind kind) {
    assertEquals(kind, watch.until(it -> it.getKind() == kind).getLast().getKind());
  }

  private Refusal refusalOfWatch(String principal) {
    try (var watch = watch(principal)) {
      return Refusal.of(watch.error());
    }
  }

  private void awaitOpened(String principal) {
    awaitTaken(() -> {
      try (var watch = watch(principal)) {
        requireOpen(watch);
      }
    });
  }
}
