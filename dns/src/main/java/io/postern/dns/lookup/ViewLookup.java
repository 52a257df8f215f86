package io.postern.dns.lookup;

import io.postern.dns.lookup.Lookup.Alias;
import io.postern.dns.lookup.Lookup.Denial;
import io.postern.dns.lookup.Lookup.Dormant;
import io.postern.dns.lookup.Lookup.Found;
import io.postern.dns.lookup.Lookup.NoData;
import io.postern.dns.lookup.Lookup.NoSuchName;
import io.postern.dns.lookup.Lookup.NotAuthoritative;
import io.postern.dns.lookup.Lookup.Redirected;
import io.postern.dns.lookup.Lookup.Referral;
import io.postern.dns.lookup.Lookup.TooLong;
import io.postern.dns.lookup.Resolution.Answer;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.ForwardRule;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.view.ZoneIndex.LinkedZone;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.Zone;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way through a view: linked zones, forwarding rules, registered public names,
 * upstream.
 *
 * <p>Each name of a CNAME chain is asked of the longest zone linked to the view; a miss there is
 * not tried in a shorter one. A name in no linked zone is asked of the servers of the longest
 * forwarding rule that covers it; names under no rule are asked of the public side.
 *
 * <p>A name that a zone leaves to the public side, because its claims are dormant or the link
 * redirects missing names, takes the rest of the chain with it: from then on no private zone and no
 * rule is consulted, so an answer never mixes private and public addresses. If the public side has
 * nothing at that name, the zone's denial stands.
 *
 * <p>Where an endpoint of the asking network itself would answer and does not, the answer says why
 * in its {@link ExtendedError}. Other networks' endpoints are never looked at for it.
 *
 * <p>A chain ends as well where a zone delegates, in a referral, and a DNAME in it moves the name.
 * The control plane's zones have neither; plain zones do.
 *
 * <p>Pure but for the steps it remembers; one instance serves one query on one thread at a time.
 */
public final class ViewLookup {
  /** Longest chain followed. Anything longer is a loop or an attempt to make work. */
  static final int MAX_HOPS = 16;

  private static final Lookup NOTHING = new NotAuthoritative();

  private final ZoneIndex index;
  private final NetworkView view;
  private final RecordType type;
  private final Recursion recursion;
  private final Trace trace;

  private final List<OwnedSet> chain = new ArrayList<>();
  private final List<DnsName> visited = new ArrayList<>();
  private boolean authoritative;
  private boolean publicOnly;
  private @Nullable ExtendedError whyNotPrivate;
  private @Nullable ExtendedError saidUpstream;

  private ViewLookup(
      ZoneIndex index, NetworkView view, RecordType type, Recursion recursion, Trace trace) {
    this.index = index;
    this.view = view;
    this.type = type;
    this.recursion = recursion;
    this.trace = trace;
  }

  /**
   * Resolves a question in a view.
   *
   * @param recursion who may be asked for names that are not ours
   */
  public static Resolution resolve(
      ZoneIndex index, NetworkView view, Question question, Recursion recursion) {
    return resolve(index, view, question, recursion, Trace.NONE);
  }

  /** The same, telling each step. */
  public static Resolution resolve(
      ZoneIndex index, NetworkView view, Question question, Recursion recursion, Trace trace) {
    trace.begins(index);
    return new ViewLookup(index, view, question.type(), recursion, trace).follow(question.name());
  }

  /**
   * Follows the chain from {@code start} until there is an answer or somebody else must be asked.
   */
  private Resolution follow(DnsName start) {
    var name = start;
    while (true) {
      if (!enter(name)) {
        return Answer.of(Rcode.SERVFAIL, ExtendedError.ALIAS_LOOP);
      }
      switch (step(new Question(name, type))) {
        case Further(OwnedSet cname, DnsName target) -> {
          chain.add(cname);
          name = target;
        }
        case Final(Resolution resolution) -> {
          return resolution;
        }
      }
    }
  }

  /** What one name leads to: the next name, or the end. */
  private sealed interface Step {}

  private record Further(OwnedSet cname, DnsName target) implements Step {}

  private record Final(Resolution resolution) implements Step {}

  private boolean enter(DnsName name) {
    if (visited.size() > MAX_HOPS || visited.contains(name)) {
      trace.chainRefused(name);
      return false;
    }
    visited.add(name);
    return true;
  }

  private Step step(Question question) {
    var linked = publicOnly ? null : zoneFor(question);
    trace.zone(question.name(), linked, publicOnly);
    if (linked == null) {
      noticeUnlinked(question.name());
      var rule = rule(question.name());
      return rule == null ? fromPublicSide(question) : byRule(question, rule);
    }
    var lookup = ZoneLookup.lookup(linked.zone(), question, view, trace);
    trace.zoneSaid(linked.zone(), question, lookup);
    return switch (lookup) {
      case Dormant(Denial otherwise) -> {
        trace.redirected(question, lookup);
        noticeDormant(linked.zone().node(question.name()));
        yield fallBack(question, otherwise);
      }
      case NoSuchName denial -> {
        noticeUnlinked(question.name());
        if (!linked.redirectsMissingNames() || !type.mayFallBack()) {
          yield local(lookup);
        }
        trace.redirected(question, lookup);
        yield fallBack(question, denial);
      }
      case Referral(OwnedSet servers) -> referred(linked.zone(), servers);
      case Found(OwnedSet found) -> found(found, Additional.of(linked.zone(), found, view));
      case Alias _, Redirected _, TooLong _, Denial _, NotAuthoritative _ -> local(lookup);
    };
  }

  /** A claim of the network's own that gives no address: its connection is why. */
  private void noticeDormant(@Nullable Node node) {
    var own = node == null ? List.<Claim>of() : node.claimsOf(view.networkId());
    if (whyNotPrivate == null && !own.isEmpty()) {
      whyNotPrivate = ExtendedError.of(own.getFirst().state());
    }
  }

  /** A claim of the network's own in a zone that it does not see. Others' are not looked at. */
  private void noticeUnlinked(DnsName name) {
    if (publicOnly || view.claimed().isEmpty() || !type.mayFallBack()) {
      return;
    }
    var node = index.claimedNode(view, name);
    noticeDormant(node);
    if (whyNotPrivate == null && node != null) {
      whyNotPrivate = ExtendedError.ZONE_NOT_LINKED;
    }
  }

  /**
   * The longest zone that holds the name. A DS record stands in the zone above the one it is about
   * (RFC 4035 §3.1.4.1).
   */
  private @Nullable LinkedZone zoneFor(Question question) {
    var name = question.name();
    var linked = index.linkedZone(view, name);
    if (linked == null || !type.equals(RecordType.DS) || name.isRoot()) {
      return linked;
    }
    var above = name.equals(linked.zone().apex()) ? index.linkedZone(view, name.parent()) : null;
    return above != null && above.zone().isCut(name) ? above : linked;
  }

  private @Nullable ForwardRule rule(DnsName name) {
    return publicOnly ? null : view.rules().longest(name);
  }

  /** The servers of a rule and nobody else: not even when none of them answers. */
  private Step byRule(Question question, ForwardRule rule) {
    trace.ruleApplies(question, rule);
    return recursion == Recursion.NONE ? endOfOurs() : new Final(new Asking(question, rule, null));
  }

  private Step fromPublicSide(Question question) {
    var lookup = PublicLookup.lookup(index, question);
    trace.publicSideSaid(question, lookup);
    if (!(lookup instanceof NotAuthoritative)) {
      return local(lookup);
    }
    return recursion == Recursion.ALL ? new Final(new Asking(question, null, null)) : endOfOurs();
  }

  /** A chain that leaves what we know is answered as far as it goes (RFC 1034 §4.3.2). */
  private Step endOfOurs() {
    return new Final(chain.isEmpty() ? notOurs() : answer(Rcode.NOERROR, List.of()));
  }

  private Answer notOurs() {
    return Answer.of(
        Rcode.REFUSED, whyNotPrivate == null ? ExtendedError.NOT_AUTHORITATIVE : whyNotPrivate);
  }

  private Step fallBack(Question question, Denial denial) {
    markFirst();
    publicOnly = true;
    if (PublicLookup.hasRecords(index, question)) {
      var lookup = PublicLookup.lookup(index, question);
      trace.publicSideSaid(question, lookup);
      return local(lookup);
    }
    trace.publicSideSaid(question, NOTHING);
    return recursion == Recursion.ALL
        ? new Final(new Asking(question, null, denial))
        : local(denial);
  }

  private void markFirst() {
    authoritative |= visited.size() == 1;
  }

  /** The step that data of our own leads to. */
  private Step local(Lookup lookup) {
    markFirst();
    return switch (lookup) {
      case Alias(OwnedSet cname, DnsName target) -> new Further(cname, target);
      case Found(OwnedSet found) -> found(found, Additional.NONE);
      case Redirected(OwnedSet dname, OwnedSet cname, DnsName target) ->
          redirected(dname, cname, target);
      case TooLong(OwnedSet dname) -> {
        chain.add(dname);
        yield new Final(answer(Rcode.YXDOMAIN, List.of()));
      }
      case NoData(OwnedSet soa) -> new Final(answer(Rcode.NOERROR, List.of(soa)));
      case NoSuchName(OwnedSet soa) -> new Final(answer(Rcode.NXDOMAIN, List.of(soa)));
      case Dormant(Denial otherwise) -> local(otherwise);
      case NotAuthoritative _ -> new Final(notOurs());
      case Referral _ -> new Final(Answer.of(Rcode.REFUSED));
    };
  }

  private Step found(OwnedSet found, Additional additional) {
    markFirst();
    chain.add(found);
    return new Final(answer(List.of(), additional));
  }

  /** A DNAME that moves the name twice is said once. */
  private Step redirected(OwnedSet dname, OwnedSet cname, DnsName target) {
    if (!chain.contains(dname)) {
      chain.add(dname);
    }
    if (!type.equals(RecordType.CNAME)) {
      return new Further(cname, target);
    }
    chain.add(cname);
    return new Final(answer(Rcode.NOERROR, List.of()));
  }

  /** Others answer for the name; what the chain has before it is still ours. */
  private Step referred(Zone zone, OwnedSet servers) {
    var glue = Additional.glue(zone, servers, view);
    return new Final(answer(List.of(servers), glue));
  }

  private Answer answer(List<OwnedSet> authority, Additional additional) {
    return new Answer(Rcode.NOERROR, authoritative, chain, authority, additional, error());
  }

  private Answer answer(Rcode rcode, List<OwnedSet> authority) {
    return new Answer(rcode, authoritative, chain, authority, error());
  }

  /** What is about the asking network's own endpoint comes first. */
  private @Nullable ExtendedError error() {
    return whyNotPrivate == null ? saidUpstream : whyNotPrivate;
  }

  /**
   * The point at which the servers of a rule are asked, or without a rule the upstreams, and the
   * denial that stands if they have nothing.
   */
  private final class Asking implements Resolution.Upstream {
    private final Question question;
    private final @Nullable ForwardRule rule;
    private final @Nullable Denial otherwise;

    Asking(Question question, @Nullable ForwardRule rule, @Nullable Denial otherwise) {
      this.question = question;
      this.rule = rule;
      this.otherwise = otherwise;
      trace.upstreamAsked(question);
    }

    @Override
    public Inquiry inquiry() {
      return rule == null ? Inquiry.upstream(question) : new Inquiry(question, rule.servers());
    }

    @Override
    public Resolution resume(UpstreamReply reply) {
      trace.upstreamSaid(question, reply);
      if (!reply.isAnswer()) {
        return Answer.of(Rcode.SERVFAIL, reply.error());
      }
      saidUpstream = saidUpstream == null ? reply.error() : saidUpstream;
      if (otherwise != null && reply.rcode() == Rcode.NXDOMAIN) {
        return answer(
            otherwise instanceof NoSuchName ? Rcode.NXDOMAIN : Rcode.NOERROR,
            List.of(otherwise.soa()));
      }
      return joined(reply, rule);
    }
  }

  /**
   * The chain with the upstream's part behind it, cut where that comes back to a name of ours: the
   * public name of a service we do not hold may lead to a private-link name that we do. It is cut
   * as well where it comes to a name that others answer for this view.
   */
  private Resolution joined(UpstreamReply reply, @Nullable ForwardRule asked) {
    for (var set : reply.answers()) {
      chain.add(set);
      if (set.records().type().equals(RecordType.CNAME) && !type.equals(RecordType.CNAME)) {
        var target = set.records().rdata().getFirst().toName();
        if (isAskedElsewhere(target, asked)) {
          return follow(target);
        }
        if (!enter(target)) {
          return Answer.of(Rcode.SERVFAIL, ExtendedError.ALIAS_LOOP);
        }
      }
    }
    return answer(reply.rcode(), reply.authority());
  }

  /** Whether a name is for somebody else to answer than those who were asked by {@code rule}. */
  private boolean isAskedElsewhere(DnsName name, @Nullable ForwardRule rule) {
    if (!publicOnly && index.linkedZone(view, name) != null) {
      return true;
    }
    var covering = rule(name);
    return covering == null ? index.publicNames().nodeAt(name) != null : !covering.equals(rule);
  }
}
