package io.postern.dns.flood;

import io.postern.dns.testing.DnsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.Random;

/**
 * A program that floods a server: {@code Flood KIND PORT}. It says {@code begun} once it is at
 * work, and goes on until its input ends; then it says how many messages or connections it has
 * sent.
 */
public final class Flood {
  private static final int SOURCES = 64;
  private static final int BURST = 5;
  private static final int MAX_CONNECTIONS = 500;

  /** Enough that the server is as fast as it gets. */
  private static final int BEFORE_BEGUN = 1_000;

  /** What is sent. */
  enum Kind {
    /** Octets that are no query, from a few addresses. */
    GARBAGE,
    /** Queries for names that are not there, from a few addresses. */
    RANDOM_NAMES,
    /** Queries for names of others, which upstream servers are asked for, from a few addresses. */
    NAMES_OF_OTHERS,
    /** Connections on which nothing is asked. */
    HALF_OPEN,
    /** Good queries, each from another prefix. */
    MADE_UP_PREFIXES
  }

  private final Kind kind;
  private final InetSocketAddress server;
  private final Random random = new Random(9);
  private final DatagramChannel[] sources = new DatagramChannel[SOURCES];
  private final ArrayDeque<Socket> connections = new ArrayDeque<>();
  private long sent;

  private Flood(Kind kind, InetSocketAddress server) {
    this.kind = kind;
    this.server = server;
  }

  @SuppressWarnings("SystemOut") // That is how the test hears of it.
  public static void main(String[] arguments) throws Exception {
    var port = Integer.parseInt(arguments[1]);
    var server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    var flood = new Flood(Kind.valueOf(arguments[0]), server);
    flood.open();
    while (flood.sent < BEFORE_BEGUN) {
      flood.burst();
    }
    System.out.println("begun");
    // A burst each millisecond: as much as leaves the machine to those who are measured.
    while (System.in.available() == 0) {
      flood.burst();
      Thread.sleep(1);
    }
    System.out.println(flood.sent);
  }

  private void open() throws IOException {
    for (int i = 0; i < SOURCES; i++) {
      sources[i] = channel("127.66.6." + (i + 1));
    }
  }

  private static DatagramChannel channel(String source) throws IOException {
    var channel = DatagramChannel.open();
    channel.configureBlocking(false);
    return channel.bind(new InetSocketAddress(InetAddress.ofLiteral(source), 0));
  }

  private void burst() throws IOException {
    var count = kind == Kind.HALF_OPEN ? 1 : BURST;
    for (int i = 0; i < count; i++) {
      switch (kind) {
        case GARBAGE -> send(garbage());
        case RANDOM_NAMES -> send(query("n" + random.nextInt() + ".example"));
        case NAMES_OF_OTHERS -> send(query("n" + random.nextInt() + ".elsewhere.test"));
        case MADE_UP_PREFIXES -> sendFromAnywhere(query("who.example"));
        case HALF_OPEN -> connect();
      }
      sent++;
    }
  }

  private byte[] garbage() {
    var octets = new byte[random.nextInt(200)];
    random.nextBytes(octets);
    return octets;
  }

  private static byte[] query(String name) {
    return DnsClient.query(name.replace("-", ""), "A").toWire();
  }

  private void send(byte[] octets) throws IOException {
    sources[random.nextInt(SOURCES)].send(ByteBuffer.wrap(octets), server);
  }

  private void sendFromAnywhere(byte[] octets) throws IOException {
    var source = "127." + (70 + random.nextInt(100)) + "." + random.nextInt(256) + ".1";
    try (var channel = channel(source)) {
      channel.send(ByteBuffer.wrap(octets), server);
    }
  }

  /** As many connections as a client can have descriptors, the oldest given up for a new one. */
  private void connect() throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress("127.66.6." + (1 + random.nextInt(SOURCES)), 0));
    connections.add(socket);
    try {
      socket.connect(server, 1_000);
    } catch (IOException _) {
      // The queue of the system is full; the next may get in.
    }
    if (connections.size() > MAX_CONNECTIONS) {
      connections.remove().close();
    }
  }
}
