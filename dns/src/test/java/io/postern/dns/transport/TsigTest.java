package io.postern.dns.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.codec.TsigKey;
import io.postern.dns.codec.TsigKey.Algorithm;
import io.postern.dns.codec.TsigKeys;
import io.postern.dns.testing.DnsClient;
import io.postern.dns.testing.Loopback;
import io.postern.dns.transport.DnsSettings.Listener;
import io.postern.dns.view.PrefixSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/** Signed queries (RFC 8945): the key tells the network, and the response is signed as well. */
class TsigTest {
  private static final String SECRET = "a secret of thirty-two octets!!!";
  private static final String IN_2 = "127.0.2.7";

  private DnsServer server;

  @BeforeEach
  void start() throws IOException {
    var all = Who.with(Who.with(Who.index(), 1, "10.1.0.0/16"), 2, "127.0.2.0/24");
    var keys =
        List.of(
            key("key-1.", Algorithm.HMAC_SHA256, "net-1"),
            key("key-384.example", Algorithm.HMAC_SHA384, "net-1"),
            key("key-512.example", Algorithm.HMAC_SHA512, "net-1"),
            key("key-9", Algorithm.HMAC_SHA256, "net-9"));
    server =
        DnsServer.start(
            DnsSettings.of(
                    Listener.on(Loopback.anyPort()),
                    Listener.forNetwork(Loopback.anyPort(), "net-2"))
                .withTrust(new Trust(keys, PrefixSet.NONE, PrefixSet.NONE)),
            () -> all);
  }

  @AfterEach
  void stop() {
    assertEquals(0, server.counts().internalErrors());
    server.close();
  }

  private static TsigKey key(String name, Algorithm algorithm, String network) {
    return new TsigKey(name, algorithm, secret(SECRET), network);
  }

  private static SecretKeySpec secret(String text) {
    return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HMAC");
  }

  private static TSIG signer(String key, Name algorithm, String secret) {
    return signer(key, algorithm, secret, Duration.ZERO);
  }

  private static TSIG signer(String key, Name algorithm, String secret, Duration ahead) {
    var clock = Clock.offset(Clock.systemUTC(), ahead);
    return new TSIG(algorithm, Name.fromConstantString(key), secret(secret), clock);
  }

  private static TSIG signer() {
    return signer("key-1.", TSIG.HMAC_SHA256, SECRET);
  }

  private static Message signed(TSIG signer) {
    var query = DnsClient.query(Who.NAME, "A");
    signer.apply(query, null);
    return query;
  }

  private Message ask(int listener, Message query) {
    var client = DnsClient.of(server.boundAddresses().get(listener)).from(IN_2);
    var response = client.udp(query);
    assertEquals(Who.said(response), Who.said(client.tcp(query)));
    return response;
  }

  /** What is answered to a query, whose response has to be signed with the same key. */
  private String askSigned(int listener, TSIG signer) {
    var query = signed(signer);
    var client = DnsClient.of(server.boundAddresses().get(listener)).from(IN_2);
    for (var octets :
        List.of(
            client.overUdp(query.toWire()).orElseThrow(),
            client.overTcp(query.toWire()).orElseThrow())) {
      assertEquals(Rcode.NOERROR, signer.verify(DnsClient.parse(octets), octets, query.getTSIG()));
    }
    return Who.said(client.udp(query));
  }

  private static void assertRefused(int error, Message response) {
    assertEquals(Rcode.NOTAUTH, response.getRcode());
    assertEquals(error, response.getTSIG().getError());
    assertTrue(response.getSection(Section.ANSWER).isEmpty());
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void theKeyTellsTheNetworkAndTheResponseIsSigned(Algorithm algorithm) {
    var signer =
        switch (algorithm) {
          case HMAC_SHA256 -> signer();
          case HMAC_SHA384 -> signer("key-384.example.", TSIG.HMAC_SHA384, SECRET);
          case HMAC_SHA512 -> signer("KEY-512.Example.", TSIG.HMAC_SHA512, SECRET);
        };
    assertEquals("10.0.0.1", askSigned(0, signer));
  }

  @Test
  void unsignedQueriesAreNotSignedBack() {
    var response = ask(0, DnsClient.query(Who.NAME, "A"));

    assertEquals("10.0.0.2", Who.said(response));
    assertNull(response.getTSIG());
  }

  @Test
  void theListenerCountsBeforeTheKey() {
    assertEquals("10.0.0.2", askSigned(1, signer()));
  }

  @Test
  void aKeyOfAnUnknownNetworkIsRefused() {
    assertEquals("REFUSED", askSigned(0, signer("key-9.", TSIG.HMAC_SHA256, SECRET)));
  }

  @Test
  void ednsAndTheSignatureGoTogether() {
    var query = DnsClient.query(Who.NAME, "A");
    query.addRecord(new OPTRecord(1232, 0, 0, 0), Section.ADDITIONAL);
    signer().apply(query, null);
    var octets =
        DnsClient.of(server.boundAddresses().getFirst()).overUdp(query.toWire()).orElseThrow();
    var response = DnsClient.parse(octets);

    assertEquals(Rcode.NOERROR, signer().verify(response, octets, query.getTSIG()));
    assertEquals("10.0.0.1", Who.said(response));
    assertEquals(1232, response.getOPT().getPayloadSize());
  }

  @Test
  void anUnknownKeyIsBadkey() {
    var response = ask(0, signed(signer("other.", TSIG.HMAC_SHA256, SECRET)));

    assertRefused(Rcode.BADKEY, response);
    assertEquals(0, response.getTSIG().getSignature().length);
  }

  @Test
  void aKnownKeyWithAnotherAlgorithmIsBadkey() {
    assertRefused(Rcode.BADKEY, ask(0, signed(signer("key-1.", TSIG.HMAC_SHA512, SECRET))));
  }

  @Test
  void anotherSecretIsBadsig() {
    var response = ask(0, signed(signer("key-1.", TSIG.HMAC_SHA256, SECRET.replace('a', 'b'))));

    assertRefused(Rcode.BADSIG, response);
    assertEquals(0, response.getTSIG().getSignature().length, "BADSIG is not signed");
  }

  @Test
  void anotherQuestionThanTheSignedOneIsBadsig() {
    var octets = signed(signer()).toWire();
    octets[13] ^= 0x20; // who.example becomes Who.example.

    var response = DnsClient.of(server.boundAddresses().getFirst()).overUdp(octets).orElseThrow();
    assertRefused(Rcode.BADSIG, DnsClient.parse(response));
  }

  /** The response has the server's time, signed, so that the client can set its clock. */
  @Test
  void aSignatureOfAnotherTimeIsBadtime() {
    for (var ahead : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
      var response = ask(0, signed(signer("key-1.", TSIG.HMAC_SHA256, SECRET, ahead)));

      assertRefused(Rcode.BADTIME, response);
      assertEquals(32, response.getTSIG().getSignature().length);
      assertEquals(6, response.getTSIG().getOther().length);
    }
  }

  @Test
  void aQueryWhoseIdAForwarderChangedIsStillTheSigned() {
    var signer = signer();
    var query = signed(signer);
    var octets = query.toWire();
    octets[0] ^= 0x55;

    var response = DnsClient.of(server.boundAddresses().getFirst()).overUdp(octets).orElseThrow();

    assertArrayEquals(Arrays.copyOf(octets, 2), Arrays.copyOf(response, 2), "the forwarder's id");
    assertEquals("10.0.0.1", Who.said(DnsClient.parse(response)));
    // The forwarder puts the client's back.
    response[0] ^= 0x55;
    assertEquals(
        Rcode.NOERROR, signer.verify(DnsClient.parse(response), response, query.getTSIG()));
  }

  private static Message withSignature(int length) {
    var query = signed(signer());
    var whole = query.getTSIG();
    query.removeRecord(whole, Section.ADDITIONAL);
    query.addRecord(
        new TSIGRecord(
            whole.getName(),
            whole.getDClass(),
            0,
            whole.getAlgorithm(),
            whole.getTimeSigned(),
            whole.getFudge(),
            Arrays.copyOf(whole.getSignature(), length),
            whole.getOriginalID(),
            0,
            new byte[0]),
        Section.ADDITIONAL);
    return query;
  }

  @Test
  void aSignatureCutShortIsNotEnough() {
    assertRefused(Rcode.BADTRUNC, ask(0, withSignature(16)));
    assertEquals(Rcode.FORMERR, ask(0, withSignature(15)).getRcode());
    assertEquals(Rcode.FORMERR, ask(0, withSignature(33)).getRcode());
  }

  @Test
  void aSignatureThatIsNotLastIsAFormatError() {
    var query = signed(signer());
    query.addRecord(new OPTRecord(1232, 0, 0, 0), Section.ADDITIONAL);
    var response = DnsClient.of(server.boundAddresses().getFirst()).udp(query);

    assertEquals(Rcode.FORMERR, response.getRcode());
  }

  @Test
  void flippedBitsNeverGetTheNetworksAnswer() {
    var random = new Random(8);
    var wire = signed(signer()).toWire();
    var client =
        DnsClient.of(server.boundAddresses().getFirst()).withPatience(Duration.ofSeconds(5));
    for (int i = 0; i < 1_000; i++) {
      var octets = wire.clone();
      octets[signedPlace(random, wire.length)] ^= (byte) (1 << random.nextInt(8));
      var response = client.overTcp(octets);
      response.ifPresent(
          it -> assertFalse(Who.said(DnsClient.parse(it)).equals("10.0.0.1"), () -> hex(octets)));
    }
  }

  /**
   * A place in the query whose every bit counts: not the id, which a forwarder may change, nor the
   * head of the signature's record, whose names have no case and whose TTL means nothing.
   */
  private static int signedPlace(Random random, int length) {
    var endOfQuestion = 12 + Who.NAME.length() + 2 + 4;
    var endOfNames = endOfQuestion + "key-1".length() + 2 + 10 + "hmac-sha256".length() + 2;
    return random.nextBoolean()
        ? 2 + random.nextInt(endOfQuestion - 2)
        : endOfNames + random.nextInt(length - endOfNames);
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  @Test
  void keysAreRefusedThatCannotBe() {
    var one = key("key-1", Algorithm.HMAC_SHA256, "net-1");
    var same = key("KEY-1.", Algorithm.HMAC_SHA512, "net-2");

    assertThrows(IllegalArgumentException.class, () -> new TsigKeys(List.of(one, same)));
    assertThrows(
        IllegalArgumentException.class,
        () -> new TsigKeys(List.of(key("a..b", Algorithm.HMAC_SHA256, "net-1"))));
  }

  @Test
  void aKeyDoesNotShowItsSecret() {
    var shown = key("key-1", Algorithm.HMAC_SHA256, "net-1").toString();

    assertEquals("TsigKey[key-1, HMAC_SHA256, net-1]", shown);
  }
}
