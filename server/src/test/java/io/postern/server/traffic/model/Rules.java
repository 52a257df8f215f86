package io.postern.server.traffic.model;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.traffic.model.SecurityRule.Access;
import io.postern.server.traffic.model.SecurityRule.Direction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes security groups, rules and traffic in few words. */
public final class Rules {
  private static final String NETWORK =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/";

  private Rules() {}

  public static NetworkSecurityGroup group(SecurityRule... rules) {
    return new NetworkSecurityGroup(
        ResourceName.of(NETWORK + "networkSecurityGroups/nsg"),
        Meta.NEW,
        "eastus",
        List.of(rules),
        Map.of());
  }

  public static SecurityRule allow(int priority, RuleEnd source, RuleEnd destination) {
    return inbound(priority, Access.ALLOW, source, destination);
  }

  public static SecurityRule deny(int priority, RuleEnd source, RuleEnd destination) {
    return inbound(priority, Access.DENY, source, destination);
  }

  private static SecurityRule inbound(
      int priority, Access access, RuleEnd source, RuleEnd destination) {
    return rule("rule" + priority, priority, Direction.INBOUND, access, source, destination);
  }

  public static SecurityRule rule(
      String name,
      int priority,
      Direction direction,
      Access access,
      RuleEnd source,
      RuleEnd destination) {
    return new SecurityRule(
        name, "", priority, direction, access, Optional.empty(), source, destination);
  }

  public static RuleEnd ports(String... ranges) {
    return new RuleEnd(
        List.of(), Optional.empty(), List.of(), Arrays.stream(ranges).map(PortRange::of).toList());
  }

  public static RuleEnd prefixes(String... prefixes) {
    return new RuleEnd(
        Arrays.stream(prefixes).map(Cidr::of).toList(), Optional.empty(), List.of(), List.of());
  }

  public static RuleEnd members(ResourceName group) {
    return new RuleEnd(List.of(), Optional.empty(), List.of(group), List.of());
  }

  public static ResourceName applicationGroup(String id) {
    return ResourceName.of(NETWORK + "applicationSecurityGroups/" + id);
  }

  public static Flow tcp(String source, int sourcePort, String destination, int port) {
    return new Flow(end(source, sourcePort), end(destination, port), Protocol.TCP);
  }

  public static FlowEnd end(String address, int port, ResourceName... groups) {
    return new FlowEnd(IpAddress.of(address), port, List.of(groups));
  }
}
