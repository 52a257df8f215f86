package io.postern.client.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.postern.client.call.RetryPolicy;
import io.postern.client.call.WriteOptions;
import io.postern.client.error.PosternException;
import io.postern.client.resource.ResourceClient;
import io.postern.client.testing.Errors;
import io.postern.client.testing.LoopbackServer;
import io.postern.client.testing.MemorySubnets;
import io.postern.v1.Subnet;
import io.postern.v1.SubnetServiceGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallerTest {
  private static final String NETWORK =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v";
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final MemorySubnets service = new MemorySubnets();
  private LoopbackServer server = LoopbackServer.of(service);
  private final List<Duration> pauses = new ArrayList<>();
  private final ManagedChannel channel =
      Grpc.newChannelBuilder(server.target(), InsecureChannelCredentials.create()).build();
  private final Connection connection = new Connection(channel, "", "", true);

  @AfterEach
  void close() {
    connection.close();
    server.close();
  }

  @Test
  void aReadIsRepeatedWhileTheServerIsUnavailable() {
    var subnets = subnets(DEADLINE);
    subnets.create(NETWORK, "a", Subnet.getDefaultInstance());
    server.faults().failNext(Errors.unavailable()).failNext(Errors.unavailable());

    var found = subnets.get(NETWORK + "/subnets/a");

    assertEquals(NETWORK + "/subnets/a", found.getName());
    assertEquals(2, pauses.size());
  }

  @Test
  void aWriteWhoseAnswerWasLostIsRepeatedWithItsRequestIdAndMadeOnce() {
    server.faults().loseNextAnswer();

    var written = subnets(DEADLINE).create(NETWORK, "a", Subnet.getDefaultInstance());

    assertEquals("r1", written.revisionToken());
    assertEquals(1, service.size());
    var creates = service.creates();
    assertEquals(2, creates.size());
    assertFalse(creates.get(0).getRequestId().isEmpty());
    assertEquals(creates.get(0), creates.get(1));
  }

  @Test
  void eachWriteHasARequestIdOfItsOwnUnlessTheCallerGivesOne() {
    var subnets = subnets(DEADLINE);
    subnets.create(NETWORK, "a", Subnet.getDefaultInstance());
    subnets.create(NETWORK, "b", Subnet.getDefaultInstance());
    var mine = WriteOptions.DEFAULT.withRequestId("mine");
    subnets.create(NETWORK, "c", Subnet.getDefaultInstance(), mine);

    var ids = service.creates().stream().map(create -> create.getRequestId()).distinct().toList();

    assertEquals(3, ids.size());
    assertEquals("mine", ids.get(2));
  }

  @Test
  void aCallThatCameTooFastIsRepeatedWhenTheServerSays() {
    server.faults().failNext(Errors.tooFast(Duration.ofSeconds(3)));

    var written = subnets(DEADLINE).create(NETWORK, "a", Subnet.getDefaultInstance());

    assertEquals(NETWORK + "/subnets/a", written.value().getName());
    assertEquals(List.of(Duration.ofSeconds(3)), pauses);
  }

  @Test
  void aCallOverALimitIsRepeatedIfTheServerSaysWhenAndOtherwiseNot() {
    server.faults().failNext(Errors.overLimit("TOO_MANY_CALLS", Duration.ofSeconds(2)));
    var written = subnets(DEADLINE).create(NETWORK, "a", Subnet.getDefaultInstance());
    assertEquals(NETWORK + "/subnets/a", written.value().getName());
    assertEquals(List.of(Duration.ofSeconds(2)), pauses);

    server
        .faults()
        .failNext(
            Errors.error(Status.Code.RESOURCE_EXHAUSTED, "it is full", "QUOTA_EXCEEDED", Map.of()));
    assertThrows(
        PosternException.QuotaExceeded.class,
        () -> subnets(DEADLINE).create(NETWORK, "b", Subnet.getDefaultInstance()));
    assertEquals(1, pauses.size());
  }

  @Test
  void otherErrorsAreNotRepeatedEvenIfTheyMayPass() {
    server
        .faults()
        .failNext(
            Errors.error(
                Status.Code.ABORTED,
                "another write is under way",
                "ANOTHER_OPERATION_IN_PROGRESS",
                Map.of()));

    var thrown =
        assertThrows(
            PosternException.class,
            () -> subnets(DEADLINE).create(NETWORK, "a", Subnet.getDefaultInstance()));

    assertTrue(thrown.isRetryable());
    assertEquals(1, server.faults().calls());
  }

  @Test
  void theAttemptsAreBounded() {
    for (int i = 0; i < 10; i++) {
      server.faults().failNext(Errors.unavailable());
    }

    assertThrows(
        PosternException.Unavailable.class, () -> subnets(DEADLINE).get(NETWORK + "/subnets/a"));

    assertEquals(RetryPolicy.DEFAULT.attempts(), server.faults().calls());
  }

  @Test
  void thePauseIsAsLongAsTheServerAsks() {
    server.faults().failNext(Errors.unavailableFor(Duration.ofSeconds(3)));

    assertTrue(subnets(DEADLINE).find(NETWORK + "/subnets/a").isEmpty());

    assertEquals(List.of(Duration.ofSeconds(3)), pauses);
  }

  @Test
  void aPauseThatWouldOutlastTheDeadlineIsNotMade() {
    server.faults().failNext(Errors.unavailableFor(Duration.ofMinutes(1)));

    assertThrows(
        PosternException.Unavailable.class, () -> subnets(DEADLINE).get(NETWORK + "/subnets/a"));

    assertEquals(List.of(), pauses);
    assertEquals(1, server.faults().calls());
  }

  @Test
  void aServerThatDoesNotAnswerIsLeftAtTheDeadline() {
    server.faults().hangNext();

    assertThrows(
        PosternException.DeadlineExceeded.class,
        () -> subnets(Duration.ofMillis(200)).get(NETWORK + "/subnets/a"));
  }

  @Test
  void theDeadlineOfOneWriteCanDiffer() {
    server.faults().hangNext();
    var hurried = WriteOptions.DEFAULT.withDeadline(Duration.ofMillis(200));

    assertThrows(
        PosternException.DeadlineExceeded.class,
        () -> subnets(DEADLINE).create(NETWORK, "a", Subnet.getDefaultInstance(), hurried));
  }

  @Test
  void aServerThatComesBackIsFoundDuringAPause() {
    var port = server.port();
    server.close();
    var returning =
        new Caller(
            connection,
            DEADLINE,
            RetryPolicy.DEFAULT,
            Freshness.any(),
            pause -> {
              pauses.add(pause);
              if (pauses.size() == 3) {
                server = LoopbackServer.at(port, service);
              } else if (pauses.size() == 4) {
                waitUntilConnected();
              }
            });

    assertTrue(subnets(returning).find(NETWORK + "/subnets/a").isEmpty());

    assertTrue(pauses.size() <= 4, pauses.toString());
  }

  private void waitUntilConnected() throws InterruptedException {
    for (var state = channel.getState(false);
        state != ConnectivityState.READY;
        state = channel.getState(false)) {
      var changed = new CountDownLatch(1);
      channel.notifyWhenStateChanged(state, changed::countDown);
      assertTrue(changed.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aClosedConnectionIsNotTriedAgain() {
    connection.close();

    assertThrows(
        PosternException.Unavailable.class, () -> subnets(DEADLINE).get(NETWORK + "/subnets/a"));

    assertEquals(List.of(), pauses);
  }

  @Test
  void anInterruptedCallerStopsRepeating() {
    server.faults().failNext(Errors.unavailable());
    var interrupted =
        new Caller(
            connection,
            DEADLINE,
            RetryPolicy.DEFAULT,
            Freshness.any(),
            pause -> {
              throw new InterruptedException();
            });

    assertThrows(
        PosternException.Unavailable.class, () -> subnets(interrupted).get(NETWORK + "/subnets/a"));

    assertTrue(Thread.interrupted());
    assertEquals(1, server.faults().calls());
  }

  private ResourceClient<Subnet> subnets(Duration deadline) {
    return subnets(
        new Caller(connection, deadline, RetryPolicy.DEFAULT, Freshness.any(), pauses::add));
  }

  private static ResourceClient<Subnet> subnets(Caller caller) {
    return new ResourceClient<>(
        caller,
        new ResourceMethods<>(
            SubnetServiceGrpc.getServiceDescriptor(), Subnet.getDefaultInstance()));
  }
}
