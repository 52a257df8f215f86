package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.PortRange;
import io.postern.server.traffic.model.Protocol;
import io.postern.server.traffic.model.RuleEnd;
import io.postern.server.traffic.model.SecurityRule;
import io.postern.server.traffic.model.SecurityRule.Access;
import io.postern.server.traffic.model.SecurityRule.Direction;
import io.postern.server.traffic.model.ServiceTag;

final class NetworkSecurityGroupDocument implements Document<NetworkSecurityGroup> {
  @Override
  public Kind<NetworkSecurityGroup> kind() {
    return NetworkSecurityGroup.KIND;
  }

  @Override
  public void write(NetworkSecurityGroup group, JsonOut body) {
    body.text("region", group.region())
        .objects("rules", group.rules(), NetworkSecurityGroupDocument::write)
        .map("tags", group.tags());
  }

  private static void write(SecurityRule rule, JsonOut body) {
    body.text("name", rule.name())
        .text("description", rule.description())
        .number("priority", rule.priority())
        .text("direction", rule.direction())
        .text("access", rule.access())
        .text("protocol", rule.protocol())
        .object("source", rule.source(), NetworkSecurityGroupDocument::write)
        .object("destination", rule.destination(), NetworkSecurityGroupDocument::write);
  }

  private static void write(RuleEnd end, JsonOut body) {
    body.texts("prefixes", end.prefixes())
        .text("tag", end.tag())
        .texts("groups", end.groups())
        .texts("ports", end.ports());
  }

  @Override
  public NetworkSecurityGroup read(ResourceName name, Meta meta, JsonIn body) {
    return new NetworkSecurityGroup(
        name,
        meta,
        body.text("region"),
        body.objects("rules", NetworkSecurityGroupDocument::rule),
        body.map("tags"));
  }

  private static SecurityRule rule(JsonIn body) {
    return new SecurityRule(
        body.text("name"),
        body.text("description"),
        Math.toIntExact(body.number("priority")),
        body.constant("direction", Direction.INBOUND),
        body.constant("access", Access.DENY),
        body.optional("protocol").map(Protocol::valueOf),
        body.object("source", NetworkSecurityGroupDocument::end),
        body.object("destination", NetworkSecurityGroupDocument::end));
  }

  private static RuleEnd end(JsonIn body) {
    return new RuleEnd(
        body.texts("prefixes", Cidr::of),
        body.optional("tag").map(ServiceTag::valueOf),
        body.texts("groups", ResourceName::of),
        body.texts("ports", PortRange::of));
  }
}
