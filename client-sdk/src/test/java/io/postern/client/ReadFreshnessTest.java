package io.postern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.postern.client.call.WriteOptions;
import io.postern.client.testing.LoopbackServer;
import io.postern.client.testing.MemorySubnets;
import io.postern.v1.ListSubnetsRequest;
import io.postern.v1.ReadConsistency;
import io.postern.v1.Subnet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What reads ask for, as the server gets it. */
class ReadFreshnessTest {
  private static final String NETWORK =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v";

  private final MemorySubnets service = new MemorySubnets();
  private final LoopbackServer server = LoopbackServer.of(service);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aClientThatIsNotToldAnythingAsksForNothing() {
    try (var client = client().build()) {
      create(client, "a");
      client.subnets().find("x");
    }

    assertFalse(service.gets().get(0).hasConsistency());
  }

  @Test
  void everyPageOfAListIsAskedForAtLeastAsFresh() {
    try (var client = client().build()) {
      for (var id : List.of("a", "b", "c")) {
        create(client, id);
      }
      var fresh = client.atLeastAsFresh("r2");

      fresh.subnets().list(NETWORK).toList();
      fresh.subnets().find("x");
      client.subnets().find("x");
    }

    assertEquals(
        List.of(atLeast("r2"), atLeast("r2")),
        service.lists().stream().map(ListSubnetsRequest::getConsistency).toList());
    assertEquals(atLeast("r2"), service.gets().get(0).getConsistency());
    assertFalse(service.gets().get(1).hasConsistency());
  }

  @Test
  void everythingCanBeAskedFor() {
    try (var client = client().build()) {
      client.fullyConsistent().withDeadline(Duration.ofSeconds(5)).subnets().find("x");
    }

    var everything = ReadConsistency.newBuilder().setFullyConsistent(true).build();
    assertEquals(everything, service.gets().get(0).getConsistency());
  }

  @Test
  void aClientReadsItsWritesWithoutBeingToldWhich() {
    try (var client = client().readYourWrites().build()) {
      assertEquals(ReadConsistency.getDefaultInstance(), consistencyOfARead(client));
      create(client, "a");
      assertEquals(atLeast("r1"), consistencyOfARead(client));
      create(client.withDeadline(Duration.ofSeconds(5)), "b");
      assertEquals(atLeast("r2"), consistencyOfARead(client));
    }
  }

  /** The answer to a repeated request id is the first one, however much was written since. */
  @Test
  void anOlderAnswerThatComesLateTakesNothingBack() {
    var repeated = WriteOptions.DEFAULT.withRequestId("one");
    try (var client = client().readYourWrites().build()) {
      client.subnets().create(NETWORK, "a", Subnet.getDefaultInstance(), repeated);
      for (int i = 2; i <= 10; i++) {
        create(client, "s" + i);
      }
      client.subnets().create(NETWORK, "a", Subnet.getDefaultInstance(), repeated);

      assertEquals(atLeast("r10"), consistencyOfARead(client));
      assertEquals(atLeast("r10"), consistencyOfARead(client.atLeastAsFresh("r9")));
      assertEquals(atLeast("r11"), consistencyOfARead(client.atLeastAsFresh("r11")));
    }
  }

  /** Its revision is one that never comes about, or is another write's. */
  @Test
  void aWriteThatWasOnlyCheckedIsNotReadBack() {
    var checked = WriteOptions.DEFAULT.withValidateOnly(true);
    try (var client = client().readYourWrites().build()) {
      client.subnets().create(NETWORK, "a", Subnet.getDefaultInstance(), checked);

      assertEquals(ReadConsistency.getDefaultInstance(), consistencyOfARead(client));
    }
  }

  private ReadConsistency consistencyOfARead(PosternClient client) {
    client.subnets().find("x");
    var gets = service.gets();
    return gets.get(gets.size() - 1).getConsistency();
  }

  private static void create(PosternClient client, String id) {
    client.subnets().create(NETWORK, id, Subnet.getDefaultInstance());
  }

  private static ReadConsistency atLeast(String token) {
    return ReadConsistency.newBuilder().setAtLeastAsFresh(token).build();
  }

  private PosternClientBuilder client() {
    return PosternClient.builder().target(server.target());
  }
}
