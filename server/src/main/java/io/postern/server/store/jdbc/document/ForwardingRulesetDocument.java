package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.ruleset.model.ForwardingRule;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.server.ruleset.model.TargetServer;
import io.postern.server.zone.model.DomainName;

final class ForwardingRulesetDocument implements Document<ForwardingRuleset> {
  @Override
  public Kind<ForwardingRuleset> kind() {
    return ForwardingRuleset.KIND;
  }

  @Override
  public void write(ForwardingRuleset ruleset, JsonOut body) {
    body.text("region", ruleset.region())
        .objects("rules", ruleset.rules(), ForwardingRulesetDocument::write)
        .texts("virtualNetworks", ruleset.virtualNetworks())
        .map("tags", ruleset.tags());
  }

  private static void write(ForwardingRule rule, JsonOut body) {
    body.text("name", rule.name())
        .text("domain", rule.domain())
        .objects("servers", rule.servers(), ForwardingRulesetDocument::write)
        .flag("enabled", rule.enabled());
  }

  private static void write(TargetServer server, JsonOut body) {
    body.text("address", server.address()).number("port", server.port());
  }

  @Override
  public ForwardingRuleset read(ResourceName name, Meta meta, JsonIn body) {
    return new ForwardingRuleset(
        name,
        meta,
        body.text("region"),
        body.objects("rules", ForwardingRulesetDocument::rule),
        body.texts("virtualNetworks", ResourceName::of),
        body.map("tags"));
  }

  private static ForwardingRule rule(JsonIn body) {
    return new ForwardingRule(
        body.text("name"),
        body.as("domain", DomainName::new),
        body.objects("servers", ForwardingRulesetDocument::server),
        body.flag("enabled"));
  }

  private static TargetServer server(JsonIn body) {
    return new TargetServer(
        body.as("address", IpAddress::of), Math.toIntExact(body.number("port")));
  }
}
