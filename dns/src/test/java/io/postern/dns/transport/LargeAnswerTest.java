package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.name.DnsName;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;

/** Answers that do not fit a datagram, and answers of several records. */
class LargeAnswerTest {
  private DnsServer server;
  private DnsClient client;

  @BeforeEach
  void start() throws IOException {
    // 20 records of 51 octets each: too much for 512, little enough for 1232.
    var index =
        ZoneIndex.empty()
            .withPublicName(text("medium.example", 20, 38))
            .withPublicName(text("large.example", 20, 250))
            .withPublicName(text("huge.example", 300, 255))
            .withPublicName(addresses("three.example", 3));
    server = DnsServer.start(DnsSettings.of(Listener.on(Loopback.anyPort())), () -> index);
    client = DnsClient.of(server.boundAddresses().getFirst());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static PublicName text(String name, int records, int length) {
    var rdata =
        IntStream.range(0, records)
            .mapToObj(i -> Rdata.txt(List.of(("%03d".formatted(i) + "x".repeat(length - 3)))))
            .toList();
    return PublicName.of(DnsName.parse(name), List.of(new RecordSet(RecordType.TXT, 60, rdata)));
  }

  private static PublicName addresses(String name, int count) {
    var addresses =
        IntStream.range(1, count + 1).mapToObj(i -> InetAddress.ofLiteral("10.0.0." + i)).toList();
    return PublicName.of(DnsName.parse(name), List.of(RecordSet.addresses(10, addresses)));
  }

  private static Message query(String name, int udpSize) {
    var query = DnsClient.query(name, "TXT");
    if (udpSize > 0) {
      query.addRecord(new OPTRecord(udpSize, 0, 0), Section.ADDITIONAL);
    }
    return query;
  }

  @ParameterizedTest
  @CsvSource({
    "medium.example, 0",
    "medium.example, 512",
    "medium.example, 100",
    "large.example, 4096"
  })
  void anAnswerThatDoesNotFitIsMarkedAndCut(String name, int udpSize) {
    var response = client.udp(query(name, udpSize));

    assertTrue(response.getHeader().getFlag(Flags.TC));
    assertTrue(response.getSection(Section.ANSWER).isEmpty(), "no part of a record set");
    assertEquals(udpSize > 0, response.getOPT() != null);
    assertEquals(1, server.counts().truncated());
  }

  @Test
  void evenTcpHasALimit() {
    var response = client.tcp(query("huge.example", 1232));

    assertTrue(response.getHeader().getFlag(Flags.TC));
    assertTrue(response.getSection(Section.ANSWER).isEmpty());
  }

  @Test
  void severalAddressesAreRotatedFromQueryToQuery() {
    for (int id = 0; id < 6; id++) {
      var query = DnsClient.query("three.example", "A");
      query.getHeader().setID(id);
      var answers = client.udp(query).getSection(Section.ANSWER);

      assertEquals(3, answers.stream().distinct().count());
      assertEquals("10.0.0." + (id % 3 + 1), answers.getFirst().rdataToString());
    }
  }
}
