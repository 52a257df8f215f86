package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.Duration;
import io.grpc.Status;
import io.postern.server.kernel.Revision;
import io.postern.server.testing.Refusal;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.DnsServiceGrpc.DnsServiceBlockingStub;
import io.postern.v1.GetDnsStatusRequest;
import io.postern.v1.ReadConsistency;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.WaitForRevisionRequest;
import io.postern.v1.WaitForRevisionResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting until DNS serves a revision, as somebody does who wrote at another server. */
class WaitForRevisionTest {
  private static final int CALLERS = 1_000;

  @TempDir private Path folder;
  private DnsLab dns;

  @BeforeEach
  void start() {
    dns = DnsLab.start(folder, "vnet-a");
  }

  @AfterEach
  void stop() {
    dns.close();
  }

  @Test
  void whatIsServedAlreadyIsAnsweredAtOnce() {
    var now = served();

    var answer = await(now, 0);

    assertTrue(answer.getReached());
    assertEquals(now, answer.getServedRevisionToken());
  }

  /** The record is made by the write that is waited for, so the answer says whether DNS has it. */
  @Test
  void aTokenThatIsAheadIsAnsweredWhenDnsServesIt() throws Exception {
    var network = dns.lab.network("vnet-a", "10.1.0.0/16");
    var zone = dns.lab.zone("contoso.com");
    dns.lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var ahead = Revision.parse(served(), "token").next().token();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.submit(() -> {
            var answer = await(ahead, 20);
            return List.of(
                answer.getServedRevisionToken(), dns.lab.ask(network, "www.contoso.com", "A"));
          });
      dns.plane.awaitWaitingCalls(1);
      assertFalse(answers.isDone());

      dns.address(zone, "www", 60, "10.1.0.9");

      assertEquals(List.of(ahead, "NOERROR www.contoso.com. A 10.1.0.9"), answers.get());
    }
  }

  @Test
  void aTimeoutIsAnsweredWithWhatIsServed() {
    var now = served();

    for (var timeout : List.of(seconds(0), Duration.newBuilder().setNanos(1_000_000).build())) {
      var answer = stub().waitForRevision(request("r1000").setTimeout(timeout).build());

      assertFalse(answer.getReached());
      assertEquals(now, answer.getServedRevisionToken());
    }
  }

  @Test
  void aDeadlineEndsTheCallAndTheWait() {
    var refused =
        Refusal.of(() ->
            stub()
                .withDeadlineAfter(200, TimeUnit.MILLISECONDS)
                .waitForRevision(request("r1000").build()));

    assertEquals(Status.Code.DEADLINE_EXCEEDED, refused.code());
    dns.plane.awaitWaitingCalls(0);
  }

  @Test
  void aThousandCallersThatGoAwayLeaveNothingBehind() {
    var calls = new ArrayList<ListenableFuture<WaitForRevisionResponse>>();
    var stub = dns.plane.stub(DnsServiceGrpc::newFutureStub);
    for (int i = 0; i < CALLERS; i++)
      calls.add(stub.waitForRevision(request("r" + (1000 + i)).build()));
    dns.plane.awaitWaitingCalls(CALLERS);

    calls.forEach(call -> assertTrue(call.cancel(true)));

    dns.plane.awaitWaitingCalls(0);
    assertTrue(await(served(), 0).getReached());
  }

  @Test
  void whatIsNoTokenOrNoTimeIsRefused() {
    assertRefused("revision_token", "RESUME_TOKEN_INVALID", request("yesterday"));
    assertRefused("revision_token", "RESUME_TOKEN_INVALID", request(""));
    assertRefused("timeout", "INVALID_FIELD", request("r1").setTimeout(seconds(-1)));
    assertRefused("timeout", "INVALID_FIELD", request("r1").setTimeout(seconds(3601)));
  }

  private void assertRefused(String field, String reason, WaitForRevisionRequest.Builder request) {
    var refused = Refusal.of(() -> stub().waitForRevision(request.build()));
    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    assertEquals(reason, refused.reason());
    assertEquals(List.of(field), refused.fields());
  }

  @Test
  void theStatusOfDnsCanBeAskedForAtARevision() throws Exception {
    var ahead = Revision.parse(served(), "token").next().token();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var status =
          threads.submit(() ->
              stub()
                  .withDeadlineAfter(20, TimeUnit.SECONDS)
                  .getDnsStatus(
                      GetDnsStatusRequest.newBuilder()
                          .setConsistency(ReadConsistency.newBuilder().setAtLeastAsFresh(ahead))
                          .build()));
      dns.plane.awaitWaitingCalls(1);
      dns.lab.zone("contoso.com");
      assertEquals(ahead, status.get().getServedRevisionToken());
    }
  }

  private WaitForRevisionResponse await(String token, int seconds) {
    return stub().waitForRevision(request(token).setTimeout(seconds(seconds)).build());
  }

  private static WaitForRevisionRequest.Builder request(String token) {
    return WaitForRevisionRequest.newBuilder().setRevisionToken(token);
  }

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  private String served() {
    return stub().getDnsStatus(GetDnsStatusRequest.getDefaultInstance()).getServedRevisionToken();
  }

  private DnsServiceBlockingStub stub() {
    return dns.plane.stub(DnsServiceGrpc::newBlockingStub);
  }
}
