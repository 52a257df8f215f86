package io.postern.server.reach.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.traffic.model.EffectivePorts;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.RuleEnd;
import io.postern.server.traffic.model.SecurityRule;
import io.postern.server.traffic.model.SecurityRule.Direction;
import io.postern.server.traffic.model.SecurityRules;
import io.postern.server.traffic.model.TagSpace;
import java.util.List;
import java.util.stream.Stream;

/**
 * A security rule as it holds at a network interface.
 *
 * @param sourcePrefixes what the service tag of its source stands for here
 * @param destinationPrefixes the same for its destination
 * @param ports the ports it is applied to
 */
public record EffectiveRule(
    SecurityRule rule,
    List<Cidr> sourcePrefixes,
    List<Cidr> destinationPrefixes,
    EffectivePorts ports) {
  public EffectiveRule {
    sourcePrefixes = List.copyOf(sourcePrefixes);
    destinationPrefixes = List.copyOf(destinationPrefixes);
  }

  /**
   * The rules of a group in the order they are tried, inbound ones first.
   *
   * @param endpoint whether the interface is a private endpoint's, where ports have limits
   */
  public static List<EffectiveRule> of(
      NetworkSecurityGroup group, TagSpace tags, boolean endpoint) {
    return Stream.of(Direction.INBOUND, Direction.OUTBOUND)
        .flatMap(direction -> SecurityRules.inOrder(group, direction).stream())
        .map(rule ->
            new EffectiveRule(
                rule,
                expanded(rule.source(), rule, tags),
                expanded(rule.destination(), rule, tags),
                endpoint ? EffectivePorts.atEndpoint(rule) : EffectivePorts.asWritten(rule)))
        .toList();
  }

  private static List<Cidr> expanded(RuleEnd end, SecurityRule rule, TagSpace tags) {
    return end.tag().map(tag -> tags.expand(tag, rule.denies())).orElse(List.of());
  }
}
