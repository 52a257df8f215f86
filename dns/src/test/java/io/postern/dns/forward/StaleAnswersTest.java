package io.postern.dns.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.lookup.ExtendedError;
import io.postern.dns.lookup.Inquiry;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.lookup.UpstreamReply;
import io.postern.dns.name.DnsName;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.RecordType;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** Answers past their TTL, given while nobody answers (RFC 8767), over a real socket. */
class StaleAnswersTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Inquiry FOUND = inquiry("a.example.net");
  private static final Inquiry DENIED = inquiry("none.example.net");

  private final AtomicLong nanos = new AtomicLong();
  private DatagramSocket upstream = socket(Loopback.anyPort());
  private ForwardSettings settings =
      new ForwardSettings(
          List.of((InetSocketAddress) upstream.getLocalSocketAddress()),
          LONG,
          1,
          Duration.ofSeconds(30),
          10,
          100);
  private Forwarder forwarder = new Forwarder(settings);

  private static DatagramSocket socket(InetSocketAddress address) {
    try {
      var socket = new DatagramSocket(address);
      socket.setSoTimeout((int) LONG.toMillis());
      return socket;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() {
    forwarder.close();
    upstream.close();
  }

  private static Inquiry inquiry(String name) {
    return Inquiry.upstream(new Question(DnsName.parse(name), RecordType.A));
  }

  private void start(Duration clientTimer) {
    settings = settings.withStale(new StaleAnswers(DAY, clientTimer));
    forwarder = new Forwarder(settings, nanos::get);
  }

  /** From now on whoever asks is told that nobody is there. */
  private void vanish() {
    upstream.close();
  }

  private void comeBack() {
    upstream = socket(settings.upstreams().getFirst().address());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** Answers one query: names that begin with n do not exist. */
  private void answer(DatagramPacket packet) throws IOException {
    var query = DnsClient.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
    var reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    var owner = query.getQuestion().getName();
    if (owner.toString().startsWith("n")) {
      reply.getHeader().setRcode(org.xbill.DNS.Rcode.NXDOMAIN);
      reply.addRecord(
          new SOARecord(owner, DClass.IN, 60, owner, owner, 1, 2, 3, 4, 60), Section.AUTHORITY);
    } else {
      var address = InetAddress.ofLiteral("192.0.2.1");
      reply.addRecord(new ARecord(owner, DClass.IN, 60, address), Section.ANSWER);
    }
    var octets = reply.toWire();
    upstream.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
  }

  private DatagramPacket receive() throws IOException {
    var packet = new DatagramPacket(new byte[512], 512);
    upstream.receive(packet);
    return packet;
  }

  /** Asks while the upstream answers. */
  private UpstreamReply learn(Inquiry inquiry) throws Exception {
    var answering =
        Thread.ofVirtual()
            .start(() -> {
              try {
                answer(receive());
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    var reply = forwarder.ask(inquiry);
    answering.join();
    return reply;
  }

  private static void assertStale(UpstreamReply reply, Rcode rcode, ExtendedError error) {
    assertEquals(rcode, reply.rcode());
    assertEquals(error, reply.error());
    var sets = rcode == Rcode.NOERROR ? reply.answers() : reply.authority();
    assertEquals(List.of(30), sets.stream().map(set -> set.records().ttlSeconds()).toList());
  }

  @Test
  void rfc8767s4AnAnswerPastItsTimeIsGivenWhileNobodyAnswers() throws Exception {
    start(LONG);
    learn(FOUND);
    learn(DENIED);
    pass(Duration.ofMinutes(2));
    vanish();

    assertStale(forwarder.ask(FOUND), Rcode.NOERROR, ExtendedError.STALE_ANSWER);
    assertStale(forwarder.ask(DENIED), Rcode.NXDOMAIN, ExtendedError.STALE_NO_SUCH_NAME);
    assertEquals(2, forwarder.counts().stale());
    assertEquals(2, forwarder.counts().failed());
  }

  @Test
  void rfc8767s5AfterAFailureNobodyIsAskedForHalfAMinute() throws Exception {
    start(LONG);
    learn(FOUND);
    pass(Duration.ofMinutes(2));
    vanish();
    forwarder.ask(FOUND);
    comeBack();

    pass(Duration.ofSeconds(29));
    var early = forwarder.cached(FOUND);
    assertNotNull(early);
    assertStale(early, Rcode.NOERROR, ExtendedError.STALE_ANSWER);
    assertEquals(2, forwarder.counts().asked());

    pass(Duration.ofSeconds(1));
    assertNull(forwarder.cached(FOUND));
    assertNull(learn(FOUND).error());
    assertEquals(3, forwarder.counts().asked());
  }

  @Test
  void rfc8767s5AClientWaitsForItsTimeOnlyAndTheAskingGoesOn() throws Exception {
    start(SHORT);
    learn(FOUND);
    pass(Duration.ofMinutes(2));

    assertStale(forwarder.ask(FOUND), Rcode.NOERROR, ExtendedError.STALE_ANSWER);
    assertStale(forwarder.ask(FOUND), Rcode.NOERROR, ExtendedError.STALE_ANSWER);
    assertEquals(2, forwarder.counts().asked(), "and nobody is asked twice at one time");

    answer(receive());
    var fresh = forwarder.cached(FOUND);
    while (fresh == null) {
      Thread.onSpinWait();
      fresh = forwarder.cached(FOUND);
    }
    assertNull(fresh.error());
    assertEquals(60, fresh.answers().getFirst().records().ttlSeconds());
  }

  @Test
  void anAnswerIsKeptSoLongAndNoLonger() throws Exception {
    start(LONG);
    learn(FOUND);

    pass(Duration.ofSeconds(60).plus(DAY));
    vanish();

    assertEquals(UpstreamReply.UNREACHED, forwarder.ask(FOUND));
  }

  @Test
  void withoutTheSettingAnAnswerEndsWithItsTime() throws Exception {
    forwarder = new Forwarder(settings, nanos::get);
    learn(FOUND);

    pass(Duration.ofSeconds(60));
    vanish();

    assertEquals(UpstreamReply.UNREACHED, forwarder.ask(FOUND));
    assertTrue(settings.stale().isOff());
  }

  /** The asking that goes on has a place like any other, so that all of them stay bounded. */
  @Test
  void whereTooMuchIsAskedTheStaleAnswerIsGivenAtOnce() throws Exception {
    start(LONG);
    learn(FOUND);
    pass(Duration.ofMinutes(2));
    var end = new CountDownLatch(1);
    int places = 0;
    while (forwarder.tryStart(new Asker(places, null), () -> await(end))) places++;

    assertStale(forwarder.ask(FOUND), Rcode.NOERROR, ExtendedError.STALE_ANSWER);
    assertEquals(10, places);
    assertEquals(1, forwarder.counts().asked());
    end.countDown();
  }

  private static void await(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A client with EDNS is told; here time passes by itself, for a TTL of one second. */
  @Test
  void rfc8914s44TheClientIsToldThatAnAnswerIsStale() throws Exception {
    var index = ZoneIndex.empty().withPublicRecursion(true);
    var stale = settings.withStale(new StaleAnswers(DAY, SHORT));
    var served = DnsSettings.of(Listener.on(Loopback.anyPort())).withForward(stale);
    try (var server = DnsServer.start(served, () -> index)) {
      var client = DnsClient.of(server.boundAddresses().getFirst());
      var query = DnsClient.query("none.example.net", "A");
      query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
      var answering =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  answerForOneSecond(receive());
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertTrue(client.udp(query).getOPT().getOptions().isEmpty());
      answering.join();
      upstream.close();

      var response = client.udp(query);
      while (response.getOPT().getOptions().isEmpty()) response = client.udp(query);

      assertEquals(org.xbill.DNS.Rcode.NXDOMAIN, response.getRcode());
      var told = (ExtendedErrorCodeOption) response.getOPT().getOptions().getFirst();
      assertEquals(19, told.getErrorCode());
      assertEquals(30, response.getSection(Section.AUTHORITY).getFirst().getTTL());
      assertFalse(told.getText().isEmpty());
    }
  }

  private void answerForOneSecond(DatagramPacket packet) throws IOException {
    var query = DnsClient.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
    var reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setRcode(org.xbill.DNS.Rcode.NXDOMAIN);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    var owner = query.getQuestion().getName();
    reply.addRecord(
        new SOARecord(owner, DClass.IN, 1, owner, owner, 1, 2, 3, 4, 1), Section.AUTHORITY);
    var octets = reply.toWire();
    upstream.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
  }

  @Test
  void timesThatMakeNoSenseAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new StaleAnswers(Duration.ofSeconds(-1), SHORT));
    assertThrows(IllegalArgumentException.class, () -> new StaleAnswers(Duration.ofDays(8), SHORT));
    assertThrows(
        IllegalArgumentException.class, () -> new StaleAnswers(DAY, Duration.ofSeconds(-1)));
  }
}
