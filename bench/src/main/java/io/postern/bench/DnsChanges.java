package io.postern.bench;

import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.lookup.Question;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.RecordType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes 10,000 names a second in an index that is being served, and tells how long it takes from
 * the beginning of a change to the first answer that has it: one change of a hundred is asked for.
 */
final class DnsChanges {
  private static final long NANOS_BETWEEN = 100_000;
  private static final int ASKED = 100;
  private static final int TOLD = 1_000;
  private static final int NETWORKS = 1 << 10;

  private final AtomicReference<ZoneIndex> index;
  private final int names;
  private final DatagramSocket socket;
  private final Random random = new Random(1);

  DnsChanges(AtomicReference<ZoneIndex> index, int names, InetSocketAddress server)
      throws IOException {
    this.index = index;
    this.names = names;
    this.socket = new DatagramSocket();
    socket.connect(server);
    socket.setSoTimeout(1_000);
  }

  /** Never ends. */
  void run() throws IOException {
    var nanos = new long[TOLD];
    var next = System.nanoTime();
    for (long change = 1; ; change++) {
      var now = System.nanoTime();
      if (now < next) {
        LockSupport.parkNanos(next - now);
      }
      next += NANOS_BETWEEN;
      var asked = change % ASKED == 0;
      var took = change(asked);
      if (asked) {
        var number = (int) (change / ASKED % TOLD);
        nanos[number] = took;
        if (number == TOLD - 1) {
          tell(nanos.clone(), change, System.nanoTime() - next);
        }
      }
    }
  }

  private long change(boolean asked) throws IOException {
    var name = random.nextInt(names);
    var owner = DnsTarget.APEX.child(DnsTarget.label(name));
    var address = DnsTarget.address(name, random.nextInt(NETWORKS));
    var start = System.nanoTime();
    var before = index.get();
    var zone = Objects.requireNonNull(before.zone(0));
    var changed = zone.withNode(owner, Node.of(address)).withRevision(before.revision() + 1);
    index.set(before.withZone(0, changed).withRevision(before.revision() + 1));
    if (asked) {
      var query = QueryEncoder.encode(1, new Question(owner, RecordType.A), false);
      var expected = new byte[4];
      address.rdata().getFirst().toBuffer().get(expected);
      while (!Arrays.equals(expected, ask(query))) {
        Thread.onSpinWait();
      }
    }
    return System.nanoTime() - start;
  }

  /** The address in the answer, which stands before an OPT record of 11 octets. */
  private byte[] ask(byte[] query) throws IOException {
    socket.send(new DatagramPacket(query, query.length));
    var packet = new DatagramPacket(new byte[1232], 1232);
    socket.receive(packet);
    var end = packet.getLength() - 11;
    return Arrays.copyOfRange(packet.getData(), end - 4, end);
  }

  private static void tell(long[] nanos, long changes, long behindNanos) {
    Arrays.sort(nanos);
    System.err.printf(
        "%d changes, %d ms behind; to the first right answer, in µs: 50 %% %d, 99 %% %d, longest"
            + " %d%n",
        changes,
        behindNanos / 1_000_000,
        nanos[TOLD / 2] / 1_000,
        nanos[TOLD * 99 / 100] / 1_000,
        nanos[TOLD - 1] / 1_000);
  }
}
