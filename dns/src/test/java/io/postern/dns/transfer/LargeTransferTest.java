package io.postern.dns.transfer;

import static io.postern.dns.transfer.TransferLab.APEX;
import static io.postern.dns.transfer.TransferLab.a;
import static io.postern.dns.transfer.TransferLab.name;
import static io.postern.dns.transfer.TransferLab.signer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.testing.DnsClient;
import io.postern.dns.transport.TcpLimits;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import io.postern.dns.zone.ZoneBuilder;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.ZoneTransferIn;

/** Zones that do not fit into a message, and secondaries that take their time. */
class LargeTransferTest {
  private static final int NAMES = 100_000;
  private static final int USUAL_MESSAGE = 0x4000;
  private static final int LONGEST_SIGNATURE = 300;

  private static Zone large;

  @BeforeAll
  static void make() {
    large = zone(NAMES);
  }

  private static Zone zone(int names) {
    var builder = new ZoneBuilder(APEX);
    builder.put(APEX, Node.of(TransferLab.SERVERS));
    var node = Node.of(a("10.0.0.1"));
    for (int i = 0; i < names; i++) {
      builder.put(name("host" + i), node);
    }
    return builder.build(SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 7);
  }

  private static Message query(String type, String key) {
    var query = DnsClient.query(APEX.toString(), type);
    signer(key).apply(query, null);
    return query;
  }

  private static Message query(String type) {
    return query(type, "key-1");
  }

  /** Counts what comes and keeps nothing. */
  private static final class Counter implements ZoneTransferIn.ZoneTransferHandler {
    private final AtomicInteger records = new AtomicInteger();

    @Override
    public void startAXFR() {}

    @Override
    public void startIXFR() {
      throw new AssertionError("not asked for");
    }

    @Override
    public void startIXFRDeletes(Record soa) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void startIXFRAdds(Record soa) {
      throw new AssertionError("not asked for");
    }

    @Override
    public void handleRecord(Record each) {
      records.incrementAndGet();
    }
  }

  /** The client verifies every message (RFC 8945 §5.3.1), and that the SOA closes the last. */
  @Test
  void aHundredThousandNamesComeInSignedMessages() throws Exception {
    try (var lab = TransferLab.start(TransferLab.index(large))) {
      var counter = new Counter();
      ZoneTransferIn.newAXFR(Name.fromConstantString(APEX + "."), lab.open(), signer("key-1"))
          .run(counter);

      // All names, the name server, and the SOA twice.
      assertEquals(NAMES + 3, counter.records.get());
    }
  }

  @Test
  void noMessageIsLargerThanItsRecordsNeed() throws Exception {
    var text = RecordSet.of(RecordType.TXT, 10, Rdata.of(longText()));
    var names = 3_000;
    var zone = zone(names).withNode(name("long"), Node.of(text));
    try (var lab = TransferLab.start(TransferLab.index(zone));
        var socket = ask(lab, query("AXFR"))) {
      int records = 0;
      int largest = 0;
      while (records < names + 4) {
        var frame = DnsClient.readFrame(socket);
        var count = new Header(frame).getCount(Section.ANSWER);
        assertTrue(count > 0);
        assertTrue(count == 1 || frame.length <= USUAL_MESSAGE + LONGEST_SIGNATURE);
        largest = Math.max(largest, frame.length);
        records += count;
      }
      assertEquals(names + 4, records);
      assertTrue(largest > longText().length, "the long record has a message to itself");
    }
  }

  private static byte[] longText() {
    var octets = new byte[256 * 200];
    for (int i = 0; i < octets.length; i += 256) {
      octets[i] = (byte) 255;
    }
    return octets;
  }

  private static Socket ask(TransferLab lab, Message query) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(8192);
    socket.setSoTimeout(20_000);
    socket.connect(lab.open());
    var out = new DataOutputStream(socket.getOutputStream());
    var octets = query.toWire();
    out.writeShort(octets.length);
    out.write(octets);
    out.flush();
    return socket;
  }

  /** Two places for transfers, one for each network. */
  private static TransferLab narrow(Duration longest, Duration idle) throws IOException {
    UnaryOperator<TransferRules> rules = it -> it.withLimits(2, 1, longest);
    var tcp = new TcpLimits(100, 100, idle, 100);
    return TransferLab.start(TransferLab.index(large), rules, it -> it.withTcp(tcp));
  }

  @Test
  void aSecondaryThatDoesNotReadHoldsUpNobodyAndIsCutOff() throws Exception {
    try (var lab = narrow(Duration.ofMinutes(1), Duration.ofMillis(500));
        var stalled = ask(lab, query("AXFR"))) {
      var begun = DnsClient.readFrame(stalled);
      assertEquals(Rcode.NOERROR, DnsClient.parse(begun).getRcode());

      // It has its network's one place, for it is sent no more than it takes.
      assertEquals(Rcode.SERVFAIL, lab.client().tcp(query("AXFR")).getRcode());
      assertEquals(Rcode.NOERROR, lab.client().tcp(query("AXFR", "key-2")).getRcode());
      var address = DnsClient.query("host7.corp.example", "A");
      signer("key-1").apply(address, null);
      assertEquals(Rcode.NOERROR, lab.client().tcp(address).getRcode());

      // It is closed in the middle, and the place is free.
      awaitPlace(lab);
      assertTrue(recordsUntilTheEnd(stalled) < NAMES);
      assertEquals(0, lab.server().counts().internalErrors());
    }
  }

  @Test
  void aTransferThatTakesTooLongIsEnded() throws Exception {
    try (var lab = narrow(Duration.ofMillis(100), Duration.ofMinutes(1));
        var slow = ask(lab, query("AXFR"))) {
      var begun = System.nanoTime();
      while (System.nanoTime() - begun < Duration.ofMillis(120).toNanos()) {
        Thread.onSpinWait();
      }
      assertTrue(recordsUntilTheEnd(slow) < NAMES);
    }
  }

  /** How many records come in whole messages before the connection ends. */
  private static int recordsUntilTheEnd(Socket socket) {
    int records = 0;
    try {
      while (true) {
        records += new Header(DnsClient.readFrame(socket)).getCount(Section.ANSWER);
      }
    } catch (IOException e) {
      return records;
    }
  }

  private static void awaitPlace(TransferLab lab) {
    var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (lab.client().tcp(query("AXFR")).getRcode() != Rcode.NOERROR) {
      assertTrue(System.nanoTime() < deadline, "the place is not given back");
    }
  }
}
