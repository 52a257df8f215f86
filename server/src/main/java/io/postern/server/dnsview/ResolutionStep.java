package io.postern.server.dnsview;

import java.util.List;
import java.util.Optional;

/** One step of a look-up, told in names instead of the engine's own values. */
public sealed interface ResolutionStep {
  /** The name being resolved at this step, without the last dot. */
  String name();

  /** What a zone or the public side says of a name. */
  enum Said {
    FOUND,
    ALIAS,
    NO_DATA,
    NO_SUCH_NAME,
    /** Only claims whose connections carry nothing. */
    DORMANT,
    /** It does not answer for the name. */
    NOTHING
  }

  /**
   * The linked zone of the longest name that holds the name.
   *
   * @param apex empty when there is none, or none was looked for
   * @param publicOnly whether none was looked for: the name was left to the public side
   */
  record LinkedZone(
      String name, Optional<String> apex, boolean redirectsMissingNames, boolean publicOnly)
      implements ResolutionStep {}

  /**
   * What stood in the zone, and what the zone said.
   *
   * @param at where it stands: the name, a wildcard, or empty for nothing
   * @param handMade the types of the record sets made by hand there
   */
  record Records(
      String name,
      String apex,
      Optional<String> at,
      List<String> handMade,
      List<ClaimSeen> claims,
      Said said)
      implements ResolutionStep {
    public Records {
      handMade = List.copyOf(handMade);
      claims = List.copyOf(claims);
    }
  }

  /**
   * An endpoint's claim as the network that asks sees it.
   *
   * @param order the age that tells it from all other endpoints' claims
   * @param chosen whether the zone's policy has it answer this network
   */
  record ClaimSeen(long order, boolean live, boolean chosen, List<String> addresses) {
    public ClaimSeen {
      addresses = List.copyOf(addresses);
    }
  }

  /** The zone leaves the name to the public side, because of what it says. */
  record Redirect(String name, Said why) implements ResolutionStep {}

  record PublicSide(String name, Said said) implements ResolutionStep {}

  /**
   * The forwarding rule of the longest domain that covers the name.
   *
   * @param domain {@code .} for a rule that covers every name
   * @param servers each as {@code address:port}
   */
  record Rule(String name, String domain, List<String> servers) implements ResolutionStep {
    public Rule {
      servers = List.copyOf(servers);
    }
  }

  /**
   * @param byRule whether the servers of a forwarding rule were asked, and not the upstreams
   * @param rcode of the reply; empty for no reply
   */
  record Upstream(String name, boolean byRule, Optional<String> rcode) implements ResolutionStep {}

  /** The name stands in the chain already, or the chain is too long. */
  record Loop(String name) implements ResolutionStep {}
}
