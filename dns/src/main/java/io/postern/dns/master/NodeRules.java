package io.postern.dns.master;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordType;

/** What may stand together at one name. */
final class NodeRules {
  private NodeRules() {}

  /** Refuses a record that may not come to what stands at the name already. */
  static void check(DnsName apex, Draft draft, RecordType type, Rdata rdata) {
    checkAlias(apex, draft, type, rdata);
    if (type.equals(RecordType.DNAME) || type.equals(RecordType.NS))
      checkCut(apex, draft, type, rdata);
  }

  private static void checkAlias(DnsName apex, Draft draft, RecordType type, Rdata rdata) {
    if (type.mayStandBesideCname()) return;
    boolean isAlias = type.equals(RecordType.CNAME);
    if (isAlias && draft.owner().equals(apex))
      throw new WrongEntry("a CNAME may not stand at the apex, beside the SOA (RFC 1034 §3.6.2)");
    boolean hasAlias = draft.has(RecordType.CNAME);
    if (isAlias && hasAlias && !draft.has(type, rdata))
      throw new WrongEntry(draft.owner() + " has a CNAME already (RFC 2181 §10.1)");
    if (isAlias ? !hasAlias && draft.hasMoreThanAlias() : hasAlias)
      throw new WrongEntry(
          "nothing may stand beside the CNAME of " + draft.owner() + " (RFC 1034 §3.6.2)");
  }

  private static void checkCut(DnsName apex, Draft draft, RecordType type, Rdata rdata) {
    var owner = draft.owner();
    if (owner.isWildcard())
      throw new WrongEntry("a wildcard has no " + type + " (RFC 4592 §4.2, §4.4)");
    if (type.equals(RecordType.DNAME) && draft.has(type) && !draft.has(type, rdata))
      throw new WrongEntry(owner + " has a DNAME already (RFC 6672 §2.4)");
    var other = type.equals(RecordType.NS) ? RecordType.DNAME : RecordType.NS;
    if (draft.has(other) && !owner.equals(apex))
      throw new WrongEntry(owner + " is delegated or redirected, not both (RFC 6672 §2.3)");
  }
}
