package io.postern.dns.lookup;

import io.postern.dns.lookup.Lookup.Alias;
import io.postern.dns.lookup.Lookup.Denial;
import io.postern.dns.lookup.Lookup.Dormant;
import io.postern.dns.lookup.Lookup.Found;
import io.postern.dns.lookup.Lookup.NoData;
import io.postern.dns.lookup.Lookup.NoSuchName;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.NetworkView;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.Zone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one zone to one network (RFC 1034 §4.3.2 step 3, RFC 4592 for wildcards).
 *
 * <p>At a name, records made by hand come before claims of the same type. A name that has nothing
 * but dormant claims does not exist, with one exception: for the types clients connect by it is
 * {@link Dormant}, and no wildcard covers it.
 */
public final class ZoneLookup {
  private final Zone zone;
  private final Question question;
  private final NetworkView asker;
  private final Trace trace;

  private ZoneLookup(Zone zone, Question question, NetworkView asker, Trace trace) {
    this.zone = zone;
    this.question = question;
    this.asker = asker;
    this.trace = trace;
  }

  /** What {@code zone}, which holds the question's name, answers the network that asks. */
  public static Lookup lookup(Zone zone, Question question, NetworkView asker) {
    return lookup(zone, question, asker, Trace.NONE);
  }

  static Lookup lookup(Zone zone, Question question, NetworkView asker, Trace trace) {
    return new ZoneLookup(zone, question, asker, trace).lookup();
  }

  private Lookup lookup() {
    var turned = zone.hasTurns() ? Descent.turn(zone, question) : null;
    return turned == null ? inZone() : turned;
  }

  private Lookup inZone() {
    var node = zone.node(question.name());
    if (node == null) {
      return fromWildcard();
    }
    trace.node(zone, question.name(), node);
    if (question.name().equals(zone.apex()) && asksForSoa(node)) {
      return new Found(zone.soa());
    }
    var found = at(node);
    if (found != null) {
      return found;
    }
    if (!isDormant(node)) {
      return new NoData(zone.negativeSoa());
    }
    var hasNamesBelow = zone.hasNamesBelow(question.name());
    if (question.type().mayFallBack()) {
      return new Dormant(denial(hasNamesBelow));
    }
    return hasNamesBelow ? denial(true) : fromWildcard();
  }

  private boolean asksForSoa(Node apex) {
    var any = question.type().equals(RecordType.ANY) && apex.isEmpty();
    return any || question.type().equals(RecordType.SOA);
  }

  private Denial denial(boolean exists) {
    return exists ? new NoData(zone.negativeSoa()) : new NoSuchName(zone.negativeSoa());
  }

  /** Records of {@code node} that answer the question; null if it has none. */
  private @Nullable Lookup at(Node node) {
    var found = recorded(question, node);
    if (found != null || node.claims().isEmpty()) {
      return found;
    }
    var address = claimed(chosen(node));
    return address == null ? null : new Found(new OwnedSet(question.name(), address));
  }

  private List<Claim> chosen(Node node) {
    var chosen = ClaimChoice.choose(node, zone.claimPolicy(), asker);
    trace.claims(chosen);
    return chosen;
  }

  private @Nullable RecordSet claimed(List<Claim> claims) {
    if (!question.type().equals(RecordType.ANY)) {
      return ClaimChoice.merged(claims, question.type());
    }
    var ipv4 = ClaimChoice.merged(claims, RecordType.A);
    return ipv4 != null ? ipv4 : ClaimChoice.merged(claims, RecordType.AAAA);
  }

  private boolean isDormant(Node node) {
    return node.recordSets().isEmpty() && !node.claims().isEmpty() && chosen(node).isEmpty();
  }

  /**
   * The answer for a name that is not in the zone. Only the wildcard directly below the closest
   * encloser may stand in (RFC 4592 §3.3.1); an empty non-terminal is an encloser like any other
   * name.
   */
  private Lookup fromWildcard() {
    var encloser = closestEncloser();
    var wildcard = encloser.wireLength() + 2 > DnsName.MAX_WIRE_LENGTH ? null : encloser.wildcard();
    if (wildcard == null) {
      return denial(false);
    }
    var node = zone.node(wildcard);
    if (node == null) {
      return denial(false);
    }
    trace.node(zone, wildcard, node);
    var found = at(node);
    if (found != null) {
      return found;
    }
    if (!isDormant(node)) {
      return denial(true);
    }
    return question.type().mayFallBack() ? new Dormant(denial(false)) : denial(false);
  }

  private DnsName closestEncloser() {
    var encloser = question.name();
    do {
      encloser = encloser.parent();
    } while (zone.node(encloser) == null);
    return encloser;
  }

  /**
   * What the record sets made by hand answer: the type asked for, which may stand beside a CNAME
   * (RFC 4035 §2.5), or a CNAME in its place. For ANY it is one set, whichever comes first (RFC
   * 8482 §4.1).
   */
  static @Nullable Lookup recorded(Question question, Node node) {
    var name = question.name();
    if (question.type().equals(RecordType.ANY)) {
      return node.recordSets().isEmpty()
          ? null
          : new Found(new OwnedSet(name, node.recordSets().getFirst()));
    }
    var records = node.recordSet(question.type());
    if (records != null) {
      return new Found(new OwnedSet(name, records));
    }
    var cname = node.recordSet(RecordType.CNAME);
    return cname == null
        ? null
        : new Alias(new OwnedSet(name, cname), cname.rdata().getFirst().toName());
  }
}
