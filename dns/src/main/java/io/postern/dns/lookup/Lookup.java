package io.postern.dns.lookup;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.OwnedSet;

/** What one source, a zone or the public side, says to a question. */
public sealed interface Lookup {

  /** The records asked for. */
  record Found(OwnedSet answer) implements Lookup {}

  /** The name is another name for {@code target}, where the question goes on. */
  record Alias(OwnedSet cname, DnsName target) implements Lookup {}

  /**
   * A DNAME above the name moves it, with all that is below its owner, to {@code target} (RFC
   * 6672).
   *
   * @param cname the CNAME that says the same to who knows no DNAME (RFC 6672 §3.1)
   */
  record Redirected(OwnedSet dname, OwnedSet cname, DnsName target) implements Lookup {}

  /** A DNAME above the name would make it longer than names may be (RFC 6672 §2.2). */
  record TooLong(OwnedSet dname) implements Lookup {}

  /** The name is at or below a cut: others answer for it (RFC 1034 §4.2.1). */
  record Referral(OwnedSet servers) implements Lookup {}

  /** The source answers for the name and says no; the SOA tells for how long. */
  sealed interface Denial extends Lookup {
    OwnedSet soa();
  }

  /** The name exists without records of this type. */
  record NoData(OwnedSet soa) implements Denial {}

  /** The name does not exist. */
  record NoSuchName(OwnedSet soa) implements Denial {}

  /**
   * All that stands at the name are claims whose connections let nothing through, and the type is
   * one that clients connect by. The public side answers, whatever the link's policy says.
   *
   * @param otherwise the denial to give when the public side has nothing either
   */
  record Dormant(Denial otherwise) implements Lookup {}

  /** The source does not answer for this name. */
  record NotAuthoritative() implements Lookup {}
}
