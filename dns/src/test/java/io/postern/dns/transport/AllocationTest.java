package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.postern.dns.codec.QueryEncoder;
import io.postern.dns.lookup.Question;
import io.postern.dns.name.DnsName;
import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.zone.RecordType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Usual queries leave nothing for the collector. Counted is what a thread has allocated, by the
 * JVM; the first rounds load classes and link calls, so the round with the least is what counts.
 */
@EnabledOnOs(OS.LINUX)
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 5;
  private static final int QUERIES = 1_000;

  @ParameterizedTest
  @CsvSource({
    "acct1.privatelink.blob.core.windows.net, A, 1",
    "acct1.privatelink.blob.core.windows.net, AAAA, 0",
    "acct9.privatelink.blob.core.windows.net, A, 0",
    "acct1.blob.core.windows.net, A, 2",
    "acct1.blob.core.windows.net, AAAA, 1"
  })
  void aUsualQueryAllocatesNothing(String name, String type, int answers) throws IOException {
    var index = Networks.index();
    var settings = DnsSettings.of(Listener.forNetwork(Loopback.anyPort(), "vnet-a"));
    try (var server = DnsServer.start(settings, () -> index);
        var socket = new DatagramSocket()) {
      var address = server.boundAddresses().getFirst();
      socket.connect(address);
      var question = new Question(DnsName.parse(name), RecordType.parse(type));
      var query = QueryEncoder.encode(7, question, true);
      var thread = listener(address.getPort());
      var least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        var start = THREADS.getThreadAllocatedBytes(thread);
        for (int i = 0; i < QUERIES; i++) {
          assertEquals(answers, ask(socket, query));
        }
        least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - start);
      }
      assertEquals(0, least, "octets for " + QUERIES + " queries");
    }
  }

  private static long listener(int port) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("dns-udp-" + port + "-"))
        .findFirst()
        .orElseThrow()
        .threadId();
  }

  /** The number of records in the answer section. */
  private static int ask(DatagramSocket socket, byte[] query) throws IOException {
    socket.send(new DatagramPacket(query, query.length));
    var packet = new DatagramPacket(new byte[1232], 1232);
    socket.receive(packet);
    return packet.getData()[7];
  }
}
