package io.postern.dns.lookup;

import io.postern.dns.lookup.Lookup.Found;
import io.postern.dns.name.DnsName;
import io.postern.dns.view.NetworkView;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.Zone;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The addresses that a client is likely to ask for next: those of the servers that NS, MX and SRV
 * records name (RFC 1035 §3.3.9, §3.3.11, RFC 2782), as far as they are in the same zone.
 *
 * @param needed glue, without which a delegation leads nowhere (RFC 9471 §2.1)
 * @param useful what may be left out
 */
public record Additional(List<OwnedSet> needed, List<OwnedSet> useful) {
  public static final Additional NONE = new Additional(List.of(), List.of());

  private static final int MX_TARGET_AT = 2;
  private static final int SRV_TARGET_AT = 6;

  public Additional {
    needed = List.copyOf(needed);
    useful = List.copyOf(useful);
  }

  public boolean isEmpty() {
    return needed.isEmpty() && useful.isEmpty();
  }

  /** What goes with an answer. */
  static Additional of(Zone zone, OwnedSet answer, NetworkView asker) {
    var at = targetAt(answer.records().type());
    if (at < 0) {
      return NONE;
    }
    var useful = new ArrayList<OwnedSet>();
    for (var target : targets(answer.records(), at)) {
      addAddresses(zone, target, asker, useful);
    }
    return useful.isEmpty() ? NONE : new Additional(List.of(), useful);
  }

  /** What goes with a referral: needed are the servers that are themselves below the cut. */
  static Additional glue(Zone zone, OwnedSet servers, NetworkView asker) {
    var needed = new ArrayList<OwnedSet>();
    var useful = new ArrayList<OwnedSet>();
    for (var target : targets(servers.records(), 0)) {
      addAddresses(zone, target, asker, target.isSubdomainOf(servers.owner()) ? needed : useful);
    }
    return new Additional(needed, useful);
  }

  /** Where in the data of this type the name of the server begins; -1 if it has none. */
  private static int targetAt(RecordType type) {
    if (type.equals(RecordType.NS)) {
      return 0;
    }
    if (type.equals(RecordType.MX)) {
      return MX_TARGET_AT;
    }
    return type.equals(RecordType.SRV) ? SRV_TARGET_AT : -1;
  }

  private static Set<DnsName> targets(RecordSet records, int at) {
    var targets = new LinkedHashSet<DnsName>();
    for (Rdata rdata : records.rdata()) {
      targets.add(DnsName.read(rdata.toBuffer().position(at)));
    }
    return targets;
  }

  /**
   * Glue stands below a cut, where a look-up does not come to: what is at the name itself counts.
   */
  private static void addAddresses(
      Zone zone, DnsName target, NetworkView asker, List<OwnedSet> addresses) {
    if (!target.isSubdomainOf(zone.apex())) {
      return;
    }
    var node = zone.node(target);
    for (var type : List.of(RecordType.A, RecordType.AAAA)) {
      var set = node == null ? null : node.recordSet(type);
      if (set != null) {
        addresses.add(new OwnedSet(target, set));
      } else if (ZoneLookup.lookup(zone, new Question(target, type), asker)
          instanceof Found(OwnedSet found)) {
        addresses.add(found);
      }
    }
  }
}
