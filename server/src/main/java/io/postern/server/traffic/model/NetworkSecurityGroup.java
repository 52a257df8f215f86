package io.postern.server.traffic.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Checks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A network security group: rules for the traffic of the subnets that refer to it. {@link
 * SecurityRules} says which one decides.
 */
public record NetworkSecurityGroup(
    ResourceName name, Meta meta, String region, List<SecurityRule> rules, Map<String, String> tags)
    implements Resource {
  public static final Kind<NetworkSecurityGroup> KIND =
      Kind.inGroup(
          "networkSecurityGroup",
          NetworkSecurityGroup.class,
          "network security group",
          "Microsoft.Network/networkSecurityGroups/*");

  private static final int MAX_RULES = 1_000;
  private static final String RULES = "network_security_group.security_rules";

  public NetworkSecurityGroup {
    Checks.id(name, 1, 80, "network_security_group_id");
    Checks.atMost(MAX_RULES, rules, RULES, "rules");
    Checks.distinct(rules.stream().map(SecurityRule::name).toList(), RULES, "rule");
    for (int i = 0; i < rules.size(); i++) rules.get(i).require(RULES + "[" + i + "]");
    requireOrder(rules);
    rules = List.copyOf(rules);
    tags = Map.copyOf(tags);
  }

  /** Two rules of one priority would have no order. */
  private static void requireOrder(List<SecurityRule> rules) {
    record Place(SecurityRule.Direction direction, int priority) {}
    var taken = new HashMap<Place, String>();
    for (int i = 0; i < rules.size(); i++) {
      var rule = rules.get(i);
      var other = taken.put(new Place(rule.direction(), rule.priority()), rule.name());
      if (other == null) continue;
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          RULES + "[" + i + "].priority",
          "The rule '"
              + other
              + "' has the priority "
              + rule.priority()
              + " in this direction already; choose another one.");
    }
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public NetworkSecurityGroup withMeta(Meta other) {
    return new NetworkSecurityGroup(name, other, region, rules, tags);
  }

  @Override
  public List<Reference> references() {
    return groups().map(ApplicationSecurityGroup::usedBy).toList();
  }

  /** The application security groups its rules name, each once. */
  public Stream<ResourceName> groups() {
    return rules.stream()
        .flatMap(rule ->
            Stream.concat(rule.source().groups().stream(), rule.destination().groups().stream()))
        .distinct();
  }

  /**
   * How many combinations of a source, a destination and a range of ports its rules come to, all
   * together. An application security group is as many sources or destinations as it has endpoints.
   *
   * @param endpoints how many endpoints a group has
   */
  public long combinations(ToLongFunction<ResourceName> endpoints) {
    return rules.stream().mapToLong(rule -> rule.combinations(endpoints)).sum();
  }
}
