package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.PrefixSet;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

/** The PROXY protocol, version 2: believed of listed proxies, and looked for nowhere else. */
class ProxyTest {
  private static final String PROXY = "127.0.6.1";
  private static final String PROXY_IN_2 = "127.0.2.6";
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] SIGNATURE = HEX.parseHex("0d0a0d0a000d0a515549540a");
  private static final byte[] QUERY = DnsClient.query(Who.NAME, "A").toWire();

  private DnsServer server;

  @BeforeEach
  void start() throws IOException {
    var one = Who.with(Who.index(), 1, "10.1.0.0/16", "fd00:1::/48");
    var all = Who.with(one, 2, "127.0.2.0/24");
    var trust =
        new Trust(List.of(), PrefixSet.of("127.0.6.0/24", PROXY_IN_2 + "/32"), PrefixSet.NONE);
    server =
        DnsServer.start(
            DnsSettings.of(
                    Listener.on(Loopback.anyPort()),
                    Listener.forNetwork(Loopback.anyPort(), "net-2"))
                .withTcp(new TcpLimits(20, 2, Duration.ofSeconds(10), 10))
                .withTrust(trust),
            () -> all);
  }

  @AfterEach
  void stop() {
    assertEquals(0, server.counts().internalErrors());
    server.close();
  }

  /** A header of the command PROXY with what a proxy of a DNS server would put in. */
  private static byte[] header(String source) {
    var address = InetAddress.ofLiteral(source).getAddress();
    var content = ByteBuffer.allocate(2 * address.length + 4 + 5);
    content.put(address).put(address.length, address).position(2 * address.length);
    content.putShort((short) 40_000).putShort((short) 53);
    content.put(HEX.parseHex("ee00020102"));
    return header(0x21, address.length == 4 ? 0x12 : 0x22, content.array());
  }

  private static byte[] header(int versionAndCommand, int familyAndProtocol, byte[] content) {
    return ByteBuffer.allocate(16 + content.length)
        .put(SIGNATURE)
        .put((byte) versionAndCommand)
        .put((byte) familyAndProtocol)
        .putShort((short) content.length)
        .put(content)
        .array();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private DnsClient client(int listener, String from) {
    return DnsClient.of(server.boundAddresses().get(listener)).from(from);
  }

  /** Who is answered by UDP, and the same by TCP. */
  private String ask(int listener, String from, byte[] header) throws IOException {
    var overUdp =
        Who.said(
            DnsClient.parse(client(listener, from).overUdp(joined(header, QUERY)).orElseThrow()));
    try (var socket = connect(listener, from, header)) {
      assertEquals(overUdp, overTcp(socket));
      assertEquals(overUdp, overTcp(socket), "one header is enough for a connection");
    }
    return overUdp;
  }

  private Socket connect(int listener, String from, byte[] header) throws IOException {
    var socket = client(listener, from).connect();
    socket.getOutputStream().write(header);
    return socket;
  }

  private static String overTcp(Socket socket) throws IOException {
    var out = new DataOutputStream(socket.getOutputStream());
    out.write(
        ByteBuffer.allocate(2 + QUERY.length).putShort((short) QUERY.length).put(QUERY).array());
    out.flush();
    return Who.said(DnsClient.parse(DnsClient.readFrame(socket)));
  }

  @Test
  void theSourceInTheHeaderTellsTheNetwork() throws IOException {
    assertEquals("10.0.0.1", ask(0, PROXY, header("10.1.2.3")));
    assertEquals("10.0.0.1", ask(0, PROXY, header("fd00:1::7")));
    assertEquals("10.0.0.1", ask(0, PROXY_IN_2, header("10.1.2.3")));
    assertEquals(Who.PUBLIC, ask(0, PROXY, header("192.0.2.7")));
    assertEquals(Who.PUBLIC, ask(0, PROXY_IN_2, header("192.0.2.7")), "nor the proxy's own");
  }

  @Test
  void theListenerCountsBeforeTheHeader() throws IOException {
    assertEquals("10.0.0.2", ask(1, PROXY, header("10.1.2.3")));
  }

  /** The command LOCAL, whatever else the header says: the proxy asks for itself. */
  @Test
  void aLocalHeaderLeavesTheProxysOwnAddress() throws IOException {
    assertEquals("10.0.0.2", ask(0, PROXY_IN_2, header(0x20, 0, new byte[0])));
    assertEquals("10.0.0.2", ask(0, PROXY_IN_2, header(0x20, 0x12, new byte[12])));
  }

  @Test
  void nobodyElsesHeaderIsLookedFor() throws IOException {
    assertEquals("10.0.0.2", ask(0, "127.0.2.7", new byte[0]));

    // Its first octets are then the header of a message: an inverse query.
    var response = client(0, "127.0.2.7").overUdp(joined(header("10.1.2.3"), QUERY)).orElseThrow();
    assertEquals(Rcode.NOTIMP, response[3] & 0xf);
  }

  /** Each is dropped, with the query behind it, and ends a connection. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0d0a0d0a000d0a515549540b 21 12 000c 0a010203 0a010203 0001 0035",
        "0d0a0d0a000d0a515549540a 11 12 000c 0a010203 0a010203 0001 0035",
        "0d0a0d0a000d0a515549540a 22 12 000c 0a010203 0a010203 0001 0035",
        "0d0a0d0a000d0a515549540a 21 42 000c 0a010203 0a010203 0001 0035",
        "0d0a0d0a000d0a515549540a 21 13 000c 0a010203 0a010203 0001 0035",
        "0d0a0d0a000d0a515549540a 21 12 000b 0a010203 0a010203 0001 00",
        "0d0a0d0a000d0a515549540a 21 22 000c 0a010203 0a010203 0001 0035",
        "0d0a0d0a000d0a515549540a 21 00 0000",
        "0d0a0d0a000d0a515549540a 21 31 000c 0a010203 0a010203 0001 0035",
        "0d0a0d0a000d0a515549540a 21 12 000e 0a010203 0a010203 0001 0035 ee00",
        "0d0a0d0a000d0a515549540a 21 12 000f 0a010203 0a010203 0001 0035 ee0001",
        "0d0a0d0a000d0a515549540a 21 12 ffff 0a010203 0a010203 0001 0035",
        "50524f5859205443503420"
      })
  void aBrokenHeaderOfAProxyIsDropped(String hex) throws IOException {
    var message = joined(HEX.parseHex(hex.replace(" ", "")), QUERY);
    var dropped = server.counts().dropped();

    assertTrue(client(0, PROXY).withPatience(Duration.ofMillis(1)).overUdp(message).isEmpty());
    // Datagrams are taken in turn, so that the one before has been by now.
    assertEquals("10.0.0.1", ask(0, PROXY, header("10.1.2.3")));
    assertEquals(dropped + 1, server.counts().dropped());
    try (var socket = connect(0, PROXY, message)) {
      socket.shutdownOutput();
      assertEquals(-1, readOrReset(socket), "closed");
    }
  }

  private static int readOrReset(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1; // Closed with octets that were not read.
    }
  }

  @Test
  void clientsBehindAProxyAreCountedEachByItself() throws IOException {
    try (var one = connect(0, PROXY, header("10.1.2.1"));
        var two = connect(0, PROXY, header("10.1.2.1"));
        var other = connect(0, PROXY, header("10.1.2.2"))) {
      for (var socket : List.of(one, two, other)) {
        assertEquals("10.0.0.1", overTcp(socket));
      }
      try (var third = connect(0, PROXY, header("10.1.2.1"))) {
        assertEquals(-1, readOrReset(third), "it has two already");
      }
    }
  }

  @Test
  void anyOctetsOfAProxyAreSurvived() {
    var random = new Random(7);
    var hasty = client(0, PROXY).withPatience(Duration.ofMillis(1));
    for (int i = 0; i < 500; i++) {
      var message = joined(header("10.1.2.3"), QUERY);
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
      }
      var _ = hasty.overUdp(message);
    }
    assertEquals(
        "10.0.0.1",
        Who.said(
            DnsClient.parse(
                client(0, PROXY).overUdp(joined(header("10.1.2.3"), QUERY)).orElseThrow())));
  }
}
