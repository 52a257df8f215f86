package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.dns.testing.DnsClient;
import io.postern.server.testing.Lab;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** Garbage on the DNS port while the control plane works: the server stays up, and right. */
class GarbageTest {
  private static final String NAME = "acct1.blob.core.windows.net";
  private static final int MOVES = 20;

  @TempDir private Path folder;
  private final AtomicBoolean enough = new AtomicBoolean();
  private final CountDownLatch begun = new CountDownLatch(2);
  private DnsLab dns;

  @BeforeEach
  void start() {
    dns = DnsLab.start(folder, "vnet-a");
  }

  @AfterEach
  void stop() {
    dns.close();
  }

  @Test
  void callsAndQueriesGoOnUnderAStormOfGarbage() throws Exception {
    var network = dns.lab.network("vnet-a", "10.1.0.0/16");
    var zone = dns.lab.zone(Lab.BLOB_ZONE);
    dns.lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var storage = dns.lab.storage("acct1");
    var address = dns.listenerOf("vnet-a");

    try (var throwers = Executors.newVirtualThreadPerTaskExecutor()) {
      var storms =
          List.of(
              throwers.submit(storm(1, random -> datagrams(address, random))),
              throwers.submit(storm(2, random -> stream(address, random))));
      try {
        begun.await();
        var endpoint = dns.published("pe", "vnet-a", storage, "blob", zone, "blob=10.1.0.5");
        for (int i = 0; i < MOVES; i++) {
          dns.lab.reject(endpoint);
          assertEquals("203.0.113.161", answered(DnsClient.of(address).tcp(NAME, "A")));
          dns.lab.approve(endpoint);
          assertEquals("10.1.0.5", answered(DnsClient.of(address).udp(NAME, "A")));
        }
      } finally {
        enough.set(true);
      }
      for (var storm : storms) storm.get();
    }
  }

  private static String answered(Message message) {
    var answers = message.getSection(Section.ANSWER);
    return answers.getLast().rdataToString();
  }

  private interface Burst {
    void of(Random random) throws IOException;
  }

  /**
   * Bursts of garbage until it is enough. A query that has to be answered ends each of them, so
   * they are as dense as the server can take: beyond that it turns away a client that has too many
   * connections open, which is right, and here all clients have one address.
   */
  private Callable<Void> storm(long seed, Burst burst) {
    return () -> {
      var random = new Random(seed);
      do {
        burst.of(random);
        begun.countDown();
        DnsClient.of(dns.listenerOf("vnet-a")).tcp(NAME, "A");
      } while (!enough.get());
      return null;
    };
  }

  private static byte[] octets(Random random, int most) {
    var octets = new byte[random.nextInt(most)];
    random.nextBytes(octets);
    return octets;
  }

  /** Half of them have the head of a query, so that they get past the first look. */
  private static void datagrams(InetSocketAddress server, Random random) throws IOException {
    try (var socket = new DatagramSocket()) {
      for (int i = 0; i < 50; i++) {
        var octets = octets(random, 600);
        if (octets.length > 12 && random.nextBoolean()) {
          octets[2] &= 0x07;
          octets[4] = 0;
          octets[5] = 1;
        }
        socket.send(new DatagramPacket(octets, octets.length, server));
      }
    }
  }

  private static void stream(InetSocketAddress server, Random random) throws IOException {
    try (var socket = DnsClient.of(server).connect()) {
      var out = new DataOutputStream(socket.getOutputStream());
      var octets = octets(random, 2_000);
      if (random.nextBoolean()) out.writeShort(octets.length);
      out.write(octets);
      out.flush();
    } catch (SocketException _) {
      // The server may well close the connection before it has read everything.
    }
  }
}
