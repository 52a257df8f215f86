package io.postern.server.traffic.model;

import io.postern.server.traffic.model.SecurityRule.Access;
import io.postern.server.traffic.model.SecurityRule.Direction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The rules of one security group with those of the system behind them, in the order they are
 * tried. The first one that fits decides; the last one of the system always fits.
 */
public final class SecurityRules {
  /** What holds where the owner's rules say nothing. */
  private static final List<SecurityRule> SYSTEM =
      List.of(
          system("AllowVnetInBound", 65_000, Direction.INBOUND, network(), network()),
          system(
              "AllowAzureLoadBalancerInBound",
              65_001,
              Direction.INBOUND,
              RuleEnd.tagged(ServiceTag.AZURE_LOAD_BALANCER),
              RuleEnd.ANY),
          deny("DenyAllInBound", Direction.INBOUND),
          system("AllowVnetOutBound", 65_000, Direction.OUTBOUND, network(), network()),
          system(
              "AllowInternetOutBound",
              65_001,
              Direction.OUTBOUND,
              RuleEnd.ANY,
              RuleEnd.tagged(ServiceTag.INTERNET)),
          deny("DenyAllOutBound", Direction.OUTBOUND));

  private SecurityRules() {}

  private static RuleEnd network() {
    return RuleEnd.tagged(ServiceTag.VIRTUAL_NETWORK);
  }

  private static SecurityRule system(
      String name, int priority, Direction direction, RuleEnd source, RuleEnd destination) {
    return new SecurityRule(
        name, "", priority, direction, Access.ALLOW, Optional.empty(), source, destination);
  }

  private static SecurityRule deny(String name, Direction direction) {
    return new SecurityRule(
        name, "", 65_500, direction, Access.DENY, Optional.empty(), RuleEnd.ANY, RuleEnd.ANY);
  }

  /** The rules of a direction, those of the system last. */
  public static List<SecurityRule> inOrder(NetworkSecurityGroup group, Direction direction) {
    return Stream.concat(group.rules().stream(), SYSTEM.stream())
        .filter(rule -> rule.direction() == direction)
        .sorted(Comparator.comparingInt(SecurityRule::priority))
        .toList();
  }

  /** Whether a rule is one of the system. */
  public static boolean isSystem(SecurityRule rule) {
    return SYSTEM.contains(rule);
  }

  /** The rule that decides over traffic into a private endpoint. */
  public static SecurityRule intoEndpoint(NetworkSecurityGroup group, Flow flow, TagSpace tags) {
    return deciding(group, Direction.INBOUND, flow, EffectivePorts::atEndpoint, tags);
  }

  /** The rule that decides over traffic into or out of a subnet of machines. */
  public static SecurityRule atMachine(
      NetworkSecurityGroup group, Direction direction, Flow flow, TagSpace tags) {
    return deciding(group, direction, flow, EffectivePorts::asWritten, tags);
  }

  private static SecurityRule deciding(
      NetworkSecurityGroup group,
      Direction direction,
      Flow flow,
      Function<SecurityRule, EffectivePorts> ports,
      TagSpace tags) {
    return inOrder(group, direction).stream()
        .filter(rule -> rule.fits(flow, ports.apply(rule), tags))
        .findFirst()
        .orElseThrow();
  }
}
