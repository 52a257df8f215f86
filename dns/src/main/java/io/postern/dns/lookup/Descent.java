package io.postern.dns.lookup;

import io.postern.dns.lookup.Lookup.Redirected;
import io.postern.dns.lookup.Lookup.Referral;
import io.postern.dns.lookup.Lookup.TooLong;
import io.postern.dns.name.DnsName;
import io.postern.dns.name.InvalidNameException;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.Zone;
import org.jspecify.annotations.Nullable;

/**
 * The way from a zone's apex down to the name that is asked for, as far as the first delegation or
 * DNAME on it (RFC 1034 §4.3.2 step 3b, RFC 6672 §3.2 step 3c). What stands below a delegation is
 * glue, and answers nothing.
 */
final class Descent {
  private Descent() {}

  /** What turns the question aside; null if nothing does. */
  static @Nullable Lookup turn(Zone zone, Question question) {
    var way = way(zone, question.name());
    for (int i = way.length - 1; i >= 0; i--) {
      var node = zone.node(way[i]);
      if (node == null) {
        return null;
      }
      var turned = at(zone, way[i], node, question);
      if (turned != null) {
        return turned;
      }
    }
    return null;
  }

  /** The name and those above it, as far as the apex. */
  private static DnsName[] way(Zone zone, DnsName name) {
    var way = new DnsName[name.labelCount() - zone.apex().labelCount() + 1];
    way[0] = name;
    for (int i = 1; i < way.length; i++) {
      way[i] = way[i - 1].parent();
    }
    return way;
  }

  private static @Nullable Lookup at(Zone zone, DnsName name, Node node, Question question) {
    var isAsked = name.equals(question.name());
    var servers = name.equals(zone.apex()) ? null : node.recordSet(RecordType.NS);
    if (servers != null) {
      // The DS record of a cut is the upper zone's (RFC 4035 §3.1.4.1).
      var isAbove = isAsked && question.type().equals(RecordType.DS);
      return isAbove ? null : new Referral(new OwnedSet(name, servers));
    }
    // A DNAME moves what is below it and not its owner (RFC 6672 §2.3).
    var dname = isAsked ? null : node.recordSet(RecordType.DNAME);
    return dname == null ? null : redirected(new OwnedSet(name, dname), question.name());
  }

  /** The synthesised CNAME has the TTL of the DNAME (RFC 6672 §3.1). */
  private static Lookup redirected(OwnedSet dname, DnsName name) {
    var records = dname.records();
    try {
      var target = name.moved(dname.owner(), records.rdata().getFirst().toName());
      var cname = new OwnedSet(name, RecordSet.cname(records.ttlSeconds(), target));
      return new Redirected(dname, cname, target);
    } catch (InvalidNameException e) {
      return new TooLong(dname);
    }
  }
}
