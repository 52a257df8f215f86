package io.postern.dns.scenario;

import io.postern.dns.testing.DnsClient;
import io.postern.dns.transport.UdpPath;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The ways by which a query gets to its answer. */
enum Way {
  UDP_BATCHED(UdpPath.BATCHED),
  UDP_SINGLE(UdpPath.SINGLE),
  UDP_PLAIN(UdpPath.PLAIN),
  TCP(UdpPath.BATCHED);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Is answered by a header, whoever asks: no operation has this code. */
  private static final byte[] MARK = {0x7f, 0x7f, 0x78, 0, 0, 0, 0, 0, 0, 0, 0, 0};

  private final UdpPath path;

  Way(UdpPath path) {
    this.path = path;
  }

  UdpPath path() {
    return path;
  }

  String transport() {
    return this == TCP ? "tcp" : "udp";
  }

  /** The reply to a message. */
  byte[] ask(InetSocketAddress server, byte[] octets) throws IOException {
    return this == TCP ? overTcp(server, octets, false).orElseThrow() : overUdp(server, octets);
  }

  /** What came for a message that is to have no reply. */
  Optional<byte[]> askInVain(InetSocketAddress server, byte[] octets) throws IOException {
    if (this == TCP) return overTcp(server, octets, true);
    var first = overUdp(server, octets, MARK);
    return isMark(first) ? Optional.empty() : Optional.of(first);
  }

  /** A mark has no reply that could be taken for another's. */
  private static boolean isMark(byte[] reply) {
    return ByteBuffer.wrap(reply).getShort() == ByteBuffer.wrap(MARK).getShort();
  }

  /** The first that comes back; datagrams of one socket are answered in turn. */
  private static byte[] overUdp(InetSocketAddress server, byte[]... messages) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.connect(server);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      for (var message : messages) socket.send(new DatagramPacket(message, message.length));
      var packet = new DatagramPacket(new byte[0xffff], 0xffff);
      socket.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }
  }

  private static Optional<byte[]> overTcp(InetSocketAddress server, byte[] octets, boolean inVain)
      throws IOException {
    try (var socket = DnsClient.of(server).withPatience(PATIENCE).connect()) {
      var out = new DataOutputStream(socket.getOutputStream());
      out.write(framed(octets));
      if (inVain) out.write(framed(MARK));
      var reply = DnsClient.readFrame(socket);
      return isMark(reply) ? Optional.empty() : Optional.of(reply);
    } catch (EOFException | SocketException e) {
      // A connection may end with a message that deserves no reply.
      if (inVain) return Optional.empty();
      throw e;
    }
  }

  private static byte[] framed(byte[] octets) {
    var frame = ByteBuffer.allocate(2 + octets.length);
    return frame.putShort((short) octets.length).put(octets).array();
  }
}
