package io.postern.dns.datagram;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.postern.dns.testing.Loopback;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class BatchSocketTest {
  private static final byte[] QUESTION = {1, 2, 3};

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static BatchSocket bind(String host) throws IOException {
    return BatchSocket.bind(new InetSocketAddress(address(host), 0), false);
  }

  /** A client that takes answers only from the address it asked. */
  private static DatagramSocket client(String host, int port) throws IOException {
    var client = new DatagramSocket();
    client.connect(new InetSocketAddress(address(host), port));
    client.setSoTimeout((int) Duration.ofSeconds(5).toMillis());
    return client;
  }

  private static void send(DatagramSocket client, byte[] octets) throws IOException {
    client.send(new DatagramPacket(octets, octets.length));
  }

  private static byte[] receive(DatagramSocket client) throws IOException {
    var packet = new DatagramPacket(new byte[0xffff], 0xffff);
    client.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private static int receiveSome(BatchSocket socket) {
    for (int attempt = 0; attempt < 20; attempt++) {
      var count = socket.receive();
      if (count > 0) {
        return count;
      }
    }
    throw new AssertionError("nothing came");
  }

  private static void assumeIpv6() throws IOException {
    assumeTrue(NetworkInterface.getByInetAddress(address("::1")) != null, "no IPv6 here");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, 127.0.0.1",
    "0.0.0.0, 127.0.0.1, 127.0.0.1",
    "0.0.0.0, 127.0.0.2, 127.0.0.2",
    "0.0.0.0, ::1, ::1",
    "::, 127.0.0.3, 127.0.0.3",
    "::, ::1, ::1",
    "::1, ::1, ::1"
  })
  void anAnswerComesFromTheAddressThatWasAsked(String bound, String asked, String source)
      throws IOException {
    assumeIpv6();
    try (var socket = bind(bound);
        var client = client(asked, socket.address().getPort())) {
      send(client, QUESTION);
      assertEquals(1, receiveSome(socket));

      var octets = new byte[socket.length(0)];
      socket.read(0, octets, octets.length);
      socket.answer(0, new byte[] {9, 8}, 2);
      socket.flush();
      socket.letter(0).send(new byte[] {7});

      assertArrayEquals(QUESTION, octets);
      assertEquals(client.getLocalAddress(), socket.source(0));
      assertArrayEquals(new byte[] {9, 8}, receive(client));
      assertArrayEquals(new byte[] {7}, receive(client));
      assertEquals(address(source), client.getInetAddress());
      socket.release();
    }
  }

  @Test
  void sourcesAreToldInNumbers() throws IOException {
    try (var socket = bind("0.0.0.0");
        var client = client("127.0.0.1", socket.address().getPort())) {
      send(client, QUESTION);
      assertEquals(1, receiveSome(socket));

      assertTrue(socket.isIpv4(0));
      assertEquals(0, socket.sourceHigh(0));
      assertEquals(0x7f00_0001L, socket.sourceLow(0));
      socket.release();
    }
    assumeIpv6();
    try (var socket = bind("::1");
        var client = client("::1", socket.address().getPort())) {
      send(client, QUESTION);
      assertEquals(1, receiveSome(socket));

      assertFalse(socket.isIpv4(0));
      assertEquals(0, socket.sourceHigh(0));
      assertEquals(1, socket.sourceLow(0));
      socket.release();
    }
  }

  @Test
  void manyDatagramsAreTakenAndAnsweredTogether() throws IOException {
    try (var socket = bind("127.0.0.1");
        var client = client("127.0.0.1", socket.address().getPort())) {
      for (int i = 0; i < 3 * BatchSocket.BATCH; i++) {
        send(client, new byte[] {(byte) i});
      }
      var buffer = new byte[1];
      for (int taken = 0; taken < 3 * BatchSocket.BATCH; ) {
        var count = receiveSome(socket);
        for (int i = 0; i < count; i++) {
          socket.read(i, buffer, 1);
          assertEquals(taken + i, buffer[0]);
          socket.answer(i, buffer, 1);
        }
        socket.flush();
        taken += count;
      }
      for (int i = 0; i < 3 * BatchSocket.BATCH; i++) {
        assertEquals(i, receive(client)[0]);
      }
      socket.release();
    }
  }

  /**
   * Of three lengths in turns, so that what is put together is not what came one after the other.
   */
  private static byte[] answer(int number) {
    var answer = new byte[20 + number % 3];
    Arrays.fill(answer, (byte) number);
    return answer;
  }

  @Test
  void answersOfOneLengthTravelTogetherAndArriveApart() throws IOException {
    try (var socket = bind("127.0.0.1");
        var client = client("127.0.0.1", socket.address().getPort())) {
      send(client, QUESTION);
      assertEquals(1, receiveSome(socket));
      for (int i = 0; i < 120; i++) {
        socket.answer(0, answer(i), answer(i).length);
      }
      socket.flush();

      var arrived = new HashSet<Integer>();
      for (int i = 0; i < 120; i++) {
        var octets = receive(client);
        assertArrayEquals(answer(octets[0]), octets);
        arrived.add((int) octets[0]);
      }
      assertEquals(120, arrived.size());
      socket.release();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1"})
  void eachSenderGetsTheAnswersToItsOwnQuestions(String bound) throws IOException {
    assumeIpv6();
    try (var socket = bind(bound)) {
      var place = address(bound).isAnyLocalAddress() ? "127.0.0.1" : bound;
      try (var one = client(place, socket.address().getPort());
          var other = client(place, socket.address().getPort())) {
        for (int i = 0; i < 60; i++) {
          send(i / 3 % 2 == 0 ? one : other, answer(i));
        }
        var buffer = new byte[22];
        for (int taken = 0; taken < 60; ) {
          var count = receiveSome(socket);
          for (int i = 0; i < count; i++) {
            socket.read(i, buffer, socket.length(i));
            socket.answer(i, buffer, socket.length(i));
          }
          socket.flush();
          taken += count;
        }
        assertEquals(numbers(0), arrived(one));
        assertEquals(numbers(1), arrived(other));
      }
      socket.release();
    }
  }

  private static Set<Integer> numbers(int sender) {
    return IntStream.range(0, 60).filter(i -> i / 3 % 2 == sender).boxed().collect(toSet());
  }

  private static Set<Integer> arrived(DatagramSocket client) throws IOException {
    var arrived = new HashSet<Integer>();
    for (int i = 0; i < 30; i++) {
      var octets = receive(client);
      assertArrayEquals(answer(octets[0]), octets);
      arrived.add((int) octets[0]);
    }
    return arrived;
  }

  /**
   * Has a client ask a socket and go; the address that an answer would go to, which is free then.
   */
  private static InetSocketAddress asked(BatchSocket socket, String host) throws IOException {
    try (var client = client(host, socket.address().getPort())) {
      send(client, QUESTION);
      assertEquals(1, receiveSome(socket));
      return (InetSocketAddress) client.getLocalSocketAddress();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1"})
  void whatArrivesTogetherIsTakenApart(String bound) throws IOException {
    assumeIpv6();
    try (var sender = bind(bound)) {
      var place = asked(sender, address(bound).isAnyLocalAddress() ? "127.0.0.1" : bound);
      try (var receiver = BatchSocket.bind(place, false)) {
        for (int i = 0; i < 60; i++) {
          sender.answer(0, answer(i), answer(i).length);
        }
        sender.flush();

        var arrived = new HashSet<Integer>();
        var buffer = new byte[22];
        while (arrived.size() < 60) {
          var count = receiveSome(receiver);
          for (int i = 0; i < count; i++) {
            receiver.read(i, buffer, receiver.length(i));
            assertArrayEquals(answer(buffer[0]), Arrays.copyOf(buffer, receiver.length(i)));
            assertEquals(place.getAddress(), receiver.source(i));
            arrived.add((int) buffer[0]);
          }
        }
        receiver.release();
      }
      sender.release();
    }
  }

  @Test
  void theLongestDatagramGoesBothWays() throws IOException {
    var longest = new byte[65_507];
    Arrays.fill(longest, (byte) 5);
    try (var socket = bind("127.0.0.1");
        var client = client("127.0.0.1", socket.address().getPort())) {
      send(client, longest);
      assertEquals(1, receiveSome(socket));
      assertEquals(longest.length, socket.length(0));

      socket.letter(0).send(longest);

      assertArrayEquals(longest, receive(client));
      socket.release();
    }
  }

  @Test
  void anEmptyDatagramIsADatagram() throws IOException {
    try (var socket = bind("127.0.0.1");
        var client = new DatagramSocket()) {
      // Connected, Java would not send it.
      client.send(new DatagramPacket(new byte[0], 0, socket.address()));

      assertEquals(1, receiveSome(socket));
      assertEquals(0, socket.length(0));
      socket.release();
    }
  }

  @Test
  void closingEndsTheWait() throws Exception {
    var socket = bind("127.0.0.1");
    var waiting =
        CompletableFuture.runAsync(() -> {
          while (socket.isOpen()) {
            var _ = socket.receive();
          }
          socket.release();
        });

    socket.close();
    waiting.get(5, TimeUnit.SECONDS);

    new DatagramSocket(socket.address()).close();
  }

  @Test
  void aLetterAfterTheCloseIsLost() throws IOException {
    var socket = bind("127.0.0.1");
    try (var client = client("127.0.0.1", socket.address().getPort())) {
      send(client, QUESTION);
      assertEquals(1, receiveSome(socket));
      var letter = socket.letter(0);
      socket.release();
      socket.release();

      letter.send(new byte[] {1});

      client.setSoTimeout(50);
      assertThrows(IOException.class, () -> receive(client));
    }
  }

  @Test
  void anAddressThatIsTakenOrNotOursIsAnError() throws IOException {
    var taken = bind("127.0.0.1");
    var again = assertThrows(BindException.class, () -> BatchSocket.bind(taken.address(), false));
    assertEquals(
        "binding " + taken.address() + " failed: the address is in use", again.getMessage());
    taken.release();
    assertThrows(BindException.class, () -> bind("192.0.2.1"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void socketsShareAnAddressOnlyIfAllSaySo(boolean shared) throws IOException {
    var first = BatchSocket.bind(Loopback.anyPort(), true);
    try {
      if (shared) {
        BatchSocket.bind(first.address(), true).release();
      } else {
        assertThrows(BindException.class, () -> BatchSocket.bind(first.address(), false));
      }
    } finally {
      first.release();
    }
  }
}
