package io.postern.server.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.config.ServerSettings;
import io.postern.server.config.WebhookSettings;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.testing.FakeClock;
import io.postern.server.webhook.Outcome.Failed;
import io.postern.server.webhook.Outcome.Taken;
import io.postern.server.webhook.model.ReceiverUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver cannot make the server do. */
class UntrustedReceiverTest {
  private static final byte[] BODY = "[]".getBytes(StandardCharsets.UTF_8);

  private static Receivers receivers(String... allowed) {
    return receivers(Duration.ofSeconds(20), allowed);
  }

  private static Receivers receivers(Duration timeout, String... allowed) {
    var prefixes = List.of(allowed).stream().map(Cidr::of).toList();
    var settings =
        ServerSettings.in(Path.of("none"))
            .with(
                new WebhookSettings(
                    Optional.empty(),
                    prefixes,
                    timeout,
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5)));
    return new Receivers(settings, new PublicAddresses(settings), new FakeClock());
  }

  private static Outcome post(Receivers receivers, String url) throws InterruptedException {
    return receivers.post(URI.create(url), Map.of(), BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"})
  void itIsNotPostedToAnAddressThatIsNotPublic(String host) throws Exception {
    try (var receiver = new TestReceiver();
        var receivers = receivers()) {
      var url = receiver.url().replace("127.0.0.1", host);

      var failed = (Failed) post(receivers, url);

      assertTrue(failed.error().contains("is not public"), failed::error);
      assertTrue(receiver.isIdle());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1.2.3",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.31.255.255",
        "192.168.1.1",
        "198.19.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "64:ff9b::a01:203",
        "::10.1.2.3",
        "2002:a01:203::1",
        "2001::1"
      })
  void anAddressThatIsNotForThePublicIsRefused(String address) throws Exception {
    var refused = new PublicAddresses(List.of());

    assertThrows(PublicAddresses.Refused.class, () -> refused.resolve(address));
    assertTrue(
        new PublicAddresses(List.of(Cidr.of("0.0.0.0/0"), Cidr.of("::/0")))
            .permits(InetAddress.getByName(address)));
  }

  @Test
  void publicAddressesAreGivenOutButThoseOfThisMachineAreNot() throws Exception {
    var addresses = new PublicAddresses(List.of());

    assertEquals(1, addresses.resolve("192.0.78.1").length);
    assertEquals(1, addresses.resolve("2606:4700::1111").length);
    for (var card : Collections.list(NetworkInterface.getNetworkInterfaces()))
      for (var own : Collections.list(card.getInetAddresses()))
        assertTrue(!addresses.permits(own), own::toString);
  }

  @Test
  void itIsNotLedElsewhere() throws Exception {
    try (var receiver = new TestReceiver();
        var other = new TestReceiver();
        var receivers = receivers("127.0.0.0/8")) {
      receiver.answer(307, Map.of("Location", other.url()));

      assertEquals(307, ((Failed) post(receivers, receiver.url())).status());
      assertEquals(new Taken(), post(receivers, receiver.url()));

      assertTrue(other.isIdle());
    }
  }

  @Test
  void aRetryAfterIsReadInBothForms() throws Exception {
    try (var receiver = new TestReceiver();
        var receivers = receivers("127.0.0.0/8")) {
      receiver.answer(429, Map.of("Retry-After", "7"));
      receiver.answer(503, Map.of("Retry-After", "Thu, 01 Jan 2026 00:00:30 GMT"));
      receiver.answer(503, Map.of("Retry-After", "soon"));
      var asked = new ArrayList<Optional<Duration>>();

      for (int i = 0; i < 3; i++)
        asked.add(((Failed) post(receivers, receiver.url())).retryAfter());

      assertEquals(
          List.of(
              Optional.of(Duration.ofSeconds(7)),
              Optional.of(Duration.ofSeconds(30)),
              Optional.empty()),
          asked);
    }
  }

  /** One that sends a body without end sees its connection closed, and has taken the request. */
  @Test
  void noMoreIsReadThanALittle() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var receivers = receivers("127.0.0.0/8")) {
      var ended = endless(socket, "HTTP/1.1 200 OK\r\n\r\n");

      assertEquals(new Taken(), post(receivers, url(socket)));

      assertTrue(ended.get(20, TimeUnit.SECONDS) >= Receivers.MOST_READ);
    }
  }

  @Test
  void anAnswerThatDoesNotComeIsGivenUp() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var receivers = receivers(Duration.ofMillis(100), "127.0.0.0/8")) {
      var failed = (Failed) post(receivers, url(socket));

      assertEquals("There was no answer within 100 ms.", failed.error());
    }
  }

  @Test
  void aHeadWithoutEndIsNoAnswer() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var receivers = receivers("127.0.0.0/8")) {
      var ended = endless(socket, "HTTP/1.1 200 OK\r\nX-Long: ");

      var failed = (Failed) post(receivers, url(socket));

      assertTrue(failed.error().contains("line length"), failed::error);
      assertTrue(ended.get(20, TimeUnit.SECONDS) >= 0);
    }
  }

  private static Socket accepted(ServerSocket socket) {
    try {
      return socket.accept();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends until it cannot; how many octets that were. */
  private static CompletableFuture<Long> endless(ServerSocket socket, String head) {
    return CompletableFuture.supplyAsync(() -> {
      long sent = 0;
      try (var connection = accepted(socket)) {
        var out = connection.getOutputStream();
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        while (true) {
          out.write(new byte[Receivers.MOST_READ]);
          sent += Receivers.MOST_READ;
        }
      } catch (IOException e) {
        return sent;
      }
    });
  }

  private static String url(ServerSocket socket) {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hooks.example",
        "ftp://hooks.example/",
        "file:///etc/passwd",
        "http:///path",
        "http://user:secret@hooks.example/",
        "https://hooks.example/#part",
        "https://hooks.example:0/",
        "https://hooks.example:99999/",
        "https://hooks example/"
      })
  void whatIsNoUrlOfAReceiverIsRefused(String url) {
    assertThrows(ControlException.class, () -> new ReceiverUrl(url));
  }
}
