package io.postern.dns.datagram;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A bound datagram socket that takes and sends many datagrams with one system call.
 *
 * <p>One thread receives, looks at what came, and puts its answers, which {@link #flush} sends. Any
 * thread may send a {@link Letter} later, and close the socket, which ends the wait of the one that
 * receives. A socket that is bound to no address in particular answers from the one that a datagram
 * came to, and serves IPv4 and IPv6 where the machine has both.
 */
public final class BatchSocket implements AutoCloseable {
  /** The most messages of one call; each is a datagram, or several of one sender. */
  public static final int BATCH = 32;

  private static final int MAX_DATAGRAMS = BATCH * 128;
  private static final int MAX_MESSAGE = 0xffff + 1;

  /** What is longer than this is sent by a {@link Letter}. */
  public static final int MAX_ANSWER = 1232;

  /** Octets that may wait for the receiver, with what the system adds to each datagram. */
  private static final int RECEIVE_BUFFER = 4 << 20;

  /** A receiver looks up this often, should a wake-up ever be lost. */
  private static final long WAKE_MICROS = 500_000;

  private final Arena arena = Arena.ofAuto();
  private final int socket;
  private final InetSocketAddress address;
  private final MessageArray received;
  private final Outbox outbox;
  private int taken;

  /** For each datagram which message it came in, and where it is there. */
  private final int[] messages = new int[MAX_DATAGRAMS];

  private final int[] offsets = new int[MAX_DATAGRAMS];
  private final int[] lengths = new int[MAX_DATAGRAMS];

  private final Object closing = new Object();
  private volatile boolean closed;
  private boolean released;

  private BatchSocket(int socket, InetSocketAddress address, boolean segmented) {
    this.socket = socket;
    this.address = address;
    this.received = new MessageArray(arena, BATCH, MAX_MESSAGE);
    this.outbox = new Outbox(arena, socket, segmented);
  }

  /** Whether this JVM and system have such sockets. */
  public static boolean isAvailable() {
    return Availability.HERE;
  }

  /** Found out once, when it is first asked. */
  private static final class Availability {
    static final boolean HERE = isHere();

    private static boolean isHere() {
      if (!System.getProperty("os.name").equals("Linux")
          || !System.getProperty("sun.arch.data.model", "64").equals("64")) {
        return false;
      }
      try {
        var probe = new LinuxCalls.Outcome(Arena.ofAuto());
        return LinuxCalls.close(probe, -1) == -1;
      } catch (IllegalCallerException | LinkageError | UnsupportedOperationException e) {
        // Native access is not granted, or there is no linker for this machine.
        return false;
      }
    }
  }

  /**
   * Binds a socket.
   *
   * @param address with port 0 for any that is free
   * @param shared whether other sockets that say so too may be bound to the same address
   * @throws IOException if the address cannot be had
   */
  public static BatchSocket bind(InetSocketAddress address, boolean shared) throws IOException {
    var host = address.getAddress();
    var dual = host.isAnyLocalAddress() && hasIpv6();
    var family = host instanceof Inet4Address && !dual ? LinuxCalls.AF_INET : LinuxCalls.AF_INET6;
    try (var arena = Arena.ofConfined()) {
      var outcome = new LinuxCalls.Outcome(arena);
      var socket = outcome.orThrow(LinuxCalls.socket(outcome, family), "socket");
      try {
        var segmented = bind(outcome, socket, family, address, shared, arena);
        var bound = new InetSocketAddress(host, port(outcome, socket, arena));
        return new BatchSocket(socket, bound, segmented);
      } catch (IOException e) {
        var _ = LinuxCalls.close(outcome, socket);
        throw e;
      }
    }
  }

  private static boolean hasIpv6() {
    var outcome = new LinuxCalls.Outcome(Arena.ofAuto());
    var socket = LinuxCalls.socket(outcome, LinuxCalls.AF_INET6);
    return socket >= 0 && LinuxCalls.close(outcome, socket) == 0;
  }

  /** Binds a socket; whether the system knows of messages that are several datagrams. */
  private static boolean bind(
      LinuxCalls.Outcome outcome,
      int socket,
      int family,
      InetSocketAddress address,
      boolean shared,
      Arena arena)
      throws IOException {
    var options = new SocketOptions(outcome, socket, arena);
    if (shared) {
      options.set(LinuxCalls.SOL_SOCKET, LinuxCalls.SO_REUSEPORT, 1);
    }
    // As much as the system allows: what comes in while the thread is held up is not lost.
    options.set(LinuxCalls.SOL_SOCKET, LinuxCalls.SO_RCVBUF, RECEIVE_BUFFER);
    options.setTimeout(WAKE_MICROS);
    var wildcard = address.getAddress().isAnyLocalAddress();
    if (family == LinuxCalls.AF_INET6) {
      options.set(LinuxCalls.SOL_IPV6, LinuxCalls.IPV6_V6ONLY, wildcard ? 0 : 1);
    }
    if (wildcard) {
      options.tellLocalAddress(family);
    }
    var name = arena.allocate(SocketAddresses.LENGTH, Long.BYTES);
    var length = SocketAddresses.write(address, family, name);
    var result = LinuxCalls.bind(outcome, socket, name.address(), length);
    outcome.orThrow(result, "binding " + address);
    return options.trySet(LinuxCalls.SOL_UDP, LinuxCalls.UDP_GRO, 1);
  }

  private static int port(LinuxCalls.Outcome outcome, int socket, Arena arena) throws IOException {
    var name = arena.allocate(SocketAddresses.LENGTH, Long.BYTES);
    var length = arena.allocate(JAVA_INT);
    length.set(JAVA_INT, 0, SocketAddresses.LENGTH);
    var result = LinuxCalls.getsockname(outcome, socket, name.address(), length.address());
    outcome.orThrow(result, "getsockname");
    return SocketAddresses.read(name, 0).getPort();
  }

  /** The address it is bound to, with the port that was found. */
  public InetSocketAddress address() {
    return address;
  }

  public boolean isOpen() {
    return !closed;
  }

  /**
   * Waits for datagrams and takes those that are there. What was taken before is gone then.
   *
   * @return how many; 0 if it waited in vain, or the socket has been closed
   */
  public int receive() {
    received.clear(taken);
    taken = Math.max(0, LinuxCalls.recvmmsg(socket, received.address(0), BATCH));
    var datagrams = 0;
    for (int message = 0; message < taken && !closed; message++) {
      datagrams = takeApart(message, datagrams);
    }
    return datagrams;
  }

  /** The system may hand over several datagrams of one sender and one length as one message. */
  private int takeApart(int message, int before) {
    var count = before;
    var left = received.received(message);
    var segment = Math.max(1, received.receivedSegment(message));
    for (int offset = 0; count < MAX_DATAGRAMS; offset += segment) {
      messages[count] = message;
      offsets[count] = offset;
      lengths[count] = Math.min(segment, left);
      left -= lengths[count];
      count++;
      if (left <= 0) {
        return count;
      }
    }
    return count;
  }

  /** Octets of the datagram taken as number {@code i}. */
  public int length(int i) {
    return lengths[i];
  }

  /** Copies the first octets of a datagram. */
  public void read(int i, byte[] target, int length) {
    received.read(messages[i], offsets[i], target, length);
  }

  public boolean isIpv4(int i) {
    return received.isIpv4(messages[i]);
  }

  /** The first half of the sender's IPv6 address; 0 for IPv4. */
  public long sourceHigh(int i) {
    return received.sourceHigh(messages[i]);
  }

  /** The second half of the sender's IPv6 address; an IPv4 address in the lowest 32 bits. */
  public long sourceLow(int i) {
    return received.sourceLow(messages[i]);
  }

  public InetAddress source(int i) {
    return received.source(messages[i]);
  }

  /**
   * Puts an answer to the datagram taken as number {@code i}; at most {@link #MAX_ANSWER} octets.
   */
  public void answer(int i, byte[] octets, int length) {
    outbox.put(received, messages[i], octets, length);
  }

  /** Sends the answers put; one that cannot be sent is lost, as any datagram may be. */
  public void flush() {
    if (!closed) {
      outbox.flush();
    }
  }

  /** The way back to a sender, for one answer, by any thread, after the datagram is gone. */
  public final class Letter {
    private final MessageArray head;

    private Letter(int question) {
      this.head = new MessageArray(Arena.ofAuto(), 1, 1);
      head.addressTo(0, received, messages[question]);
    }

    /** Sends the answer. It is lost if the socket has been closed, or the system has no room. */
    public void send(byte[] octets) {
      try (var memory = Arena.ofConfined()) {
        var envelope = new MessageArray(memory, 1, octets.length);
        envelope.addressTo(0, head, 0);
        envelope.write(0, 0, octets, octets.length);
        synchronized (closing) {
          if (!closed) {
            var _ = LinuxCalls.sendmmsg(socket, envelope.address(0), 1);
          }
        }
      }
    }
  }

  /** The way back to the sender of the datagram taken as number {@code i}. */
  public Letter letter(int i) {
    return new Letter(i);
  }

  /**
   * Wakes the receiver and sends no more. The thread that receives calls {@link #release} then; if
   * there is none, whoever closes does.
   */
  @Override
  public void close() {
    synchronized (closing) {
      if (!closed) {
        closed = true;
        // Says that the socket is not connected, and wakes who waits for it all the same.
        var _ = LinuxCalls.shutdown(new LinuxCalls.Outcome(arena), socket);
      }
    }
  }

  /** Gives the socket back to the system, once nobody receives from it any more. */
  public void release() {
    close();
    synchronized (closing) {
      if (!released) {
        released = true;
        var _ = LinuxCalls.close(new LinuxCalls.Outcome(arena), socket);
      }
    }
  }

  /** Options of a socket that is being made. */
  private record SocketOptions(LinuxCalls.Outcome outcome, int socket, Arena arena) {
    void set(int level, int option, int value) throws IOException {
      var memory = arena.allocate(JAVA_INT);
      memory.set(JAVA_INT, 0, value);
      set(level, option, memory);
    }

    void setTimeout(long micros) throws IOException {
      var memory = arena.allocate(2 * Long.BYTES, Long.BYTES);
      memory.set(JAVA_LONG, Long.BYTES, micros);
      set(LinuxCalls.SOL_SOCKET, LinuxCalls.SO_RCVTIMEO, memory);
    }

    void tellLocalAddress(int family) throws IOException {
      if (family == LinuxCalls.AF_INET) {
        set(LinuxCalls.SOL_IP, LinuxCalls.IP_PKTINFO, 1);
      } else {
        set(LinuxCalls.SOL_IPV6, LinuxCalls.IPV6_RECVPKTINFO, 1);
      }
    }

    boolean trySet(int level, int option, int value) {
      try {
        set(level, option, value);
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    private void set(int level, int option, MemorySegment value) throws IOException {
      var result =
          LinuxCalls.setsockopt(
              outcome, socket, level, option, value.address(), (int) value.byteSize());
      outcome.orThrow(result, "setsockopt " + option);
    }
  }
}
