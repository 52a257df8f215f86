package io.postern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.postern.client.call.RetryPolicy;
import io.postern.client.error.PosternException;
import io.postern.client.testing.LoopbackServer;
import io.postern.client.testing.MemorySubnets;
import io.postern.client.watch.WatchSpec;
import io.postern.v1.Subnet;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PosternClientTest {
  private static final Metadata.Key<String> PRINCIPAL =
      Metadata.Key.of("postern-principal", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> ACTIONS =
      Metadata.Key.of("postern-actions", Metadata.ASCII_STRING_MARSHALLER);
  private static final String NETWORK =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v";

  private final MemorySubnets service = new MemorySubnets();
  private final LoopbackServer server = LoopbackServer.of(service);

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aListCrossesPages() {
    try (var client = client().build()) {
      for (var id : List.of("a", "b", "c", "d", "e")) {
        client.subnets().create(NETWORK, id, Subnet.getDefaultInstance());
      }

      var names = client.subnets().list(NETWORK).stream().map(Subnet::getName).toList();

      assertEquals(5, names.size());
      assertEquals(NETWORK + "/subnets/e", names.get(4));
      assertEquals(3, service.lists().size());
    }
  }

  @Test
  void aTokenIsAskedForAtEachCall() {
    var tokens = List.of("one", "two").iterator();
    try (var client = client().token(tokens::next).build()) {
      client.subnets().find("x");
      client.subnets().find("y");
    }

    var headers = server.faults().headers();
    assertEquals("Bearer one", headers.get(0).get(AUTHORIZATION));
    assertEquals("Bearer two", headers.get(1).get(AUTHORIZATION));
  }

  @Test
  void aTokenIsNotSentToAnotherMachineInTheClear() {
    var client = PosternClient.builder().target("192.0.2.1:7443").token("secret").plaintext();
    var refused = assertThrows(IllegalArgumentException.class, client::build);
    assertFalse(String.valueOf(refused.getMessage()).contains("secret"));
  }

  @Test
  void aPageCanBeAskedForByItself() {
    try (var client = client().build()) {
      for (var id : List.of("a", "b", "c")) {
        client.subnets().create(NETWORK, id, Subnet.getDefaultInstance());
      }

      var first = client.subnets().listPage(NETWORK, 2, "");
      var second = client.subnets().listPage(NETWORK, 2, first.nextPageToken());

      assertTrue(first.hasNext());
      assertEquals(1, second.values().size());
      assertFalse(second.hasNext());
      assertEquals("r3", second.revisionToken());
      assertEquals(2, service.lists().get(0).getPageSize());
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    try (var client = client().build()) {
      var thrown = assertThrows(PosternException.NotFound.class, () -> client.subnets().get("x"));

      assertEquals("There is no subnet x", thrown.getMessage());
      assertTrue(client.subnets().find("x").isEmpty());
    }
  }

  @Test
  void thePrincipalIsSentWithEachCall() {
    try (var client = client().principal("alice@contoso").build()) {
      client.subnets().find("x");
      client.subnets().find("y");
    }
    try (var client = client().build()) {
      client.subnets().find("z");
    }

    var headers = server.faults().headers();
    assertEquals("alice@contoso", headers.get(0).get(PRINCIPAL));
    assertEquals("alice@contoso", headers.get(1).get(PRINCIPAL));
    assertNull(headers.get(2).get(PRINCIPAL));
  }

  @Test
  void theActionsTheCallerLimitsItselfToAreSentWithEachCall() {
    try (var client = client().actions("*/read", "!Microsoft.Network/privateEndpoints/*").build()) {
      client.subnets().find("x");
    }

    assertEquals(
        "*/read,!Microsoft.Network/privateEndpoints/*",
        server.faults().headers().get(0).get(ACTIONS));
  }

  @Test
  void aChannelOfTheCallersIsLeftOpen() {
    var channel =
        Grpc.newChannelBuilder(server.target(), InsecureChannelCredentials.create()).build();
    try (var client = PosternClient.builder().channel(channel).build()) {
      client.subnets().find("x");
    }

    assertFalse(channel.isShutdown());
    channel.shutdownNow();
  }

  @Test
  void aClientWithAnotherDeadlineSharesTheConnection() {
    try (var client = client().build()) {
      try (var hurried = client.withDeadline(Duration.ofMillis(200))) {
        server.faults().hangNext();
        assertThrows(PosternException.DeadlineExceeded.class, () -> hurried.subnets().find("x"));
      }
      // The hurried call may have been given up before it reached the server and its fault.
      server.faults().clear();
      assertTrue(client.subnets().find("x").isEmpty());
    }
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() {
    server.close();
    try (var client = client().retries(RetryPolicy.NONE).build()) {
      var thrown =
          assertThrows(PosternException.Unavailable.class, () -> client.subnets().find("x"));

      assertTrue(thrown.getMessage().contains("Connection refused"), thrown.getMessage());
      assertTrue(thrown.getMessage().contains(server.target()), thrown.getMessage());
    }
  }

  @Test
  void aClosedClientStartsNoWatch() {
    var client = client().build();
    client.close();

    assertThrows(IllegalStateException.class, () -> client.watch(WatchSpec.ALL, change -> {}));
  }

  @Test
  void aDeadlineHasToBePositive() {
    var builder = client().deadline(Duration.ZERO);

    assertThrows(IllegalArgumentException.class, builder::build);
  }

  @Test
  void anIpv6AddressIsAnAddress() {
    try (var client = PosternClient.builder().address("::1", 1).retries(RetryPolicy.NONE).build()) {
      assertThrows(PosternException.Unavailable.class, () -> client.subnets().find("x"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:7443",
        "127.0.0.1:7443",
        "127.8.0.1:1",
        "[::1]:7443",
        "dns:///localhost:7443",
        "ipv4:127.0.0.1:7443"
      })
  void theLoopbackInterfaceNeedsNoEncryption(String target) {
    assertTrue(PosternClientBuilder.isLoopback(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postern:7443",
        "localhost.example:7443",
        "127.0.0.1.example:7443",
        "10.0.0.1:7443",
        "[2001:db8::1]:7443",
        "dns:///postern:7443",
        "notlocalhost:7443"
      })
  void anotherMachineDoes(String target) {
    assertFalse(PosternClientBuilder.isLoopback(target));
  }

  private PosternClientBuilder client() {
    return PosternClient.builder().target(server.target());
  }
}
