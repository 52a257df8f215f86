package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.codec.QueryHead;
import io.postern.dns.scenario.Networks;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a client sees of the protocol itself, whatever it asks for. */
class ProtocolTest {
  private static final String NAME = "acct1.privatelink.blob.core.windows.net";

  private DnsServer server;
  private DnsClient client;

  @BeforeEach
  void start() throws IOException {
    var index = Networks.index();
    server =
        DnsServer.start(
            DnsSettings.of(Listener.forNetwork(Loopback.anyPort(), "vnet-a")), () -> index);
    client = DnsClient.of(server.boundAddresses().getFirst());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Message withEdns(int version, int udpSize, int flags) {
    var query = DnsClient.query(NAME, "A");
    query.addRecord(new OPTRecord(udpSize, 0, version, flags), Section.ADDITIONAL);
    return query;
  }

  @Test
  void theIdIsTheQuerys() {
    var query = DnsClient.query(NAME, "A");
    query.getHeader().setID(0xfedc);

    assertEquals(0xfedc, client.udp(query).getHeader().getID());
  }

  @Test
  void rdAndCdAreEchoedAndAdIsNot() {
    var query = DnsClient.query(NAME, "A");
    query.getHeader().setFlag(Flags.CD);
    query.getHeader().setFlag(Flags.AD);
    var with = client.udp(query).getHeader();
    query.getHeader().unsetFlag(Flags.CD);
    query.getHeader().unsetFlag(Flags.RD);
    var without = client.udp(query).getHeader();

    assertTrue(with.getFlag(Flags.RD) && with.getFlag(Flags.CD));
    assertFalse(with.getFlag(Flags.AD));
    assertFalse(without.getFlag(Flags.RD) || without.getFlag(Flags.CD));
  }

  @Test
  void recursionIsNotOfferedWithoutAnUpstream() {
    assertFalse(client.udp(NAME, "A").getHeader().getFlag(Flags.RA));
  }

  @Test
  void theCaseOfTheQuestionIsKept() {
    var spelled = "aCCt1.PRIVATElink.Blob.core.windows.NET";
    var response = client.udp(spelled, "A");

    assertEquals(spelled + ".", response.getQuestion().getName().toString());
    assertEquals(
        spelled + ".", response.getSection(Section.ANSWER).getFirst().getName().toString());
  }

  @Test
  void namesAreCompressed() {
    var response =
        client.overUdp(DnsClient.query("acct1.blob.core.windows.net", "A").toWire()).orElseThrow();

    // Header, question, then CNAME with two new labels and A, both owners as pointers.
    var question = "acct1.blob.core.windows.net".length() + 2 + 4;
    var cname = 2 + 10 + "acct1".length() + 1 + "privatelink".length() + 1 + 2;
    assertEquals(12 + question + cname + 2 + 10 + 4, response.length);
  }

  @Test
  void anEdnsQueryGetsAnOptRecordAndOthersDoNot() {
    var opt = client.udp(withEdns(0, 4096, 0)).getOPT();

    assertEquals(QueryHead.MAX_UDP_SIZE, opt.getPayloadSize());
    assertEquals(0, opt.getVersion());
    assertEquals(0, opt.getFlags());
    assertNull(client.udp(NAME, "A").getOPT());
  }

  @Test
  void dnssecOkIsEchoed() {
    assertEquals(
        ExtendedFlags.DO, client.udp(withEdns(0, 1232, ExtendedFlags.DO)).getOPT().getFlags());
  }

  @Test
  void anUnknownEdnsVersionIsBadvers() {
    var response = client.udp(withEdns(1, 1232, 0));

    assertEquals(Rcode.BADVERS, response.getRcode());
    assertEquals(0, response.getOPT().getVersion());
    assertTrue(response.getSection(Section.ANSWER).isEmpty());
  }

  @Test
  void unknownEdnsOptionsAreIgnored() {
    var query = DnsClient.query(NAME, "A");
    query.addRecord(
        new OPTRecord(1232, 0, 0, 0, new GenericEDNSOption(65001, new byte[] {1, 2, 3})),
        Section.ADDITIONAL);

    var response = client.udp(query);

    assertEquals(Rcode.NOERROR, response.getRcode());
    assertTrue(response.getOPT().getOptions().isEmpty());
  }

  @Test
  void twoOptRecordsAreAFormatError() {
    var query = withEdns(0, 1232, 0);
    query.addRecord(new OPTRecord(1232, 0, 0, 0), Section.ADDITIONAL);

    assertEquals(Rcode.FORMERR, client.udp(query).getRcode());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 65535})
  void anyNumberOfQuestionsButOneIsAFormatError(int count) {
    var wire = DnsClient.query(NAME, "A").toWire();
    wire[4] = (byte) (count >> 8);
    wire[5] = (byte) count;

    assertEquals(Rcode.FORMERR, DnsClient.parse(client.overUdp(wire).orElseThrow()).getRcode());
  }

  @ParameterizedTest
  @CsvSource({
    "1, NOTIMP",
    "2, NOTIMP",
    "3, NOTIMP",
    "4, REFUSED",
    "5, REFUSED",
    "6, NOTIMP",
    "15, NOTIMP"
  })
  void operationsOtherThanQueriesAreDeclined(int opcode, String rcode) {
    var query = DnsClient.query(NAME, "A");
    query.getHeader().setOpcode(opcode);

    var response = client.udp(query);

    assertEquals(rcode, Rcode.string(response.getRcode()));
    assertEquals(opcode, response.getHeader().getOpcode(), () -> Opcode.string(opcode));
  }

  @ParameterizedTest
  @ValueSource(ints = {DClass.CH, DClass.HS, DClass.NONE, DClass.ANY, 9999})
  void classesOtherThanInAreRefused(int dnsClass) throws IOException {
    var query =
        Message.newQuery(Record.newRecord(Name.fromString("version.bind."), Type.TXT, dnsClass));

    assertEquals(Rcode.REFUSED, client.udp(query).getRcode());
  }

  @ParameterizedTest
  @CsvSource({"AXFR, REFUSED", "IXFR, FORMERR", "MAILB, NOTIMP", "TKEY, NOTIMP", "TSIG, NOTIMP"})
  void metaTypesAreDeclined(String type, String rcode) {
    assertEquals(rcode, Rcode.string(client.udp(NAME, type).getRcode()));
    assertEquals(rcode, Rcode.string(client.tcp(NAME, type).getRcode()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TYPE65280", "HTTPS", "SVCB", "NSEC3", "TYPE0"})
  void unknownTypesHaveNoDataLikeAnyOther(String type) {
    var response = client.udp(NAME, type);

    assertEquals(Rcode.NOERROR, response.getRcode());
    assertEquals(Type.SOA, response.getSection(Section.AUTHORITY).getFirst().getType());
  }

  @Test
  void anyGetsOneRecordSet() {
    var answers = client.udp(NAME, "ANY").getSection(Section.ANSWER);

    assertEquals(1, answers.size());
    assertEquals(Type.A, answers.getFirst().getType());
  }

  @Test
  void responsesAreNotAnswered() {
    var response = DnsClient.query(NAME, "A");
    response.getHeader().setFlag(Flags.QR);
    var impatient = client.withPatience(Duration.ofMillis(200));

    assertTrue(impatient.overUdp(response.toWire()).isEmpty());
    assertTrue(impatient.overTcp(response.toWire()).isEmpty());
  }

  @Test
  void aMessageTooShortForAHeaderIsNotAnswered() {
    var query = DnsClient.query(NAME, "A").toWire();
    var impatient = client.withPatience(Duration.ofMillis(100));

    assertTrue(impatient.overUdp(Arrays.copyOf(query, 11)).isEmpty());
    assertTrue(impatient.overUdp(new byte[0]).isEmpty());
    assertTrue(impatient.overTcp(Arrays.copyOf(query, 11)).isEmpty());
  }

  @Test
  void aBareHeaderIsAFormatErrorWithoutAQuestion() throws IOException {
    var header = new Header(77).toWire();

    var response = client.overUdp(header).orElseThrow();

    assertEquals(12, response.length);
    assertEquals(77, new Header(response).getID());
    assertEquals(Rcode.FORMERR, new Header(response).getRcode());
  }

  @Test
  void octetsBehindTheMessageAreAFormatError() {
    var query = DnsClient.query(NAME, "A").toWire();
    var longer = Arrays.copyOf(query, query.length + 1);

    assertEquals(Rcode.FORMERR, DnsClient.parse(client.overUdp(longer).orElseThrow()).getRcode());
  }

  @Test
  void aCompressedQuestionIsAFormatError() {
    var wire = "\0\1\1\0\0\1\0\0\0\0\0\0\300\14\0\1\0\1".getBytes(StandardCharsets.ISO_8859_1);

    assertEquals(Rcode.FORMERR, client.overUdp(wire).orElseThrow()[3] & 0xf);
  }
}
