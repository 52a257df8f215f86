package io.postern.server.traffic.model;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A rule that lets traffic pass or stops it.
 *
 * @param protocol empty for any
 */
public record SecurityRule(
    String name,
    String description,
    int priority,
    Direction direction,
    Access access,
    Optional<Protocol> protocol,
    RuleEnd source,
    RuleEnd destination) {
  private static final int FIRST_PRIORITY = 100;
  private static final int LAST_PRIORITY = 4_096;
  private static final int MAX_PREFIXES = 500;
  private static final int MAX_PORT_RANGES = 100;
  private static final int MAX_DESCRIPTION = 140;

  /** Which way traffic goes, seen from the subnet. */
  public enum Direction {
    INBOUND,
    OUTBOUND
  }

  public enum Access {
    ALLOW,
    DENY
  }

  /** Refuses what an owner may not write; the rules of the system are beyond these limits. */
  void require(String field) {
    if (priority < FIRST_PRIORITY || priority > LAST_PRIORITY)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".priority",
          "The priority of a rule is from 100 to 4096, not " + priority + ".");
    if (description.codePointCount(0, description.length()) > MAX_DESCRIPTION)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field + ".description",
          "The description of a rule has at most 140 characters; shorten it.");
    source.requireOneWay(field + ".source");
    destination.requireOneWay(field + ".destination");
    requireAtMost(source.ports().size(), field + ".source.port_ranges");
    requireAtMost(destination.ports().size(), field + ".destination.port_ranges");
    int prefixes = source.prefixes().size() + destination.prefixes().size();
    if (prefixes > MAX_PREFIXES) throw tooManyPrefixes(field, prefixes);
  }

  private static void requireAtMost(int ranges, String field) {
    if (ranges > MAX_PORT_RANGES)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field,
          "A rule has at most 100 ranges of ports at an end; spread them over several rules.");
  }

  private ControlException tooManyPrefixes(String field, int used) {
    return ControlException.of(
        new ControlError.InvalidArgument(
            Problem.inField(
                    Reason.SECURITY_RULE_PREFIX_LIMIT,
                    field,
                    "The rule '"
                        + name
                        + "' has "
                        + used
                        + " address prefixes, and a rule can have 500; spread them over several"
                        + " rules.")
                .with("rule", name)
                .with("limit", Integer.toString(MAX_PREFIXES))
                .with("used", Integer.toString(used))));
  }

  long combinations(ToLongFunction<ResourceName> endpoints) {
    return source.addresses(endpoints)
        * destination.addresses(endpoints)
        * Math.max(1, source.ports().size())
        * Math.max(1, destination.ports().size());
  }

  public boolean denies() {
    return access == Access.DENY;
  }

  /**
   * Whether the rule is for this traffic.
   *
   * @param ports the ports it is applied to
   */
  boolean fits(Flow flow, EffectivePorts ports, TagSpace tags) {
    return protocol.map(flow.protocol()::equals).orElse(true)
        && ports.cover(flow)
        && source.covers(flow.source(), denies(), tags)
        && destination.covers(flow.destination(), denies(), tags);
  }
}
