package io.postern.dns.transfer;

import static io.postern.dns.transfer.TransferLab.APEX;
import static io.postern.dns.transfer.TransferLab.a;
import static io.postern.dns.transfer.TransferLab.claim;
import static io.postern.dns.transfer.TransferLab.name;
import static io.postern.dns.transfer.TransferLab.signer;
import static io.postern.dns.transfer.TransferLab.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.name.DnsName;
import io.postern.dns.testing.Dig;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.NeedsProgram;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/** Who gets which zone, whole (RFC 5936) or as changes (RFC 1995). */
class TransferTest {
  private static final String SOA_7 =
      "corp.example. 3600 SOA corp.example. nobody.invalid. 7 3600 300 2419200 10";
  private static final String NS = "corp.example. 60 NS ns.example.";

  private TransferLab lab;

  @BeforeEach
  void start() throws IOException {
    lab = TransferLab.start(TransferLab.index(claimed(7)));
  }

  @AfterEach
  void stop() {
    assertEquals(0, lab.server().counts().internalErrors());
    lab.close();
  }

  /** A zone in which both networks have an endpoint, and only the second one's serves. */
  private static Zone claimed(long revision) {
    return zone(revision)
        .withNode(name("www"), Node.of(a("10.0.0.1", "10.0.0.2")))
        .withNode(name("*.wild"), Node.of(a("10.0.0.3")))
        .withNode(
            name("pe"),
            new Node(
                List.of(), List.of(claim(1, 5, true, "10.1.0.5"), claim(2, 6, true, "10.2.0.5"))))
        .withNode(
            name("waits"),
            new Node(
                List.of(), List.of(claim(1, 8, false, "10.1.0.6"), claim(2, 9, true, "10.2.0.6"))));
  }

  private static Message axfr(DnsName zone) {
    return DnsClient.query(zone.toString(), "AXFR");
  }

  private static Message ixfr(long serial) {
    var query = DnsClient.query(APEX.toString(), "IXFR");
    var apex = Name.fromConstantString(APEX + ".");
    query.addRecord(
        new SOARecord(apex, DClass.IN, 0, apex, apex, serial, 0, 0, 0, 0), Section.AUTHORITY);
    return query;
  }

  private static Message signed(Message query, String key) {
    signer(key).apply(query, null);
    return query;
  }

  private static List<String> answers(Message response) {
    return response.getSection(Section.ANSWER).stream().map(TransferLab::line).toList();
  }

  private static void assertProhibited(Message response) {
    assertEquals(Rcode.REFUSED, response.getRcode());
    assertTrue(response.getSection(Section.ANSWER).isEmpty());
    if (response.getOPT() != null) {
      var error =
          (ExtendedErrorCodeOption)
              response.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).getFirst();
      assertEquals(ExtendedErrorCodeOption.PROHIBITED, error.getErrorCode());
    }
  }

  @Test
  void eachNetworkGetsTheZoneAsItIsAnsweredFromIt() throws Exception {
    assertEquals(
        List.of(
            "*.wild.corp.example. 10 A 10.0.0.3",
            SOA_7,
            NS,
            "pe.corp.example. 10 A 10.1.0.5",
            "www.corp.example. 10 A 10.0.0.1",
            "www.corp.example. 10 A 10.0.0.2"),
        lab.whole("key-1"));
    assertEquals(
        List.of(
            "*.wild.corp.example. 10 A 10.0.0.3",
            SOA_7,
            NS,
            "pe.corp.example. 10 A 10.2.0.5",
            "waits.corp.example. 10 A 10.2.0.6",
            "www.corp.example. 10 A 10.0.0.1",
            "www.corp.example. 10 A 10.0.0.2"),
        lab.whole("key-2"));
  }

  @Test
  void aRecordMadeByHandStandsForTheClaimsOfItsType() throws Exception {
    var ipv6 = RecordSet.addresses(10, List.of(InetAddress.ofLiteral("fd00::1")));
    var claims = List.of(new Claim(1, 5, true, List.of(a("10.1.0.5"), ipv6)));
    var zone =
        zone(8)
            .withNode(name("both"), new Node(List.of(a("10.0.0.9")), claims))
            .withNode(
                name("alias"),
                new Node(List.of(RecordSet.cname(10, DnsName.parse("x.example"))), claims));
    lab.publish(TransferLab.index(zone));

    assertEquals(
        List.of(
            "alias.corp.example. 10 CNAME x.example.",
            "both.corp.example. 10 A 10.0.0.9",
            "both.corp.example. 10 AAAA fd00:0:0:0:0:0:0:1"),
        lab.whole("key-1").stream().filter(line -> !line.startsWith("corp")).toList());
  }

  @Test
  void whoHasNoKeyIsRefusedAndToldThatItIsProhibited() {
    var query = axfr(APEX);
    query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);

    assertProhibited(DnsClient.of(lab.bound()).tcp(query));
    assertProhibited(DnsClient.of(lab.bound()).udp(query));
    assertProhibited(DnsClient.of(lab.bound()).tcp(ixfr(1)));
  }

  @Test
  void aClientOfNoNetworkIsRefused() {
    assertProhibited(lab.client().tcp(axfr(APEX)));
    assertProhibited(lab.client().from(TransferLab.LISTED).tcp(axfr(APEX)));
  }

  @Test
  void aKeyThatIsNotListedIsRefused() {
    assertProhibited(lab.client().tcp(signed(axfr(APEX), "other-1")));
  }

  @Test
  void aKeyOfAnotherNetworkGivesNoRightToThisOne() {
    assertProhibited(DnsClient.of(lab.bound()).tcp(signed(axfr(APEX), "key-2")));
    var listed = DnsClient.of(lab.bound()).from(TransferLab.LISTED);
    assertProhibited(listed.tcp(signed(axfr(APEX), "key-2")));
    assertEquals(Rcode.REFUSED, lab.client().tcp(signed(axfr(APEX), "key-9")).getRcode());
  }

  @Test
  void aWrongSignatureIsNotAuthenticated() {
    var query = axfr(APEX);
    signer("key-1", "another secret of some 32 octets").apply(query, null);
    var response = lab.client().tcp(query);

    assertEquals(Rcode.NOTAUTH, response.getRcode());
    assertEquals(Rcode.BADSIG, response.getTSIG().getError());
    assertTrue(response.getSection(Section.ANSWER).isEmpty());
  }

  @Test
  void aListedPrefixMayTransferAtAListenerOfItsNetwork() {
    var listed = DnsClient.of(lab.bound()).from(TransferLab.LISTED);

    var answers = answers(listed.tcp(axfr(APEX)));

    assertEquals(SOA_7, answers.getFirst());
    assertEquals(SOA_7, answers.getLast());
    assertTrue(answers.contains("pe.corp.example. 10 A 10.1.0.5"));
    assertEquals(7, answers.size());
  }

  @Test
  void rfc5936s42AWholeZoneIsNotForDatagrams() {
    assertEquals(Rcode.FORMERR, lab.client().udp(signed(axfr(APEX), "key-1")).getRcode());
  }

  @Test
  void rfc5936s221WhatIsNoZoneOfTheNetworkIsNotauth() {
    for (var zone : List.of("other.example", "www.corp.example", "example")) {
      var query = signed(axfr(DnsName.parse(zone)), "key-1");
      assertEquals(Rcode.NOTAUTH, lab.client().tcp(query).getRcode(), zone);
    }
  }

  @Test
  void wordOfChangesIsNotTakenFromAnybody() {
    var word = signed(DnsClient.query(APEX.toString(), "SOA"), "key-1");
    word.removeAllRecords(Section.ADDITIONAL);
    word.getHeader().setOpcode(Opcode.NOTIFY);

    assertEquals(Rcode.REFUSED, lab.client().udp(word).getRcode());
  }

  /** Lets the server know that a secondary has the zone as it is now. */
  private void transferNow() throws Exception {
    assertFalse(lab.whole("key-1").isEmpty());
  }

  @Test
  void rfc1995s4ChangesAreTheDifferenceBetweenTwoSerials() throws Exception {
    transferNow();
    lab.publish(
        TransferLab.index(
            claimed(9)
                .withNode(name("www"), Node.of(a("10.0.0.2", "10.0.0.7")))
                .withNode(name("new"), Node.of(a("10.0.0.8").withTtl(20)))
                .withoutNode(name("*.wild"))));
    var soa9 = SOA_7.replace(" 7 ", " 9 ");

    for (var response :
        List.of(
            lab.client().tcp(signed(ixfr(7), "key-1")),
            lab.client().udp(signed(ixfr(7), "key-1")))) {
      var answers = answers(response);
      assertEquals(List.of(soa9, SOA_7), answers.subList(0, 2));
      assertEquals(soa9, answers.getLast());
      var added = 1 + answers.subList(1, answers.size()).indexOf(soa9);
      assertEquals(
          Set.of("*.wild.corp.example. 10 A 10.0.0.3", "www.corp.example. 10 A 10.0.0.1"),
          Set.copyOf(answers.subList(2, added)));
      assertEquals(
          Set.of("new.corp.example. 20 A 10.0.0.8", "www.corp.example. 10 A 10.0.0.7"),
          Set.copyOf(answers.subList(added + 1, answers.size() - 1)));
      assertEquals(8, answers.size());
    }
  }

  @Test
  void whatAnotherNetworkSeesIsNoChange() throws Exception {
    transferNow();
    var elsewhere =
        new Node(List.of(), List.of(claim(1, 5, true, "10.1.0.5"), claim(2, 6, true, "10.2.0.99")));
    lab.publish(TransferLab.index(claimed(9).withNode(name("pe"), elsewhere)));

    var answers = answers(lab.client().tcp(signed(ixfr(7), "key-1")));

    assertEquals(4, answers.size());
    assertTrue(answers.stream().allMatch(line -> line.contains(" SOA ")), answers::toString);
  }

  /** Ids of networks are of one index; when all is compiled anew, they may be others. */
  @Test
  void whatOneNetworkWasSentIsNeverComparedWithWhatAnotherSees() throws Exception {
    transferNow();
    var swapped =
        claimed(9)
            .withNode(
                name("pe"),
                new Node(
                    List.of(),
                    List.of(claim(2, 5, true, "10.1.0.5"), claim(1, 6, true, "10.2.0.5"))));
    lab.publish(
        ZoneIndex.empty()
            .withZone(1, swapped)
            .withNetwork("net-2", TransferLab.linked(1), Set.of())
            .withNetwork("net-1", TransferLab.linked(2), Set.of()));

    var ofTheSecond = answers(lab.client().tcp(signed(ixfr(7), "key-2")));
    var ofTheFirst = answers(lab.client().tcp(signed(ixfr(7), "key-1")));

    assertEquals("corp.example.", ofTheSecond.get(0).split(" ")[0]);
    assertFalse(ofTheSecond.get(1).contains(" SOA "), "it gets the whole zone");
    assertFalse(ofTheSecond.stream().anyMatch(line -> line.contains("10.1.0.")));
    assertEquals(SOA_7, ofTheFirst.get(1));
    assertFalse(ofTheFirst.stream().anyMatch(line -> line.startsWith("pe.")), "it is the same");
  }

  @Test
  void aNewPeerChangesWhatIsSeenThoughTheZoneIsTheSame() throws Exception {
    var borrowed =
        claimed(7)
            .withNode(
                name("shared"),
                new Node(
                    List.of(),
                    List.of(claim(2, 6, true, "10.2.0.5"), claim(3, 5, true, "10.3.0.5"))));
    lab.publish(TransferLab.index(borrowed));
    transferNow();
    var peered = lab.index().withView(TransferLab.linked(1).withPeers(List.of(2)));
    lab.publish(peered.withZone(1, borrowed.withRevision(10)));

    var answers = answers(lab.client().tcp(signed(ixfr(7), "key-1")));

    assertEquals("shared.corp.example. 10 A 10.3.0.5", answers.get(2));
    assertEquals("shared.corp.example. 10 A 10.2.0.5", answers.get(4));
    assertEquals(6, answers.size());
  }

  @Test
  void rfc1995s2WhoIsUpToDateGetsTheSoaAlone() {
    for (var serial : List.of(7L, 8L, 0x7fff_ffffL)) {
      assertEquals(List.of(SOA_7), answers(lab.client().tcp(signed(ixfr(serial), "key-1"))));
      assertEquals(List.of(SOA_7), answers(lab.client().udp(signed(ixfr(serial), "key-1"))));
    }
  }

  @Test
  void rfc1982AnOlderSerialIsOlderAcrossTheEndOfTheNumbers() {
    assertEquals(7, answers(lab.client().tcp(signed(ixfr(0xffff_fff0L), "key-1"))).size());
  }

  @Test
  void rfc1995s4ASerialThatIsNotKnownGetsTheWholeZone() {
    var answers = answers(lab.client().tcp(signed(ixfr(3), "key-1")));

    assertEquals(7, answers.size());
    assertEquals(SOA_7, answers.getLast());
    assertEquals(List.of(SOA_7), answers(lab.client().udp(signed(ixfr(3), "key-1"))));
  }

  @Test
  void rfc1995s2ChangesThatDoNotFitIntoADatagramAreForTcp() throws Exception {
    transferNow();
    var zone = claimed(9);
    for (int i = 0; i < 100; i++) {
      zone = zone.withNode(name("host" + i), Node.of(a("10.0.1." + i)));
    }
    lab.publish(TransferLab.index(zone));

    var overUdp = answers(lab.client().udp(signed(ixfr(7), "key-1")));
    var overTcp = answers(lab.client().tcp(signed(ixfr(7), "key-1")));

    assertEquals(List.of(SOA_7.replace(" 7 ", " 9 ")), overUdp);
    assertEquals(104, overTcp.size());
  }

  @Test
  void anotherZoneOfTheSameNameIsAChangeLikeAnyOther() throws Exception {
    transferNow();
    var other = zone(12).withNode(name("else"), Node.of(a("10.7.0.1")));
    var view = NetworkView.of(1, false).withLink(APEX, new Link(2, false));
    lab.publish(lab.index().withZone(2, other).withView(view));

    var answers = answers(lab.client().tcp(signed(ixfr(7), "key-1")));

    assertEquals("else.corp.example. 10 A 10.7.0.1", answers.get(answers.size() - 2));
    assertEquals(SOA_7, answers.get(1));
    assertFalse(answers.contains(NS), "it is in both");
  }

  @Test
  void onePolicyForClaimsInPlaceOfAnotherIsAChange() throws Exception {
    transferNow();
    lab.publish(TransferLab.index(claimed(9).withClaimPolicy(ClaimPolicy.ALL)));

    var answers = answers(lab.client().tcp(signed(ixfr(7), "key-1")));

    assertEquals(
        Set.of("pe.corp.example. 10 A 10.2.0.5", "waits.corp.example. 10 A 10.2.0.6"),
        Set.copyOf(answers.subList(3, 5)));
  }

  @Test
  void severalTransfersAreAskedForOnOneConnection() throws Exception {
    try (var socket = lab.client().connect()) {
      for (int i = 0; i < 3; i++) {
        var query = signed(i == 1 ? ixfr(7) : axfr(APEX), "key-1");
        var octets = query.toWire();
        var framed = ByteBuffer.allocate(octets.length + 2);
        socket.getOutputStream().write(framed.putShort((short) octets.length).put(octets).array());
      }
      var sizes = new ArrayList<Integer>();
      for (int i = 0; i < 3; i++) {
        sizes.add(answers(DnsClient.parse(DnsClient.readFrame(socket))).size());
      }
      sizes.sort(null);
      assertEquals(List.of(1, 7, 7), sizes);
    }
  }

  @Test
  @NeedsProgram(value = "kdig", debianPackage = "knot-dnsutils")
  void kdigTransfersTheZoneAndItsChanges() throws Exception {
    var key = TransferLab.written("key-1");
    var apex = APEX.toString();
    var whole = Dig.kdig().print(lab.open(), apex, "AXFR", "-y", key);
    lab.publish(TransferLab.index(claimed(9).withNode(name("new"), Node.of(a("10.0.0.8")))));
    var changes = Dig.kdig().print(lab.open(), apex, "IXFR=7", "-y", key);

    assertTrue(whole.contains("10.1.0.5"), whole);
    assertFalse(whole.contains("10.2.0.5"), whole);
    assertTrue(changes.contains("10.0.0.8"), changes);
    assertFalse(changes.contains("10.1.0.5"), changes);
    for (var printed : List.of(whole, changes)) {
      assertFalse(printed.matches("(?is).*(warning|verif|error:|failed).*"), printed);
    }
  }
}
