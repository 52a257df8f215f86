package io.postern.dns.lookup;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.OwnedSet;

/** What one source, a zone or the public side, says to a question. */
public sealed interface Lookup {

  /** The records asked for. */
  record Found(OwnedSet answer) implements Lookup {}

  /** The name is another name for {@code target}, where the question goes on. */
  record Alias(OwnedSet cname, DnsName target) implements Lookup {}

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
