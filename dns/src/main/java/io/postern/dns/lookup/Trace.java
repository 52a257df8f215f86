package io.postern.dns.lookup;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.ForwardRule;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.view.ZoneIndex.LinkedZone;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Zone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is told each step of a look-up as it is taken, for whoever wants to know how an answer came
 * about. It is given only what the look-up has in hand, so that one that follows nothing costs
 * nothing.
 */
public interface Trace {
  /** Follows nothing. */
  Trace NONE = new Trace() {};

  /** The index that everything is looked up in. */
  default void begins(ZoneIndex index) {}

  /**
   * The zone that answers for a name, null for none.
   *
   * @param publicOnly whether none was looked for, because the name was left to the public side
   */
  default void zone(DnsName name, @Nullable LinkedZone zone, boolean publicOnly) {}

  /** What stands in the zone at the name itself, or at the wildcard that stands in for it. */
  default void node(Zone zone, DnsName at, Node node) {}

  /** The claims of the last node that answer the network that asks. */
  default void claims(List<Claim> chosen) {}

  /** What the zone says. */
  default void zoneSaid(Zone zone, Question question, Lookup lookup) {}

  /** The zone, which says this, leaves the name to the public side. */
  default void redirected(Question question, Lookup lookup) {}

  /** No linked zone holds the name, and of the view's forwarding rules this one covers it. */
  default void ruleApplies(Question question, ForwardRule rule) {}

  /** What the registered public names say. */
  default void publicSideSaid(Question question, Lookup lookup) {}

  /** The upstream resolvers are asked, or the servers of the rule that applies. */
  default void upstreamAsked(Question question) {}

  default void upstreamSaid(Question question, UpstreamReply reply) {}

  /** The name stands in the chain already, or the chain is too long. */
  default void chainRefused(DnsName name) {}
}
