package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Messages no client of good will sends: a fitting code or silence, and the server stays up. */
class GarbageTest {
  private static final String NAME = "acct1.blob.core.windows.net";

  private DnsServer server;
  private DnsClient client;

  @BeforeEach
  void start() throws IOException {
    var index = Networks.index();
    server =
        DnsServer.start(
            DnsSettings.of(Listener.forNetwork(Loopback.anyPort(), "vnet-a")), () -> index);
    client = DnsClient.of(server.boundAddresses().getFirst());
  }

  @AfterEach
  void stop() {
    assertEquals(Rcode.NOERROR, client.udp(NAME, "A").getRcode(), "still up");
    assertEquals(Rcode.NOERROR, client.tcp(NAME, "A").getRcode(), "still up");
    assertEquals(0, server.counts().internalErrors());
    server.close();
  }

  /** Whatever is answered is a response to the message, and never longer than UDP allows. */
  private void assertFit(byte[] message) {
    var response = server.answer(message, "vnet-a");
    if (message.length < 12 || (message[2] & 0x80) != 0) {
      assertEquals(0, response.length);
      return;
    }
    assertEquals(message[0], response[0]);
    assertEquals(message[1], response[1]);
    assertTrue((response[2] & 0x80) != 0);
    DnsClient.parse(response);
  }

  @Test
  void randomOctets() {
    var random = new Random(1);
    for (int i = 0; i < 50_000; i++) {
      var message = new byte[random.nextInt(100)];
      random.nextBytes(message);
      assertFit(message);
    }
  }

  @Test
  void queriesWithFlippedBitsAndCutEnds() {
    var random = new Random(2);
    var query = DnsClient.query(NAME, "A");
    query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    var wire = query.toWire();
    for (int i = 0; i < 50_000; i++) {
      var message = Arrays.copyOf(wire, wire.length - random.nextInt(3));
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
      }
      assertFit(message);
    }
  }

  @Test
  void namesThatPointToThemselvesOrToEachOther() {
    var header = new byte[] {0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1};
    for (int target = 0; target < 40; target++) {
      var loop =
          ByteBuffer.allocate(40)
              .put(header)
              .put(new byte[] {1, 'a', 0, 0, 1, 0, 1})
              .put(new byte[] {(byte) 0xc0, (byte) target, (byte) 0xc0, 19})
              .array();
      assertFit(loop);
      loop[12] = (byte) 0xc0;
      loop[13] = (byte) target;
      assertFit(loop);
    }
  }

  @Test
  void theLargestMessages() throws IOException {
    var random = new Random(3);
    var datagram = new byte[65_507];
    random.nextBytes(datagram);
    datagram[2] &= 0x07;
    assertEquals(datagram[0], client.overUdp(datagram).orElseThrow()[0]);
    var frame = new byte[65_535];
    random.nextBytes(frame);
    frame[2] &= 0x07;
    assertEquals(frame[0], client.overTcp(frame).orElseThrow()[0]);
  }

  @Test
  void aMessageThatClaimsMoreRecordsThanItHas() {
    var wire = DnsClient.query(NAME, "A").toWire();
    for (int at = 6; at < 12; at++) {
      var message = wire.clone();
      message[at] = (byte) 0xff;
      assertEquals(Rcode.FORMERR, client.overUdp(message).orElseThrow()[3] & 0xf);
    }
  }

  @Test
  void aFloodOverUdpIsSurvived() throws IOException {
    var random = new Random(4);
    try (var socket = new DatagramSocket()) {
      socket.connect(server.boundAddresses().getFirst());
      for (int i = 0; i < 20_000; i++) {
        var message = new byte[random.nextInt(600)];
        random.nextBytes(message);
        socket.send(new DatagramPacket(message, message.length));
      }
    }
  }

  @Test
  void garbageOverTcpIsSurvived() throws IOException {
    var random = new Random(5);
    for (int i = 0; i < 200; i++) {
      try (var socket = client.withPatience(Duration.ofSeconds(5)).connect()) {
        var octets = new byte[random.nextInt(2_000)];
        random.nextBytes(octets);
        var out = new DataOutputStream(socket.getOutputStream());
        out.write(octets);
        out.flush();
      }
    }
  }
}
