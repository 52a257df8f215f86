package io.postern.server.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DynamicMessage;
import io.grpc.Channel;
import io.grpc.Status;
import io.postern.server.kernel.Revision;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.ServedApi;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.GetSubscriptionRequest;
import io.postern.v1.GetSubscriptionResponse;
import io.postern.v1.ListSubscriptionsRequest;
import io.postern.v1.ListSubscriptionsResponse;
import io.postern.v1.ReadConsistency;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.SubscriptionServiceGrpc.SubscriptionServiceBlockingStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fresh a read has to be, through a running server. */
class FreshnessTest {
  private static final int WRITERS = 8;
  private static final int WRITES_EACH = 25;
  private static final int READERS = 16;
  private static final int LONGEST_LEAP = 10;

  @TempDir Path folder;
  private ControlPlane plane;
  private SubscriptionServiceBlockingStub subscriptions;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    subscriptions = plane.stub(SubscriptionServiceGrpc::newBlockingStub);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  /** Readers ask for revisions that the writers beside them have yet to make, up to the last. */
  @Test
  void aReadHoldsAtTheRevisionAskedForOrALaterOneWhileOthersWrite() throws Exception {
    long begin = number(create("first"));
    long last = begin + WRITERS * WRITES_EACH;
    var stale = new ConcurrentLinkedQueue<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < READERS; i++) {
        var random = new Random(i);
        running.add(
            threads.submit(() -> {
              for (long at = begin; at < last; ) {
                var asked = "r" + Math.min(last, at + 1 + random.nextInt(LONGEST_LEAP));
                var answer = get("subscriptions/first", atLeast(asked)).getRevisionToken();
                if (number(answer) < number(asked)) stale.add(answer + " for " + asked);
                at = number(answer);
              }
            }));
      }
      for (int i = 0; i < WRITERS; i++) {
        var prefix = "s" + i + "-";
        running.add(
            threads.submit(() -> {
              for (int write = 0; write < WRITES_EACH; write++) {
                var written = create(prefix + write);
                var answer = get("subscriptions/first", fully()).getRevisionToken();
                if (number(answer) < number(written)) stale.add(answer + " after " + written);
              }
            }));
      }
      for (var one : running) one.get();
    }
    assertEquals(List.of(), List.copyOf(stale));
  }

  /** The resource is not there when the read is begun: only one that waited can find it. */
  @Test
  void aReadOfARevisionToComeIsAnsweredAfterTheWriteThatMakesIt() throws Exception {
    long now = number(create("contoso"));
    var reader = Executors.newVirtualThreadPerTaskExecutor();
    try (reader) {
      var read = reader.submit(() -> get("subscriptions/fabrikam", atLeast("r" + (now + 2))));
      plane.awaitWaitingCalls(1);

      create("elsewhere");
      assertEquals(1, plane.server().waitingCalls());
      assertFalse(read.isDone());
      create("fabrikam");

      assertEquals("r" + (now + 2), read.get().getRevisionToken());
    }
    assertEquals(0, plane.server().waitingCalls());
  }

  @Test
  void aRevisionThatDoesNotComeInTimeIsRefusedWithWhatTheServerHas() {
    var now = create("contoso");

    var refused =
        Refusal.of(() ->
            subscriptions
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .getSubscription(request("subscriptions/contoso", atLeast("r1000"))));

    assertEquals(Status.Code.UNAVAILABLE, refused.code());
    assertEquals("REVISION_NOT_REACHED", refused.reason());
    assertEquals(now, refused.metadata().get("servedRevision"));
    assertEquals(0, plane.server().waitingCalls());
  }

  @Test
  void aWaitingReadEndsWithTheServer() {
    create("contoso");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var read = threads.submit(() -> get("subscriptions/contoso", atLeast("r1000")));
      plane.awaitWaitingCalls(1);

      plane.server().close();

      var refused = Refusal.of(() -> answerOf(read));
      assertEquals(Status.Code.UNAVAILABLE, refused.code());
      assertEquals("RETRYABLE_ERROR", refused.reason());
    }
  }

  @Test
  void whatSaysNothingIsRefused() {
    create("contoso");

    assertRefused(
        "consistency.at_least_as_fresh",
        "RESUME_TOKEN_INVALID",
        ReadConsistency.newBuilder().setAtLeastAsFresh("yesterday"));
    assertRefused(
        "consistency.at_least_as_fresh",
        "RESUME_TOKEN_INVALID",
        ReadConsistency.newBuilder().setAtLeastAsFresh(""));
    assertRefused(
        "consistency.minimize_latency",
        "INVALID_FIELD",
        ReadConsistency.newBuilder().setMinimizeLatency(false));
    assertRefused(
        "consistency.fully_consistent",
        "INVALID_FIELD",
        ReadConsistency.newBuilder().setFullyConsistent(false));
  }

  private void assertRefused(String field, String reason, ReadConsistency.Builder wanted) {
    var refused = Refusal.of(() -> get("subscriptions/contoso", wanted.build()));
    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    assertEquals(reason, refused.reason());
    assertEquals(List.of(field), refused.fields());
  }

  @Test
  void whatAsksForNothingOrForSpeedIsAnsweredAtOnce() {
    var now = create("contoso");

    var fast = ReadConsistency.newBuilder().setMinimizeLatency(true).build();
    assertEquals(now, get("subscriptions/contoso", fast).getRevisionToken());
    var nothing = ReadConsistency.getDefaultInstance();
    assertEquals(now, get("subscriptions/contoso", nothing).getRevisionToken());
  }

  /** The methods are asked of the server, so that a new one is covered by itself. */
  @Test
  void everyGetAndListHeedsIt() {
    Channel channel = plane.stub(any -> any);
    var api = new ServedApi(channel);
    var heedless = new ArrayList<String>();
    int reads = 0;
    for (var method : api.methods()) {
      if (!method.getName().startsWith("Get") && !method.getName().startsWith("List")) continue;
      reads++;
      var request = DynamicMessage.newBuilder(method.getInputType());
      var field = method.getInputType().findFieldByName("consistency");
      var wanted = DynamicMessage.newBuilder(field.getMessageType());
      wanted.setField(field.getMessageType().findFieldByName("at_least_as_fresh"), "yesterday");
      request.setField(field, wanted.build());
      var refused = Refusal.of(() -> api.call(method, request.build()));
      if (!refused.fields().equals(List.of("consistency.at_least_as_fresh")))
        heedless.add(method.getName() + ": " + refused);
    }
    assertEquals(List.of(), heedless);
    assertTrue(reads > 40, "only " + reads + " reads are served");
  }

  /** It would otherwise be waited for without end, or name another write. */
  @Test
  void aPlanHoldsAtARevisionThatThereIs() {
    var now = create("contoso");

    var planned =
        subscriptions
            .createSubscription(creation("fabrikam").setValidateOnly(true).build())
            .getRevisionToken();

    assertEquals(now, planned);
  }

  /** Each page is a read of its own; what is there all the while is on one of them. */
  @Test
  void eachPageOfAListIsAsFreshAsItIsAskedToBe() throws Exception {
    for (var id : List.of("a", "c", "e")) create(id);
    var first = list(page(2, ""));

    var between = create("d");
    var second = list(page(2, first.getNextPageToken()).setConsistency(atLeast(between)));
    assertEquals(between, second.getRevisionToken());
    assertEquals(
        List.of("subscriptions/a", "subscriptions/c", "subscriptions/d", "subscriptions/e"),
        List.of(first, second).stream()
            .flatMap(answer -> answer.getSubscriptionsList().stream())
            .map(Subscription::getName)
            .toList());

    var toCome = new Revision(number(between)).next().token();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting =
          threads.submit(
              () -> list(page(3, first.getNextPageToken()).setConsistency(atLeast(toCome))));
      plane.awaitWaitingCalls(1);
      create("f");
      assertEquals(3, waiting.get().getSubscriptionsCount());
      assertEquals(toCome, waiting.get().getRevisionToken());
    }
  }

  private static ListSubscriptionsRequest.Builder page(int size, String token) {
    return ListSubscriptionsRequest.newBuilder().setPageSize(size).setPageToken(token);
  }

  private ListSubscriptionsResponse list(ListSubscriptionsRequest.Builder request) {
    return subscriptions.listSubscriptions(request.build());
  }

  /** Creates a subscription and returns the token of that. */
  private String create(String id) {
    return subscriptions.createSubscription(creation(id).build()).getRevisionToken();
  }

  private static CreateSubscriptionRequest.Builder creation(String id) {
    return CreateSubscriptionRequest.newBuilder()
        .setSubscriptionId(id)
        .setSubscription(Subscription.newBuilder().setTenant("contoso"));
  }

  private GetSubscriptionResponse get(String name, ReadConsistency wanted) {
    return subscriptions
        .withDeadlineAfter(Duration.ofSeconds(20))
        .getSubscription(request(name, wanted));
  }

  private static GetSubscriptionRequest request(String name, ReadConsistency wanted) {
    return GetSubscriptionRequest.newBuilder().setName(name).setConsistency(wanted).build();
  }

  private static ReadConsistency atLeast(String token) {
    return ReadConsistency.newBuilder().setAtLeastAsFresh(token).build();
  }

  private static ReadConsistency fully() {
    return ReadConsistency.newBuilder().setFullyConsistent(true).build();
  }

  private static long number(String token) {
    return Revision.parse(token, "token").number();
  }

  /** The answer of a call on another thread, or what it threw there. */
  private static GetSubscriptionResponse answerOf(Future<GetSubscriptionResponse> call)
      throws Throwable {
    try {
      return call.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
