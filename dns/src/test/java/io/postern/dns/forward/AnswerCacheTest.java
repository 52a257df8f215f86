package io.postern.dns.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.dns.lookup.Inquiry;
import io.postern.dns.lookup.Question;
import io.postern.dns.lookup.Rcode;
import io.postern.dns.lookup.UpstreamReply;
import io.postern.dns.name.DnsName;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
  private static final DnsName NAME = DnsName.parse("www.example");
  private static final Inquiry QUESTION = Inquiry.upstream(new Question(NAME, RecordType.A));

  private final AtomicLong nanos = new AtomicLong();
  private final AnswerCache cache = new AnswerCache(100, StaleAnswers.OFF, nanos::get);

  private static OwnedSet address(int ttl) {
    var rdata = Rdata.address(InetAddress.ofLiteral("192.0.2.1"));
    return new OwnedSet(NAME, RecordSet.of(RecordType.A, ttl, rdata));
  }

  private static OwnedSet alias(int ttl) {
    return new OwnedSet(DnsName.parse("alias.example"), RecordSet.cname(ttl, NAME));
  }

  private static UpstreamReply found(OwnedSet... answers) {
    return new UpstreamReply(Rcode.NOERROR, List.of(answers), List.of());
  }

  private void pass(int seconds) {
    nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  @Test
  void aReplyIsHandedOutWithWhatIsLeftOfItsTtl() {
    cache.put(QUESTION, found(address(60)));

    pass(20);
    assertEquals(found(address(40)), cache.get(QUESTION));
    pass(39);
    assertEquals(found(address(1)), cache.get(QUESTION));
    pass(1);
    assertNull(cache.get(QUESTION));
  }

  @Test
  void theShortestTtlOfAChainEndsItAll() {
    cache.put(QUESTION, found(alias(300), address(30)));

    pass(29);
    assertEquals(found(alias(271), address(1)), cache.get(QUESTION));
    pass(1);
    assertNull(cache.get(QUESTION));
  }

  @Test
  void aTtlOfZeroIsForOneAnswerOnly() {
    cache.put(QUESTION, found(address(0)));

    assertNull(cache.get(QUESTION));
  }

  @Test
  void aDenialIsKeptForTheTtlOfItsSoa() {
    var soa = SoaSettings.DEFAULT.toRecordSet(DnsName.parse("example"), 1).withTtl(10);
    var owned = new OwnedSet(DnsName.parse("example"), soa);
    cache.put(QUESTION, new UpstreamReply(Rcode.NXDOMAIN, List.of(), List.of(owned)));

    pass(9);
    assertNotNull(cache.get(QUESTION));
    pass(1);
    assertNull(cache.get(QUESTION));
  }

  @Test
  void aDenialWithoutSoaIsNotKept() {
    cache.put(QUESTION, new UpstreamReply(Rcode.NXDOMAIN, List.of(), List.of()));

    assertNull(cache.get(QUESTION));
  }

  @Test
  void aFailureIsKeptForASecond() {
    cache.put(QUESTION, UpstreamReply.FAILED);

    assertEquals(UpstreamReply.FAILED, cache.get(QUESTION));
    pass(1);
    assertNull(cache.get(QUESTION));
  }

  @Test
  void aFullCacheLetsOthersGoStaleOnesIncluded() {
    var small =
        new AnswerCache(
            10, new StaleAnswers(Duration.ofDays(1), StaleAnswers.CLIENT_TIMER), nanos::get);
    for (int i = 0; i < 1_000; i++) {
      var name = DnsName.parse("n" + i + ".example");
      small.put(Inquiry.upstream(new Question(name, RecordType.A)), found(address(60)));
      pass(1);
    }

    var kept =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new Question(DnsName.parse("n" + i + ".example"), RecordType.A))
            .filter(question -> small.stale(Inquiry.upstream(question)) != null)
            .count();
    assertTrue(kept > 0 && kept <= 10, () -> kept + " kept");
  }

  @Test
  void aNewerAnswerThatIsNotToBeKeptEndsTheOlderOne() {
    var stale =
        new AnswerCache(
            10, new StaleAnswers(Duration.ofDays(1), StaleAnswers.CLIENT_TIMER), nanos::get);
    stale.put(QUESTION, found(address(60)));
    pass(61);
    assertNotNull(stale.stale(QUESTION));

    stale.put(QUESTION, found(address(0)));

    assertNull(stale.stale(QUESTION));
  }

  @Test
  void whatOneSetOfServersSaidIsNotHandedOutForAnother() {
    var corp = new Inquiry(QUESTION.question(), List.of(server("10.0.0.53")));
    var lab = new Inquiry(QUESTION.question(), List.of(server("10.0.1.53")));
    cache.put(corp, found(address(60)));

    assertEquals(found(address(60)), cache.get(corp));
    assertNull(cache.get(lab));
    assertNull(cache.get(QUESTION));
  }

  private static InetSocketAddress server(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
  }
}
