package io.postern.server.endpoint.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.connection.model.ConnectionState;
import io.postern.server.connection.model.Trail;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.ConnectionPolicy;
import io.postern.server.link.model.ConnectionPolicy.Breadth;
import io.postern.server.link.model.ConnectionPolicy.Consumer;
import io.postern.server.link.model.ConnectionPolicy.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request (Rules §2, rows 1 to 4, and §3.7). */
class AdmissionTest {
  private static final ResourceName TARGET = ResourceName.of("subscriptions/provider");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ResourceName SUBSCRIPTION = ResourceName.of("subscriptions/contoso");
  private static final ResourceName NETWORK =
      ResourceName.of(
          "subscriptions/contoso/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v");
  private static final Consumer OURS = new Consumer(Breadth.SUBSCRIPTION, SUBSCRIPTION.text(), 2);
  private static final Consumer OTHERS =
      new Consumer(Breadth.SUBSCRIPTION, "subscriptions/other", 0);

  /**
   * What is asked for (row) and what the lists say (column). An automatic request is {@code auto}
   * without the approval right and {@code right} with it; {@code listed} stands on the service's
   * own list for automatic approval; {@code managed} is asked by a managed service, with every
   * right.
   */
  private static final String TABLE =
      """
                       | none     | others       | ours     | full    | reject-list | reject-and-accept
      resource auto    | refused  | refused      | approved | limit   | rejected    | rejected
      resource right   | approved | approved     | approved | approved | rejected   | rejected
      resource manual  | owner    | not-accepted | approved | limit   | rejected    | rejected
      resource managed | owner    | owner        | owner    | owner   | rejected    | rejected
      service auto     | owner    | not-accepted | approved | limit   | rejected    | rejected
      service right    | approved | approved     | approved | approved | rejected   | rejected
      service manual   | owner    | not-accepted | approved | limit   | rejected    | rejected
      service listed   | approved | approved     | approved | approved | rejected   | rejected
      service managed  | owner    | owner        | owner    | owner   | rejected    | rejected
      """;

  @Test
  void everyRequestMeetsEveryListAsTheTableSays() {
    var lines = TABLE.lines().map(line -> line.split("\\|", -1)).toList();
    var wrong = new ArrayList<String>();
    for (var line : lines.subList(1, lines.size())) {
      for (int column = 1; column < line.length; column++) {
        var lists = lines.getFirst()[column].strip();
        var actual = outcome(line[0].strip(), lists);
        if (!actual.equals(line[column].strip())) wrong.add(line[0] + lists + ": " + actual);
      }
    }
    assertEquals(List.of(), wrong);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant", "subscription", "network"})
  void aListNamesTenantsSubscriptionsAndNetworks(String breadth) {
    var entry = entry(breadth, 0);

    assertEquals("approved", decide("resource manual", policy(List.of(entry), List.of()), 9));
    assertEquals("rejected", decide("resource manual", policy(List.of(OURS), List.of(entry)), 0));
  }

  @Test
  void theNarrowestEntryOfTheAcceptListCounts() {
    var network = entry("network", 3);
    var tenant = entry("tenant", 1);

    var policy = policy(List.of(tenant, OURS, network), List.of());

    assertEquals("approved", decide("resource manual", policy, 2), "the network's three");
    assertEquals("limit", decide("resource manual", policy, 3));
    assertEquals(
        "limit", decide("resource manual", policy(List.of(tenant, OURS), List.of()), 2), "two");
  }

  @Test
  void aRequestThatWaitsExpiresWhenThePolicySays() {
    var policy =
        new ConnectionPolicy(List.of(), List.of(), false, Optional.of(Duration.ofDays(1)), false);

    var state = admission("resource manual", policy).decide(entry -> 0, NOW, Trail.NONE, TARGET);

    assertEquals(Optional.of(NOW.plus(Duration.ofDays(1))), state.due());
  }

  private static String outcome(String request, String lists) {
    return switch (lists) {
      case "none" -> decide(request, ConnectionPolicy.NONE, 0);
      case "others" -> decide(request, policy(List.of(OTHERS), List.of(OTHERS)), 0);
      case "ours" -> decide(request, policy(List.of(OTHERS, OURS), List.of()), 1);
      case "full" -> decide(request, policy(List.of(OURS), List.of()), 2);
      case "reject-list" -> decide(request, policy(List.of(), List.of(OURS)), 0);
      case "reject-and-accept" -> decide(request, policy(List.of(OURS), List.of(OURS)), 0);
      default -> throw new IllegalArgumentException(lists);
    };
  }

  private static String decide(String request, ConnectionPolicy policy, long approved) {
    try {
      return word(admission(request, policy).decide(entry -> approved, NOW, Trail.NONE, TARGET));
    } catch (ControlException refused) {
      assertEquals("LINKED_AUTHORIZATION_FAILED", refused.error().problem().reason().name());
      return "refused";
    }
  }

  private static Admission admission(String request, ConnectionPolicy policy) {
    var words = request.split(" ", -1);
    boolean managed = words[1].equals("managed");
    return new Admission(
        new Party("contoso", SUBSCRIPTION, NETWORK, managed),
        words[1].equals("manual") || words[1].equals("listed"),
        "Contoso.Data/ledgers/privateEndpointConnectionsApproval/action",
        words[1].equals("right") || managed,
        words[0].equals("service"),
        words[1].equals("listed"),
        policy);
  }

  private static ConnectionPolicy policy(List<Consumer> accept, List<Consumer> reject) {
    return new ConnectionPolicy(accept, reject, false, Optional.empty(), false);
  }

  private static Consumer entry(String breadth, int limit) {
    return switch (breadth) {
      case "tenant" -> new Consumer(Breadth.TENANT, "Contoso", limit);
      case "subscription" -> new Consumer(Breadth.SUBSCRIPTION, "subscriptions/CONTOSO", limit);
      default -> new Consumer(Breadth.VIRTUAL_NETWORK, NETWORK.text(), limit);
    };
  }

  private static String word(ConnectionState state) {
    return switch (state.action()) {
      case NONE -> "approved";
      case IN_REJECT_LIST -> "rejected";
      case PROVIDER_APPROVAL_REQUIRED -> "owner";
      case NOT_IN_ALLOW_LIST -> "not-accepted";
      case CONNECTION_LIMIT_REACHED -> "limit";
      default -> state.toString();
    };
  }
}
