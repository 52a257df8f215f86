package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.AbstractStub;
import io.postern.server.access.WhoSeesWhat.Thing;
import io.postern.server.testing.ControlPlane;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.RegisterProviderRequest;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** What the steps of one random program share: the server, the model, chance, and who calls. */
final class Stage {
  static final String ADMINISTRATOR = "";
  static final String REGION = "eastus";

  private static final List<String> LETTERS = List.of("a", "b", "c");
  private static final int GROUPS = 2;

  final ControlPlane plane;
  final Random random;
  final WhoSeesWhat model;
  private final String id;
  private final List<String> tenants = new ArrayList<>();
  private final List<String> callers = new ArrayList<>();
  private final Map<String, String> subscriptions = new HashMap<>();
  private final Map<String, List<String>> groups = new HashMap<>();
  private final List<String> history = new ArrayList<>();
  private int words;
  private int shown;

  Stage(ControlPlane plane, Random random, String id) {
    this.plane = plane;
    this.random = random;
    this.id = id;
    for (var letter : LETTERS) {
      var tenant = "tenant-" + id + letter;
      tenants.add(tenant);
      for (var name : List.of("ann", "bob")) callers.add(name + "@" + tenant);
    }
    this.model = new WhoSeesWhat(callers);
    tenants.forEach(this::names);
  }

  private void names(String tenant) {
    model.knows(tenant, model.word(tenant));
    var subscription = word();
    model.knows(tenant, subscription);
    subscriptions.put(tenant, subscription);
    var inIt = new ArrayList<String>();
    for (int i = 0; i < GROUPS; i++) {
      inIt.add("subscriptions/" + subscription + "/resourceGroups/" + word());
      model.made(tenant, inIt.getLast());
    }
    groups.put(tenant, inIt);
    model.made(tenant, "subscriptions/" + subscription);
  }

  /** Makes the subscriptions of the tenants. */
  void subscribe() {
    var stub = plane.stub(SubscriptionServiceGrpc::newBlockingStub);
    for (var tenant : tenants) {
      var _ =
          stub.createSubscription(
              CreateSubscriptionRequest.newBuilder()
                  .setSubscriptionId(subscription(tenant))
                  .setSubscription(Subscription.newBuilder().setTenant(tenant))
                  .build());
      var _ =
          stub.registerProvider(
              RegisterProviderRequest.newBuilder()
                  .setName("subscriptions/" + subscription(tenant))
                  .setProvider("Microsoft.Network")
                  .build());
    }
  }

  /** A word that nothing else has; letters and digits, so that it can stand in any name. */
  String word() {
    return model.word("secret" + id + "x" + words++ + "x");
  }

  List<String> tenants() {
    return tenants;
  }

  String tenant() {
    return any(tenants);
  }

  String subscription(String tenant) {
    return Objects.requireNonNull(subscriptions.get(tenant));
  }

  String group(String tenant) {
    return any(Objects.requireNonNull(groups.get(tenant)));
  }

  String caller() {
    return any(callers);
  }

  /** Who does something in a tenant: mostly somebody who may. */
  String someone(String tenant) {
    if (random.nextInt(8) == 0) return caller();
    return any(List.of(ADMINISTRATOR, "ann@" + tenant, "bob@" + tenant));
  }

  <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  <S extends AbstractStub<S>> S as(String caller, Function<ManagedChannel, S> maker) {
    return caller.equals(ADMINISTRATOR) ? plane.stub(maker) : plane.stubAs(caller, maker);
  }

  void note(String caller, String does) {
    history.add((caller.equals(ADMINISTRATOR) ? "administrator" : caller) + " " + does);
  }

  String history() {
    return String.join("\n", history);
  }

  /** How many words were shown to who may see them. */
  int shown() {
    return shown;
  }

  /** What somebody was answered: a message, or a refusal. */
  record Answer<A extends Message>(
      String caller, String request, Optional<A> message, Status.Code code, String text) {
    /** The same to somebody who may know some more. */
    Answer<A> knowing(String more) {
      return new Answer<>(caller, request + " " + more, message, code, text);
    }
  }

  /** Makes a call; what it is answered is yet to be checked. */
  <Q extends Message, A extends Message> Answer<A> ask(
      String caller, Q request, Function<Q, A> call) {
    var asked = request.toString();
    model.asked(caller, asked);
    try {
      var answer = call.apply(request);
      return new Answer<>(caller, asked, Optional.of(answer), Status.Code.OK, answer.toString());
    } catch (StatusRuntimeException e) {
      var refusal = e.getStatus() + " " + StatusProto.fromThrowable(e);
      return new Answer<>(caller, asked, Optional.empty(), e.getStatus().getCode(), refusal);
    }
  }

  /** An answer holds no word that its caller may not see, but for those that it asked with. */
  void check(Answer<?> answer) {
    check(answer, "");
  }

  /**
   * The same.
   *
   * @param more of the answer that can be read, too
   */
  void check(Answer<?> answer, String more) {
    if (answer.caller().equals(ADMINISTRATOR)) return;
    var text = answer.text() + more;
    requireNone(
        model.leaked(answer.caller(), answer.request(), text),
        answer.caller() + " asked " + answer.request(),
        text);
  }

  /** The same for a write of something: whoever may write it is answered with what it wrote. */
  void check(Answer<?> answer, Thing written) {
    if (answer.message().isPresent() && !answer.caller().equals(ADMINISTRATOR))
      assertTrue(model.writes(answer.caller(), written), answer.text());
    check(answer.message().isPresent() ? answer.knowing(written.shown()) : answer);
  }

  void requireNone(List<String> leaked, String who, String text) {
    shown += model.shown(text);
    assertEquals(List.of(), leaked, () -> who + "\nand was told " + text);
  }
}
