package io.postern.server.testing;

import io.postern.server.kernel.IpAddress;
import io.postern.v1.CreateDnsForwardingRulesetRequest;
import io.postern.v1.DnsForwardingRule;
import io.postern.v1.DnsForwardingRuleset;
import io.postern.v1.DnsForwardingRulesetServiceGrpc;
import io.postern.v1.DnsForwardingRulesetServiceGrpc.DnsForwardingRulesetServiceBlockingStub;
import io.postern.v1.TargetDnsServer;
import io.postern.v1.UpdateDnsForwardingRulesetRequest;
import java.net.InetSocketAddress;
import java.util.List;

/** Makes forwarding rulesets through the API, with short names. */
public final class RulesetLab {
  private final DnsForwardingRulesetServiceBlockingStub rulesets;

  private RulesetLab(DnsForwardingRulesetServiceBlockingStub rulesets) {
    this.rulesets = rulesets;
  }

  public static RulesetLab of(ControlPlane plane) {
    return new RulesetLab(plane.stub(DnsForwardingRulesetServiceGrpc::newBlockingStub));
  }

  /** A rule that is called as its domain, without the dot at the end. */
  public static DnsForwardingRule.Builder rule(String domain, InetSocketAddress... servers) {
    var rule =
        DnsForwardingRule.newBuilder()
            .setName(domain.equals(".") ? "rest" : domain)
            .setDomainName(domain.equals(".") ? domain : domain + ".");
    for (var server : servers)
      rule.addTargetDnsServers(
          TargetDnsServer.newBuilder()
              .setIpAddress(IpAddress.of(server.getAddress().getAddress()).toString())
              .setPort(server.getPort()));
    return rule;
  }

  public static InetSocketAddress server(String address) {
    return new InetSocketAddress(address, 53);
  }

  /** A ruleset in the region of the tests. */
  public static DnsForwardingRuleset.Builder ruleset(DnsForwardingRule.Builder... rules) {
    var ruleset = DnsForwardingRuleset.newBuilder().setRegion(Lab.REGION);
    for (var rule : rules) ruleset.addRules(rule);
    return ruleset;
  }

  /** A ruleset of the consumer. */
  public DnsForwardingRuleset create(String id, DnsForwardingRuleset.Builder wanted) {
    return rulesets
        .createDnsForwardingRuleset(
            CreateDnsForwardingRulesetRequest.newBuilder()
                .setParent(Lab.CONSUMER)
                .setDnsForwardingRulesetId(id)
                .setDnsForwardingRuleset(wanted)
                .build())
        .getDnsForwardingRuleset();
  }

  /** A ruleset of the consumer with these rules, linked to a network. */
  public String linked(String id, String network, DnsForwardingRule.Builder... rules) {
    return create(id, ruleset(rules).addVirtualNetworks(network)).getName();
  }

  /** Replaces the rules. */
  public void rules(String name, DnsForwardingRule.Builder... rules) {
    var changed = DnsForwardingRuleset.newBuilder().setName(name);
    for (var rule : List.of(rules)) changed.addRules(rule);
    var _ =
        rulesets.updateDnsForwardingRuleset(
            UpdateDnsForwardingRulesetRequest.newBuilder()
                .setDnsForwardingRuleset(changed)
                .build());
  }
}
