package io.postern.server.ruleset;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Region;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Protos;
import io.postern.server.ruleset.model.ForwardingRule;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.server.ruleset.model.TargetServer;
import io.postern.v1.DnsForwardingRule;
import io.postern.v1.DnsForwardingRuleset;
import io.postern.v1.TargetDnsServer;
import java.util.ArrayList;
import java.util.List;

/** Between the API's forwarding rulesets and the model's. */
final class RulesetProto {
  private static final String FIELD = "dns_forwarding_ruleset.";

  private RulesetProto() {}

  static DnsForwardingRuleset of(ForwardingRuleset ruleset) {
    return DnsForwardingRuleset.newBuilder()
        .setName(ruleset.name().text())
        .setUid(ruleset.meta().uid())
        .setEtag(ruleset.meta().etag())
        .setCreateTime(timestamp(ruleset.meta().createTime()))
        .setUpdateTime(timestamp(ruleset.meta().updateTime()))
        .putAllTags(ruleset.tags())
        .setRegion(ruleset.region())
        .addAllRules(ruleset.rules().stream().map(RulesetProto::of).toList())
        .addAllVirtualNetworks(ruleset.virtualNetworks().stream().map(ResourceName::text).toList())
        .build();
  }

  private static DnsForwardingRule of(ForwardingRule rule) {
    return DnsForwardingRule.newBuilder()
        .setName(rule.name())
        .setDomainName(rule.absoluteDomain())
        .addAllTargetDnsServers(rule.servers().stream().map(RulesetProto::of).toList())
        .setEnabled(rule.enabled())
        .build();
  }

  private static TargetDnsServer of(TargetServer server) {
    return TargetDnsServer.newBuilder()
        .setIpAddress(server.address().toString())
        .setPort(server.port())
        .build();
  }

  /** A ruleset from a request, with the bookkeeping of the one it replaces. */
  static ForwardingRuleset model(ResourceName name, Meta meta, DnsForwardingRuleset message) {
    return new ForwardingRuleset(
        name,
        meta,
        Region.parse(message.getRegion(), FIELD + "region").name(),
        rules(message.getRulesList()),
        networks(message.getVirtualNetworksList()),
        Protos.tags(message.getTagsMap(), FIELD + "tags"));
  }

  private static List<ForwardingRule> rules(List<DnsForwardingRule> messages) {
    var rules = new ArrayList<ForwardingRule>();
    for (int i = 0; i < messages.size(); i++) {
      var message = messages.get(i);
      var field = FIELD + "rules[" + i + "].";
      rules.add(
          new ForwardingRule(
              message.getName(),
              ForwardingRule.domain(message.getDomainName(), field + "domain_name"),
              servers(message.getTargetDnsServersList(), field + "target_dns_servers"),
              !message.hasEnabled() || message.getEnabled()));
    }
    return rules;
  }

  private static List<TargetServer> servers(List<TargetDnsServer> messages, String list) {
    var servers = new ArrayList<TargetServer>();
    for (int i = 0; i < messages.size(); i++) {
      var message = messages.get(i);
      var address = IpAddress.parse(message.getIpAddress(), list + "[" + i + "].ip_address");
      var port = message.getPort() == 0 ? TargetServer.DNS_PORT : message.getPort();
      servers.add(new TargetServer(address, port));
    }
    return servers;
  }

  private static List<ResourceName> networks(List<String> names) {
    var networks = new ArrayList<ResourceName>();
    for (int i = 0; i < names.size(); i++)
      networks.add(VirtualNetwork.KIND.parse(names.get(i), FIELD + "virtual_networks[" + i + "]"));
    return networks;
  }
}
