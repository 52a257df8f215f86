package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

/** Connections: many queries on one, and the limits of what one client gets. */
class TcpTest {
  private static final String NAME = "acct1.privatelink.blob.core.windows.net";
  private static final int END = -1;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (var each : opened.reversed()) {
      each.close();
    }
  }

  private DnsServer start(TcpLimits limits) throws IOException {
    var index = Networks.index();
    var listener = Listener.forNetwork(Loopback.anyPort(), "vnet-a");
    var server = DnsServer.start(DnsSettings.of(listener).withTcp(limits), () -> index);
    opened.add(server);
    return server;
  }

  private Socket connect(DnsServer server) throws IOException {
    var socket = DnsClient.of(server.boundAddresses().getFirst()).connect();
    opened.add(socket);
    return socket;
  }

  private static TcpLimits limits(int connections, int perClient, Duration idle) {
    return new TcpLimits(connections, perClient, idle, 100);
  }

  private static byte[] framed(int firstId, int count) throws IOException {
    var octets = new ByteArrayOutputStream();
    var out = new DataOutputStream(octets);
    for (int id = firstId; id < firstId + count; id++) {
      var query = DnsClient.query(NAME, "A");
      query.getHeader().setID(id);
      out.writeShort(query.toWire().length);
      out.write(query.toWire());
    }
    return octets.toByteArray();
  }

  private static void assertAnswers(Socket socket, int id) throws IOException {
    var response = DnsClient.parse(DnsClient.readFrame(socket));
    assertEquals(id, response.getHeader().getID());
    assertEquals(Rcode.NOERROR, response.getRcode());
  }

  /** Whether the server closed the connection, whichever way the system reports it. */
  private static void assertClosed(Socket socket) {
    try {
      assertEquals(END, socket.getInputStream().read());
    } catch (IOException e) {
      assertTrue(e.toString().contains("reset"), e::toString);
    }
  }

  @Test
  void queriesInOneWriteAreAllAnswered() throws IOException {
    var socket = connect(start(TcpLimits.DEFAULT));

    socket.getOutputStream().write(framed(0, 500));

    for (int id = 0; id < 500; id++) {
      assertAnswers(socket, id);
    }
  }

  @Test
  void aQueryMayComeInPieces() throws IOException {
    var socket = connect(start(TcpLimits.DEFAULT));
    socket.setTcpNoDelay(true);

    for (var octet : framed(9, 1)) {
      socket.getOutputStream().write(octet);
    }

    assertAnswers(socket, 9);
  }

  @Test
  void anAnswerDoesNotWaitForTheRestOfTheNextQuery() throws IOException {
    var socket = connect(start(TcpLimits.DEFAULT));
    var two = framed(1, 2);

    for (int cut : new int[] {two.length / 2 + 1, two.length - 1}) {
      socket.getOutputStream().write(two, 0, cut);
      assertAnswers(socket, 1);
      socket.getOutputStream().write(two, cut, two.length - cut);
      assertAnswers(socket, 2);
    }
  }

  @Test
  void answersAreStillSentToAClientThatHasFinishedAsking() throws IOException {
    var socket = connect(start(TcpLimits.DEFAULT));

    socket.getOutputStream().write(framed(1, 3));
    socket.shutdownOutput();

    for (int id = 1; id <= 3; id++) {
      assertAnswers(socket, id);
    }
    assertClosed(socket);
  }

  @Test
  void anIdleConnectionIsClosed() throws IOException {
    var server = start(limits(10, 10, Duration.ofMillis(100)));
    var socket = connect(server);
    socket.getOutputStream().write(framed(1, 1));
    assertAnswers(socket, 1);

    assertClosed(socket);
  }

  @Test
  void aQueryThatNeverEndsDoesNotKeepAConnection() throws IOException {
    var socket = connect(start(limits(10, 10, Duration.ofMillis(100))));

    socket.getOutputStream().write(new byte[] {0, 40, 1, 2, 3});

    assertClosed(socket);
  }

  @Test
  void aClientThatDoesNotReadIsClosed() throws IOException {
    var server = start(limits(10, 10, Duration.ofMillis(300)));
    var socket = connect(server);
    var burst = framed(0, 1000);

    // Neither side can go on once all buffers between them are full; the server must give up.
    var ended = false;
    try {
      for (int i = 0; i < 10_000; i++) {
        socket.getOutputStream().write(burst);
      }
    } catch (IOException e) {
      ended = true;
    }

    assertTrue(ended);
    assertAnswered(server);
  }

  private void assertAnswered(DnsServer server) throws IOException {
    var socket = connect(server);
    socket.getOutputStream().write(framed(5, 1));
    assertAnswers(socket, 5);
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAtOnce() throws IOException {
    var server = start(limits(2, 2, Duration.ofSeconds(10)));
    var first = connect(server);
    first.getOutputStream().write(framed(1, 1));
    assertAnswers(first, 1);
    var second = connect(server);
    second.getOutputStream().write(framed(2, 1));
    assertAnswers(second, 2);

    assertClosed(connect(server));

    assertEquals(1, server.counts().tcpConnectionsRefused());
    assertEquals(2, server.counts().tcpConnections());
  }

  @Test
  void oneClientCannotTakeAllConnections() throws IOException {
    var server = start(limits(10, 1, Duration.ofSeconds(10)));
    var first = connect(server);
    first.getOutputStream().write(framed(1, 1));
    assertAnswers(first, 1);

    assertClosed(connect(server));

    var other = DnsClient.of(server.boundAddresses().getFirst()).from("127.0.0.2");
    assertEquals(Rcode.NOERROR, other.tcp(NAME, "A").getRcode());
  }

  /** Those who open connections and ask nothing push out their own. */
  @Test
  void aConnectionOnWhichNothingWasAskedMakesRoom() throws IOException {
    var server = start(limits(2, 2, Duration.ofSeconds(30)));
    var inUse = connect(server);
    inUse.getOutputStream().write(framed(1, 1));
    assertAnswers(inUse, 1);
    var silent = connect(server);
    silent.getOutputStream().write(0);

    assertAnswered(DnsClient.of(server.boundAddresses().getFirst()).from("127.0.0.2"));

    assertClosed(silent);
    inUse.getOutputStream().write(framed(2, 1));
    assertAnswers(inUse, 2);
    assertEquals(1, server.counts().tcpConnectionsEvicted());
  }

  private static void assertAnswered(DnsClient client) {
    assertEquals(Rcode.NOERROR, client.tcp(NAME, "A").getRcode());
  }

  /** RFC 7828 §3.3.2: the idle time that is told is the one that is left as things are. */
  @Test
  void theIdleTimeShrinksAsConnectionsRunShort() {
    var patience = new TcpPatience(limits(100, 100, Duration.ofSeconds(10)));

    assertEquals(Duration.ofSeconds(10), patience.with(1));
    assertEquals(Duration.ofSeconds(10), patience.with(50));
    assertEquals(Duration.ofSeconds(5), patience.with(75));
    assertEquals(Duration.ofSeconds(1), patience.with(100));
  }

  @Test
  void anIdleConnectionIsClosedSoonerWhereConnectionsAreShort() throws IOException {
    var server = start(limits(2, 2, Duration.ofSeconds(20)));
    var first = connect(server);
    first.getOutputStream().write(framed(1, 1));
    assertAnswers(first, 1);
    var second = connect(server);
    second.getOutputStream().write(framed(1, 1));
    assertAnswers(second, 1);

    // A read that took the whole idle time would run into the time-out of the socket.
    assertClosed(first);
  }

  @Test
  void aMessageThatIsNoQueryEndsTheConnection() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    for (var garbage : List.of(new byte[] {0, 0}, new byte[] {0, 3, 1, 2, 3}, frameOfAResponse())) {
      var socket = connect(server);
      socket.getOutputStream().write(garbage);
      assertClosed(socket);
    }
    assertEquals(3, server.counts().dropped());
  }

  private static byte[] frameOfAResponse() {
    var frame = new byte[14];
    frame[1] = 12;
    frame[4] = (byte) 0x80;
    return frame;
  }

  @Test
  void closingTheServerEndsItsConnections() throws IOException {
    var server = start(TcpLimits.DEFAULT);
    var socket = connect(server);
    socket.getOutputStream().write(framed(1, 1));
    assertAnswers(socket, 1);

    server.close();

    assertClosed(socket);
  }
}
