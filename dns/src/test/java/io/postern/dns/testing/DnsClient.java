package io.postern.dns.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A DNS client over real sockets. Each exchange has a socket of its own. */
public final class DnsClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 4;
  private static final int MAX_MESSAGE = 0xffff;

  private final InetSocketAddress server;
  private final InetAddress source;
  private final Duration patience;

  private DnsClient(InetSocketAddress server, InetAddress source, Duration patience) {
    this.server = server;
    this.source = source;
    this.patience = patience;
  }

  public static DnsClient of(InetSocketAddress server) {
    return new DnsClient(server, InetAddress.ofLiteral("127.0.0.1"), PATIENCE);
  }

  /** This client asking from another local address, for servers that tell clients apart by it. */
  public DnsClient from(String address) {
    return new DnsClient(server, InetAddress.ofLiteral(address), patience);
  }

  /** This client giving up sooner, for queries that are to get no answer. */
  public DnsClient withPatience(Duration duration) {
    return new DnsClient(server, source, duration);
  }

  /** A query of class IN with RD set and without EDNS. */
  public static Message query(String name, String type) {
    try {
      var absolute = Name.fromString(name.endsWith(".") ? name : name + ".");
      return Message.newQuery(Record.newRecord(absolute, Type.value(type), DClass.IN));
    } catch (TextParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public Message udp(String name, String type) {
    return udp(query(name, type));
  }

  /** Asks again a few times if nothing comes back, as a datagram may be lost. */
  public Message udp(Message query) {
    var hasty = withPatience(patience.dividedBy(ATTEMPTS));
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var response = hasty.overUdp(query.toWire());
      if (response.isPresent()) {
        return parse(response.get());
      }
    }
    throw noAnswer();
  }

  public Message tcp(String name, String type) {
    return tcp(query(name, type));
  }

  public Message tcp(Message query) {
    return parse(overTcp(query.toWire()).orElseThrow(DnsClient::noAnswer));
  }

  /** Sends octets in one datagram; empty if nothing came back in time. */
  public Optional<byte[]> overUdp(byte[] octets) {
    try (var socket = new DatagramSocket(new InetSocketAddress(source, 0))) {
      socket.connect(server);
      socket.setSoTimeout((int) patience.toMillis());
      socket.send(new DatagramPacket(octets, octets.length));
      var packet = new DatagramPacket(new byte[MAX_MESSAGE], MAX_MESSAGE);
      socket.receive(packet);
      return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends octets in one frame; empty if the server closed or nothing came back in time. */
  public Optional<byte[]> overTcp(byte[] octets) {
    try (var socket = connect()) {
      var out = new DataOutputStream(socket.getOutputStream());
      out.writeShort(octets.length);
      out.write(octets);
      out.flush();
      return Optional.of(readFrame(socket));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A connection of the caller's own, with this client's patience as its read timeout. */
  public Socket connect() throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(source, 0));
    socket.connect(server, (int) patience.toMillis());
    socket.setSoTimeout((int) patience.toMillis());
    return socket;
  }

  /** The next frame's octets. Reads no further, so it may be called again for the frame behind. */
  public static byte[] readFrame(Socket socket) throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    var octets = new byte[in.readUnsignedShort()];
    in.readFully(octets);
    return octets;
  }

  public static Message parse(byte[] octets) {
    try {
      return new Message(octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AssertionError noAnswer() {
    return new AssertionError("no answer");
  }
}
