package io.postern.server.reach.model;

import static io.postern.server.reach.model.Finding.Step.SECURITY_RULES;

import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.SecurityRule;
import io.postern.server.traffic.model.SecurityRule.Direction;
import io.postern.server.traffic.model.SecurityRules;
import java.util.Locale;
import java.util.Optional;

/**
 * Step 6: the rules of security groups. Those of the source's subnet hold for what goes out of it;
 * those of an endpoint's subnet hold for the endpoint only where the subnet's
 * privateEndpointNetworkPolicies has security groups on.
 */
final class SecurityRulesStep {
  private SecurityRulesStep() {}

  static Finding check(Situation situation) {
    var out = outOfSource(situation);
    if (out.isPresent() && out.get().denies()) return out.get();
    return switch (situation.destination()) {
      case Destination.Endpoint endpoint -> intoEndpoint(situation, endpoint);
      case Destination.Machine machine ->
          machine
              .group()
              .map(group ->
                  finding(
                      group,
                      SecurityRules.atMachine(
                          group,
                          Direction.INBOUND,
                          situation.flow(),
                          machine.surroundings().tags())))
              .orElseGet(() -> none(out, "The subnet of the destination has no security group."));
      case Destination.Public _, Destination.Nowhere _ ->
          none(out, "The subnet of the source has no security group.");
    };
  }

  private static Finding none(Optional<Finding> out, String sentence) {
    return out.orElseGet(() -> Finding.notApplicable(SECURITY_RULES, sentence));
  }

  private static Optional<Finding> outOfSource(Situation situation) {
    if (!(situation.source() instanceof Source.Machine machine)) return Optional.empty();
    return machine
        .group()
        .map(group ->
            finding(
                group,
                SecurityRules.atMachine(
                    group, Direction.OUTBOUND, situation.flow(), machine.surroundings().tags())));
  }

  private static Finding intoEndpoint(Situation situation, Destination.Endpoint destination) {
    var subnet = destination.subnet();
    if (!subnet.endpointNetworkPolicies().securityGroupsApply())
      return Finding.notApplicable(
          SECURITY_RULES,
          "Security groups do not apply to the endpoints of the subnet; its"
              + " privateEndpointNetworkPolicies says so.");
    if (destination.group().isEmpty())
      return Finding.notApplicable(
          SECURITY_RULES, "The subnet of the endpoint has no security group.");
    var group = destination.group().get();
    return finding(
        group,
        SecurityRules.intoEndpoint(group, situation.flow(), destination.surroundings().tags()));
  }

  private static Finding finding(NetworkSecurityGroup group, SecurityRule rule) {
    var which =
        "The "
            + rule.direction().name().toLowerCase(Locale.ROOT)
            + " rule '"
            + rule.name()
            + "' with priority "
            + rule.priority()
            + " ";
    return rule.denies()
        ? Finding.denied(SECURITY_RULES, group.name(), which + "denies this traffic.")
        : Finding.passed(SECURITY_RULES, group.name(), which + "allows this traffic.");
  }
}
