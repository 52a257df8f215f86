package io.postern.dns.forward;

import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.codec.QueryHead;
import io.postern.dns.codec.ReplyParser;
import io.postern.dns.codec.ReplyParser.Parsed;
import io.postern.dns.lookup.Question;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/**
 * One question put to one resolver in the clear.
 *
 * <p>Each try has a socket of its own, so the system picks a fresh source port, and a random id; a
 * datagram counts only if address, port, id and question all match (RFC 5452 §9). Others are passed
 * over until the time is up.
 */
final class Exchange {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final InetSocketAddress resolver;
  private final Question question;
  private final Duration timeout;

  Exchange(InetSocketAddress resolver, Question question, Duration timeout) {
    this.resolver = resolver;
    this.question = question;
    this.timeout = timeout;
  }

  /** Over UDP, and over TCP if the answer did not fit. */
  Parsed ask() throws IOException {
    var parsed = overUdp();
    return parsed instanceof Parsed.Truncated ? overTcp() : parsed;
  }

  private Parsed overUdp() throws IOException {
    var id = newId();
    var query = QueryEncoder.encode(id, question, true);
    try (var socket = new DatagramSocket()) {
      socket.connect(resolver);
      socket.send(new DatagramPacket(query, query.length));
      var deadline = System.nanoTime() + timeout.toNanos();
      var packet = new DatagramPacket(new byte[QueryHead.MAX_UDP_SIZE], QueryHead.MAX_UDP_SIZE);
      while (true) {
        socket.setSoTimeout(millisUntil(deadline));
        packet.setLength(QueryHead.MAX_UDP_SIZE);
        socket.receive(packet);
        var octets = Arrays.copyOf(packet.getData(), packet.getLength());
        var parsed = ReplyParser.parse(octets, id, question);
        if (!(parsed instanceof Parsed.Foreign)) {
          return parsed;
        }
      }
    }
  }

  private Parsed overTcp() throws IOException {
    var id = newId();
    var query = QueryEncoder.encode(id, question, true);
    var framed = ByteBuffer.allocate(2 + query.length).putShort((short) query.length).put(query);
    var deadline = System.nanoTime() + timeout.toNanos();
    try (var socket = new Socket()) {
      socket.connect(resolver, millisUntil(deadline));
      socket.getOutputStream().write(framed.array());
      socket.setSoTimeout(millisUntil(deadline));
      var in = new DataInputStream(socket.getInputStream());
      var octets = new byte[in.readUnsignedShort()];
      for (int read = 0; read < octets.length; ) {
        socket.setSoTimeout(millisUntil(deadline));
        var more = in.read(octets, read, octets.length - read);
        if (more < 0) {
          throw new IOException("upstream closed the connection within an answer");
        }
        read += more;
      }
      return ReplyParser.parse(octets, id, question);
    }
  }

  /** An id that nobody can foretell. */
  static int newId() {
    return RANDOM.nextInt(0x10000);
  }

  /** What is left until a moment of {@link System#nanoTime}, for a socket. */
  static int millisUntil(long deadline) throws SocketTimeoutException {
    var left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    // Rounded up: a socket timeout of 0 would wait for ever.
    return (int) (left / 1_000_000) + 1;
  }
}
