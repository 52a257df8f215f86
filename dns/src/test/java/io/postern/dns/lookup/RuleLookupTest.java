package io.postern.dns.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.postern.dns.lookup.Resolution.Answer;
import io.postern.dns.lookup.Resolution.Upstream;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.ForwardRule;
import io.postern.dns.view.ForwardRules;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Forwarding rules between the linked zones and the public side. */
class RuleLookupTest {
  private static final Answer NOT_OURS = Answer.of(Rcode.REFUSED, ExtendedError.NOT_AUTHORITATIVE);

  private static final InetSocketAddress CORP = server("10.0.0.53");
  private static final InetSocketAddress LAB = server("10.0.1.53");
  private static final InetSocketAddress REST = server("10.0.2.53");
  private static final List<InetSocketAddress> UPSTREAMS = List.of();

  private static final RecordSet OWN = a("10.1.0.5");
  private static final Zone ZONE =
      Zone.empty(name("zone.corp.example"), SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1)
          .withNode(name("acct.zone.corp.example"), Node.of(OWN));
  private static final ZoneIndex INDEX =
      ZoneIndex.empty()
          .withZone(1, ZONE)
          .withPublicName(PublicName.of(name("www.corp.example"), List.of(a("203.0.113.1"))))
          .withPublicName(PublicName.of(name("www.public.example"), List.of(a("203.0.113.2"))))
          .withPublicName(
              PublicName.of(
                  name("out.public.example"), List.of(RecordSet.cname(60, name("a.corp.example")))))
          .withPublicName(PublicName.of(name("gone.zone.corp.example"), List.of(a("203.0.113.3"))));

  private static InetSocketAddress server(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
  }

  private static DnsName name(String text) {
    return DnsName.parse(text);
  }

  private static RecordSet a(String address) {
    return RecordSet.of(RecordType.A, 10, Rdata.address(InetAddress.ofLiteral(address)));
  }

  private static NetworkView view(boolean redirects, ForwardRule... rules) {
    return NetworkView.of(1, true)
        .withLink(name("zone.corp.example"), new Link(1, redirects))
        .withRules(ForwardRules.of(List.of(rules)));
  }

  private static ForwardRule rule(String suffix, InetSocketAddress... servers) {
    return new ForwardRule(name(suffix), List.of(servers));
  }

  private static Resolution resolve(NetworkView view, String name, Recursion recursion) {
    return ViewLookup.resolve(INDEX, view, new Question(name(name), RecordType.A), recursion);
  }

  private static final NetworkView VIEW =
      view(false, rule("corp.example", CORP), rule("lab.corp.example", LAB));

  private static void asked(List<InetSocketAddress> servers, String name, Resolution resolution) {
    var inquiry = assertInstanceOf(Upstream.class, resolution).inquiry();
    assertEquals(new Inquiry(new Question(name(name), RecordType.A), servers), inquiry);
  }

  private static void found(String address, Resolution resolution) {
    var answer = assertInstanceOf(Answer.class, resolution);
    assertEquals(a(address), answer.answers().getLast().records());
  }

  private static UpstreamReply alias(String from, String to, OwnedSet... more) {
    var answers = new ArrayList<OwnedSet>();
    answers.add(new OwnedSet(name(from), RecordSet.cname(60, name(to))));
    answers.addAll(List.of(more));
    return new UpstreamReply(Rcode.NOERROR, answers, List.of());
  }

  @Test
  void theLongestSuffixTakesTheName() {
    asked(List.of(CORP), "corp.example", resolve(VIEW, "corp.example", Recursion.ALL));
    asked(List.of(CORP), "a.corp.example", resolve(VIEW, "a.corp.example", Recursion.ALL));
    asked(List.of(LAB), "b.lab.corp.example", resolve(VIEW, "b.lab.corp.example", Recursion.ALL));
    asked(List.of(CORP), "xlab.corp.example", resolve(VIEW, "xlab.corp.example", Recursion.ALL));
    asked(UPSTREAMS, "a.xcorp.example", resolve(VIEW, "a.xcorp.example", Recursion.ALL));
  }

  @Test
  void aRuleForTheRootTakesWhatNoOtherTakes() {
    var view = view(false, rule(".", REST), rule("corp.example", CORP));

    asked(List.of(REST), "example.net", resolve(view, "example.net", Recursion.ALL));
    asked(List.of(REST), "www.public.example", resolve(view, "www.public.example", Recursion.ALL));
    asked(List.of(CORP), "a.corp.example", resolve(view, "a.corp.example", Recursion.ALL));
  }

  @Test
  void aLinkedZoneComesBeforeALongerRule() {
    var view = view(false, rule("acct.zone.corp.example", LAB));

    found("10.1.0.5", resolve(view, "acct.zone.corp.example", Recursion.ALL));
    var denied =
        assertInstanceOf(
            Answer.class, resolve(VIEW, "none.zone.corp.example", Recursion.ALL), "not asked");
    assertEquals(Rcode.NXDOMAIN, denied.rcode());
  }

  @Test
  void aRuleComesBeforeARegisteredPublicName() {
    asked(List.of(CORP), "www.corp.example", resolve(VIEW, "www.corp.example", Recursion.ALL));
    found("203.0.113.2", resolve(VIEW, "www.public.example", Recursion.ALL));
  }

  @Test
  void whatAZoneLeavesToThePublicSideIsNotForARule() {
    var view = view(true, rule("corp.example", CORP));

    found("203.0.113.3", resolve(view, "gone.zone.corp.example", Recursion.ALL));
    asked(
        UPSTREAMS,
        "none.zone.corp.example",
        resolve(view, "none.zone.corp.example", Recursion.ALL));
  }

  @Test
  void withoutUpstreamsTheServersOfARuleAreAskedAllTheSame() {
    asked(List.of(CORP), "a.corp.example", resolve(VIEW, "a.corp.example", Recursion.RULES));
    assertEquals(NOT_OURS, resolve(VIEW, "example.net", Recursion.RULES));
  }

  @Test
  void withoutRecursionANameUnderARuleIsRefusedAndNotAnsweredFromThePublicSide() {
    assertEquals(NOT_OURS, resolve(VIEW, "www.corp.example", Recursion.NONE));
  }

  @Test
  void aChainOfAPublicNameGoesOnByRule() {
    asked(List.of(CORP), "a.corp.example", resolve(VIEW, "out.public.example", Recursion.ALL));
  }

  @Test
  void aChainOfARulesServersComesBackToALinkedZone() {
    var upstream = assertInstanceOf(Upstream.class, resolve(VIEW, "a.corp.example", Recursion.ALL));

    found("10.1.0.5", upstream.resume(alias("a.corp.example", "acct.zone.corp.example")));
  }

  @Test
  void aChainOfARulesServersGoesOnAtThoseOfAnother() {
    var upstream = assertInstanceOf(Upstream.class, resolve(VIEW, "a.corp.example", Recursion.ALL));

    var next = upstream.resume(alias("a.corp.example", "b.lab.corp.example"));

    asked(List.of(LAB), "b.lab.corp.example", next);
  }

  @Test
  void aChainThatStaysUnderTheRuleIsTakenAsItIs() {
    var upstream = assertInstanceOf(Upstream.class, resolve(VIEW, "a.corp.example", Recursion.ALL));
    var last = new OwnedSet(name("www.corp.example"), a("10.9.9.9"));

    found("10.9.9.9", upstream.resume(alias("a.corp.example", "www.corp.example", last)));
  }

  @Test
  void theDenialOfARulesServersStands() {
    var upstream =
        assertInstanceOf(Upstream.class, resolve(VIEW, "www.corp.example", Recursion.ALL));

    var answer =
        assertInstanceOf(
            Answer.class, upstream.resume(new UpstreamReply(Rcode.NXDOMAIN, List.of(), List.of())));

    assertEquals(Rcode.NXDOMAIN, answer.rcode());
    assertEquals(
        Answer.of(Rcode.SERVFAIL, ExtendedError.NETWORK_ERROR), upstreamFails("www.corp.example"));
  }

  private static Resolution upstreamFails(String name) {
    return assertInstanceOf(Upstream.class, resolve(VIEW, name, Recursion.ALL))
        .resume(UpstreamReply.FAILED);
  }
}
