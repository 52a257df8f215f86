package io.postern.dns.transfer;

import static io.postern.dns.transfer.TransferLab.APEX;
import static io.postern.dns.transfer.TransferLab.signer;
import static io.postern.dns.transfer.TransferLab.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.codec.NotifyQuery;
import io.postern.dns.codec.TsigKey;
import io.postern.dns.name.DnsName;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsServer;
import io.postern.dns.transport.DnsSettings;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.Link;
import io.postern.dns.view.PrefixSet;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Word of changes (RFC 1996), as the socket of a secondary gets it. */
class NotifyTest {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private DatagramSocket secondary;
  private TransferLab lab;

  @BeforeEach
  void start() throws IOException {
    secondary = new DatagramSocket(Loopback.anyPort());
    var told = secondary(secondary, TransferLab.key("key-1", "net-1"));
    lab =
        TransferLab.start(
            TransferLab.index(zone(7)),
            rules -> TransferRules.of(rules.keys(), rules.prefixes(), List.of(told)),
            settings -> settings);
  }

  private static Secondary secondary(DatagramSocket socket, @Nullable TsigKey key) {
    return new Secondary((InetSocketAddress) socket.getLocalSocketAddress(), "net-1", key);
  }

  @AfterEach
  void stop() {
    lab.close();
    secondary.close();
  }

  /** What a secondary is told, with the octets it came in. */
  private record Word(Message message, ByteBuffer octets, InetSocketAddress from) {
    String zone() {
      return message.getQuestion().getName().toString(true);
    }

    long serial() {
      return ((SOARecord) message.getSection(Section.ANSWER).getFirst()).getSerial();
    }
  }

  private Word hear() throws IOException {
    var packet = new DatagramPacket(new byte[4096], 4096);
    secondary.setSoTimeout((int) PATIENCE.toMillis());
    secondary.receive(packet);
    var octets = Arrays.copyOf(packet.getData(), packet.getLength());
    return new Word(
        DnsClient.parse(octets),
        ByteBuffer.wrap(octets),
        (InetSocketAddress) packet.getSocketAddress());
  }

  private void answer(Word word, String key) throws IOException {
    var answer = new Message(word.message().getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setOpcode(Opcode.NOTIFY);
    answer.addRecord(word.message().getQuestion(), Section.QUESTION);
    if (!key.isEmpty()) {
      signer(key).apply(answer, word.message().getTSIG());
    }
    var octets = answer.toWire();
    secondary.send(new DatagramPacket(octets, octets.length, word.from()));
  }

  @Test
  void rfc1996s311AZoneIsToldOfWithItsSoaSigned() throws Exception {
    var word = hear();

    assertEquals(Opcode.NOTIFY, word.message().getHeader().getOpcode());
    assertTrue(word.message().getHeader().getFlag(Flags.AA));
    assertEquals(APEX.toString(), word.zone());
    assertEquals(Type.SOA, word.message().getQuestion().getType());
    assertEquals(7, word.serial());
    assertEquals(
        Rcode.NOERROR, signer("key-1").verify(word.message(), word.octets().array(), null));
  }

  @Test
  void rfc1996s310WordComesFromTheAddressThatZonesAreAskedForAt() throws Exception {
    var own = InetAddress.ofLiteral("127.0.0.2");
    try (var socket = new DatagramSocket(Loopback.anyPort());
        var _ =
            DnsServer.start(
                DnsSettings.of(Listener.on(new InetSocketAddress(own, 0)))
                    .withTransfers(
                        TransferRules.of(
                            Set.of(), PrefixSet.NONE, List.of(secondary(socket, null)))),
                lab::index)) {
      var packet = new DatagramPacket(new byte[512], 512);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.receive(packet);
      assertEquals(own, packet.getAddress());
    }
  }

  @Test
  void aChangeIsToldAtOnce() throws Exception {
    answer(hear(), "key-1");
    for (long serial = 8; serial < 12; serial++) {
      var begun = System.nanoTime();
      lab.publish(TransferLab.index(zone(serial)));
      var word = hear();
      assertTrue(System.nanoTime() - begun < SOON.toNanos() * 2, "it takes long");
      assertEquals(serial, word.serial());
      answer(word, "key-1");
    }
  }

  @Test
  void changesInAQuickRowAreToldTogether() throws Exception {
    answer(hear(), "key-1");
    int changes = 2_000;
    for (long serial = 8; serial < 8 + changes; serial++) {
      lab.publish(TransferLab.index(zone(serial)));
    }
    int words = 0;
    long last = 0;
    while (last < 7 + changes) {
      var word = hear();
      assertTrue(word.serial() > last);
      last = word.serial();
      answer(word, "key-1");
      words++;
    }
    assertTrue(words < changes / 10, "told " + words + " times");
  }

  @Test
  void rfc1996s36ItIsToldAgainUntilItIsAnsweredWithTheKey() throws Exception {
    var first = hear();
    answer(first, "");
    answer(first, "key-2");

    var again = hear();

    assertEquals(first.message().getHeader().getID(), again.message().getHeader().getID());
    assertEquals(7, again.serial());
    answer(again, "key-1");
    lab.publish(TransferLab.index(zone(8)));
    // Of the new one as often as it takes, of the answered one no more.
    for (int heard = 0; heard < 3; heard++) assertEquals(8, hear().serial());
  }

  @Test
  void pausesGetLongerAndThereIsAnEnd() {
    long now = 0;
    var pending = new Pending(zone(7).soa(), now);
    var pauses = new ArrayList<Long>();
    while (!pending.isSpent()) {
      assertTrue(pending.isDue(now));
      pending.say(NotifyQuery.of(1, pending.soa(), null), now);
      pauses.add(Duration.ofNanos(pending.dueNanos() - now).toSeconds());
      now = pending.dueNanos();
    }
    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L), pauses);
  }

  @Test
  void aSecondaryIsToldOfTheZonesOfItsOwnNetworkOnly() throws Exception {
    answer(hear(), "key-1");
    var others = DnsName.parse("others.example");
    var own = DnsName.parse("own.example");
    var index = lab.index().withZone(2, empty(others)).withZone(3, empty(own));
    index =
        index
            .withView(TransferLab.linked(2).withLink(others, new Link(2, false)))
            .withView(TransferLab.linked(1).withLink(own, new Link(3, false)));
    lab.publish(index);

    var word = hear();

    assertEquals("own.example", word.zone());
    answer(word, "key-1");
    lab.publish(index.withZone(1, zone(8)));
    assertEquals(APEX.toString(), hear().zone());
  }

  @Test
  void allZonesAreToldOfAndNoneTwiceWhenThereAreMany() throws Exception {
    answer(hear(), "key-1");
    int zones = 350;
    ZoneIndex index = lab.index();
    var view = TransferLab.linked(1);
    for (int i = 2; i < 2 + zones; i++) {
      var apex = DnsName.parse("z" + i + ".example");
      index = index.withZone(i, empty(apex));
      view = view.withLink(apex, new Link(i, false));
    }
    lab.publish(index.withView(view));
    Set<String> told = new HashSet<>();
    while (told.size() < zones) {
      var word = hear();
      assertTrue(told.add(word.zone()), word.zone());
      answer(word, "key-1");
    }
  }

  private static Zone empty(DnsName apex) {
    return Zone.empty(apex, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1);
  }
}
