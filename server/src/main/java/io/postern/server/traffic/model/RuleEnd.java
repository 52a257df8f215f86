package io.postern.server.traffic.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * One end of the traffic that a rule is for. Without prefixes, tag and groups it is any address;
 * without ports, any port.
 *
 * @param groups application security groups
 * @param ports in the order they were written: the first one may be the only one that is honored
 */
public record RuleEnd(
    List<Cidr> prefixes,
    Optional<ServiceTag> tag,
    List<ResourceName> groups,
    List<PortRange> ports) {
  public static final RuleEnd ANY = new RuleEnd(List.of(), Optional.empty(), List.of(), List.of());

  public RuleEnd {
    prefixes = List.copyOf(prefixes);
    groups = List.copyOf(groups);
    ports = List.copyOf(ports);
  }

  public static RuleEnd tagged(ServiceTag tag) {
    return new RuleEnd(List.of(), Optional.of(tag), List.of(), List.of());
  }

  /** Refuses an end that says its addresses in two ways. */
  void requireOneWay(String field) {
    int ways = (prefixes.isEmpty() ? 0 : 1) + (tag.isEmpty() ? 0 : 1) + (groups.isEmpty() ? 0 : 1);
    if (ways > 1)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field,
          "Addresses are given as prefixes, as a service tag or as application security groups;"
              + " use one of the three, or a rule for each.");
    for (int i = 0; i < groups.size(); i++)
      ApplicationSecurityGroup.KIND.require(
          groups.get(i), field + ".application_security_groups[" + i + "]");
  }

  /**
   * How many addresses, or ranges of them, it names; a tag and any address are one.
   *
   * @param endpoints how many endpoints a group has
   */
  long addresses(ToLongFunction<ResourceName> endpoints) {
    if (!groups.isEmpty()) return groups.stream().distinct().mapToLong(endpoints).sum();
    return Math.max(1, prefixes.size());
  }

  boolean hasSeveralPortRanges() {
    return ports.size() > 1;
  }

  /** Whether an address is meant, as far as ports do not count. */
  boolean covers(FlowEnd end, boolean deny, TagSpace tags) {
    if (!prefixes.isEmpty())
      return prefixes.stream().anyMatch(prefix -> prefix.contains(end.address()));
    if (tag.isPresent()) return tags.covers(tag.get(), end.address(), deny);
    return groups.isEmpty() || end.groups().stream().anyMatch(groups::contains);
  }
}
