package io.postern.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.StatusRuntimeException;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.ConnectionPolicy;
import io.postern.v1.ConnectionState;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.DeletePrivateEndpointConnectionRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.ListPrivateEndpointConnectionsRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnection;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkService.AutoApproval;
import io.postern.v1.PrivateLinkService.Visibility;
import io.postern.v1.RejectConnectionRequest;
import io.postern.v1.ResubmitPrivateEndpointRequest;
import io.postern.v1.ResumeConnectionRequest;
import io.postern.v1.SuspendConnectionRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who may do what: every state, every command, every caller, asked of the running server as plans,
 * so that one connection in each state serves for all of them (Rules §2).
 */
class ConnectionRightsTest {
  /**
   * {@code =} changes nothing, {@code !} is an illegal transition, {@code !final} what the target's
   * policy forbids, {@code -} is not there for this caller. The provider owns the target, the
   * consumer the endpoint; {@code both} is one who owns both. {@code final} is rejected at a target
   * whose rejections are final.
   */
  private static final String MOVES =
      """
                                | provider | consumer | both     | administrator | stranger
      pending   approve         | approved | -        | approved | approved      | -
      pending   reject          | rejected | -        | rejected | rejected      | -
      pending   suspend         | !        | -        | !        | !             | -
      pending   resume          | !        | -        | !        | !             | -
      pending   delete          | ended    | -        | ended    | ended         | -
      pending   resubmit        | -        | !        | !        | !             | -
      pending   delete-endpoint | -        | gone     | gone     | gone          | -
      approved  approve         | =        | -        | =        | =             | -
      approved  reject          | rejected | -        | rejected | rejected      | -
      approved  suspend         | paused   | -        | paused   | paused        | -
      approved  resume          | =        | -        | =        | =             | -
      approved  delete          | ended    | -        | ended    | ended         | -
      approved  resubmit        | -        | !        | !        | !             | -
      approved  delete-endpoint | -        | gone     | gone     | gone          | -
      paused    approve         | =        | -        | =        | =             | -
      paused    reject          | rejected | -        | rejected | rejected      | -
      paused    suspend         | =        | -        | =        | =             | -
      paused    resume          | approved | -        | approved | approved      | -
      paused    delete          | ended    | -        | ended    | ended         | -
      paused    resubmit        | -        | !        | !        | !             | -
      paused    delete-endpoint | -        | gone     | gone     | gone          | -
      rejected  approve         | approved | -        | approved | approved      | -
      rejected  reject          | =        | -        | =        | =             | -
      rejected  suspend         | !        | -        | !        | !             | -
      rejected  resume          | !        | -        | !        | !             | -
      rejected  delete          | ended    | -        | ended    | ended         | -
      rejected  resubmit        | -        | pending  | pending  | pending       | -
      rejected  delete-endpoint | -        | gone     | gone     | gone          | -
      final     approve         | !final   | -        | !final   | !final        | -
      final     reject          | =        | -        | =        | =             | -
      final     suspend         | !        | -        | !        | !             | -
      final     resume          | !        | -        | !        | !             | -
      final     delete          | ended    | -        | ended    | ended         | -
      final     resubmit        | -        | pending  | pending  | pending       | -
      final     delete-endpoint | -        | gone     | gone     | gone          | -
      ended     approve         | !        | -        | !        | !             | -
      ended     reject          | !        | -        | !        | !             | -
      ended     suspend         | !        | -        | !        | !             | -
      ended     resume          | !        | -        | !        | !             | -
      ended     delete          | =        | -        | =        | =             | -
      ended     resubmit        | -        | !        | !        | !             | -
      ended     delete-endpoint | -        | gone     | gone     | gone          | -
      """;

  /**
   * Asking, with each right: {@code consumer} may write the endpoint, {@code both} may approve at
   * the target as well, {@code provider} may only approve.
   */
  private static final String REQUESTS =
      """
                       | consumer  | both      | provider | administrator | stranger
      resource auto    | no-right  | approved  | -        | approved      | -
      resource manual  | pending   | pending   | -        | pending       | -
      service auto     | pending   | approved  | -        | approved      | -
      service manual   | pending   | pending   | -        | pending       | -
      alias auto       | by-manual | by-manual | -        | by-manual     | -
      alias manual     | pending   | pending   | -        | pending       | -
      listed auto      | approved  | approved  | -        | approved      | -
      listed manual    | approved  | approved  | -        | approved      | -
      """;

  private static final List<String> STATES =
      List.of("pending", "approved", "paused", "rejected", "final", "ended");

  @TempDir static Path folder;
  private static ControlPlane plane;
  private static Lab lab;
  private static String network;
  private static String ownNetwork;
  private static final Map<String, ConnectionCalls> callers = new HashMap<>();

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    ownNetwork = lab.network(Lab.PROVIDER, "vnet-p", "10.2.0.0/16");
    callers.put("provider", ConnectionCalls.as("alice@fabrikam", plane));
    callers.put("both", ConnectionCalls.as("alice@fabrikam", plane));
    callers.put("consumer", ConnectionCalls.as("bob@contoso", plane));
    callers.put("administrator", ConnectionCalls.asAdministrator(plane));
    callers.put("stranger", ConnectionCalls.as("mallory@northwind", plane));
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  @Test
  void everyStateMeetsEveryCommandOfEveryCallerAsTheTableSays() {
    var foreign = new HashMap<String, PrivateEndpoint>();
    var own = new HashMap<String, PrivateEndpoint>();
    for (var state : STATES) {
      foreign.put(state, in(state, Lab.CONSUMER, network));
      own.put(state, in(state, Lab.PROVIDER, ownNetwork));
    }
    var before = everything();

    assertTable(
        MOVES,
        (row, caller) -> {
          var words = row.split(" +", -1);
          var endpoint = (caller.equals("both") ? own : foreign).get(words[0]);
          return move(caller, words[1], Objects.requireNonNull(endpoint));
        });

    assertEquals(before, everything(), "plans move nothing");
  }

  @Test
  void everyRequestMeetsEveryRightAsTheTableSays() {
    var storage = lab.storage("asked");
    var service = lab.service("asked", PrivateLinkService.newBuilder());
    var listed =
        lab.service(
            "listed",
            PrivateLinkService.newBuilder()
                .setVisibility(Visibility.newBuilder().addSubscriptions("*"))
                .setAutoApproval(AutoApproval.newBuilder().addSubscriptions("*")));

    assertTable(
        REQUESTS,
        (row, caller) -> {
          var words = row.split(" +", -1);
          boolean own = caller.equals("both");
          boolean manual = words[1].equals("manual");
          var place = own ? ownNetwork : network;
          var wanted =
              switch (words[0]) {
                case "resource" -> Lab.wanted(place, storage, manual, "blob");
                case "listed" -> Lab.wanted(place, listed.getName(), manual);
                default -> Lab.wanted(place, service.getName(), manual);
              };
          if (words[0].equals("alias"))
            wanted.getPrivateLinkServiceConnectionBuilder().setAlias(service.getAlias());
          return ask(caller, own ? Lab.PROVIDER : Lab.CONSUMER, wanted);
        });
  }

  private static void assertTable(String table, BiFunction<String, String, String> outcome) {
    var lines = table.lines().map(line -> line.split("\\|", -1)).toList();
    var wrong = new ArrayList<String>();
    for (var line : lines.subList(1, lines.size())) {
      for (int column = 1; column < line.length; column++) {
        var caller = lines.getFirst()[column].strip();
        var actual = outcome.apply(line[0].strip(), caller);
        if (!actual.equals(line[column].strip()))
          wrong.add(line[0].strip() + " by " + caller + ": " + actual);
      }
    }
    assertEquals(List.of(), wrong);
  }

  /** An endpoint whose connection was brought into a state. */
  private static PrivateEndpoint in(String state, String group, String place) {
    var policy = ConnectionPolicy.newBuilder().setRejectIsFinal(state.equals("final"));
    var id = state + group.length();
    var target =
        lab.resource(
            Lab.PROVIDER,
            id,
            PrivateLinkResource.newBuilder()
                .setType("Microsoft.Storage/storageAccounts")
                .setRegion(Lab.REGION)
                .setConnectionPolicy(policy)
                .build());
    var endpoint =
        lab.endpoints()
            .createPrivateEndpoint(
                CreatePrivateEndpointRequest.newBuilder()
                    .setParent(group)
                    .setPrivateEndpointId(id)
                    .setPrivateEndpoint(Lab.wanted(place, target, true, "blob"))
                    .build())
            .getPrivateEndpoint();
    var owner = Objects.requireNonNull(callers.get("administrator"));
    var name = Lab.connectionOf(endpoint);
    switch (state) {
      case "pending" -> {}
      case "approved" -> owner.approve(name, "");
      case "paused" -> {
        owner.approve(name, "");
        owner.suspend(name, "");
      }
      case "rejected", "final" -> owner.reject(name, "");
      case "ended" -> owner.disconnect(name, "");
      default -> throw new IllegalArgumentException(state);
    }
    return endpoint;
  }

  private static String everything() {
    var all = ListPrivateEndpointConnectionsRequest.newBuilder().setParent("subscriptions/-");
    return Objects.requireNonNull(callers.get("administrator")).list(all).toString();
  }

  private static String move(String caller, String command, PrivateEndpoint endpoint) {
    var calls = Objects.requireNonNull(callers.get(caller));
    try {
      return made(calls, command, endpoint);
    } catch (StatusRuntimeException refused) {
      return word(Refusal.of(refused));
    }
  }

  private static String made(ConnectionCalls calls, String command, PrivateEndpoint endpoint) {
    var name = Lab.connectionOf(endpoint);
    var before = Objects.requireNonNull(callers.get("administrator")).of(endpoint);
    return switch (command) {
      case "approve" ->
          word(
              before,
              calls
                  .connections
                  .approveConnection(
                      ApproveConnectionRequest.newBuilder()
                          .setName(name)
                          .setValidateOnly(true)
                          .build())
                  .getPrivateEndpointConnection());
      case "reject" ->
          word(
              before,
              calls
                  .connections
                  .rejectConnection(
                      RejectConnectionRequest.newBuilder()
                          .setName(name)
                          .setValidateOnly(true)
                          .build())
                  .getPrivateEndpointConnection());
      case "suspend" ->
          word(
              before,
              calls
                  .connections
                  .suspendConnection(
                      SuspendConnectionRequest.newBuilder()
                          .setName(name)
                          .setValidateOnly(true)
                          .build())
                  .getPrivateEndpointConnection());
      case "resume" ->
          word(
              before,
              calls
                  .connections
                  .resumeConnection(
                      ResumeConnectionRequest.newBuilder()
                          .setName(name)
                          .setValidateOnly(true)
                          .build())
                  .getPrivateEndpointConnection());
      case "delete" -> {
        var planned =
            calls.connections.deletePrivateEndpointConnection(
                DeletePrivateEndpointConnectionRequest.newBuilder()
                    .setName(name)
                    .setValidateOnly(true)
                    .build());
        yield planned.getPlan().getChangesCount() == 0 ? "=" : "ended";
      }
      case "resubmit" ->
          word(
              calls
                  .endpoints
                  .resubmitPrivateEndpoint(
                      ResubmitPrivateEndpointRequest.newBuilder()
                          .setName(endpoint.getName())
                          .setValidateOnly(true)
                          .build())
                  .getPrivateEndpoint()
                  .getConnectionStatus()
                  .getState());
      case "delete-endpoint" -> {
        var planned =
            calls.endpoints.deletePrivateEndpoint(
                DeletePrivateEndpointRequest.newBuilder()
                    .setName(endpoint.getName())
                    .setValidateOnly(true)
                    .build());
        yield planned.getPlan().getChangesCount() == 0 ? "=" : "gone";
      }
      default -> throw new IllegalArgumentException(command);
    };
  }

  private static String ask(String caller, String group, PrivateEndpoint.Builder wanted) {
    var request =
        CreatePrivateEndpointRequest.newBuilder()
            .setParent(group)
            .setPrivateEndpointId("pe")
            .setPrivateEndpoint(wanted)
            .setValidateOnly(true)
            .build();
    var calls = Objects.requireNonNull(callers.get(caller));
    try {
      return word(
          calls
              .endpoints
              .createPrivateEndpoint(request)
              .getPrivateEndpoint()
              .getConnectionStatus()
              .getState());
    } catch (StatusRuntimeException refused) {
      return word(Refusal.of(refused));
    }
  }

  private static String word(PrivateEndpointConnection before, PrivateEndpointConnection after) {
    if (after.equals(before)) return "=";
    return after.getSuspended() ? "paused" : word(after.getState());
  }

  private static String word(ConnectionState state) {
    return state.name().substring("CONNECTION_STATE_".length()).toLowerCase(Locale.ROOT);
  }

  private static String word(Refusal refusal) {
    return switch (refusal.reason()) {
      case "RESOURCE_NOT_FOUND" -> "-";
      case "ILLEGAL_TRANSITION" -> "!";
      case "PRIVATE_ENDPOINT_CONNECTION_STATUS_NOT_PENDING" -> "!final";
      case "LINKED_AUTHORIZATION_FAILED" -> "no-right";
      case "MANUAL_REQUIRED_FOR_ALIAS" -> "by-manual";
      default -> refusal.reason();
    };
  }
}
