package io.postern.server.dnsview;

import io.postern.dns.view.ForwardRule;
import io.postern.dns.view.ForwardRules;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.kernel.ResourceName;
import io.postern.server.ruleset.model.ForwardingRule;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.server.ruleset.model.TargetServer;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Forwarding rulesets as the rules of views: compiled once, shared by the networks linked to it.
 */
final class RulesetCompiler {
  private final Ids networkIds;
  private final Map<ResourceName, List<ResourceName>> linked = new HashMap<>();

  RulesetCompiler(Ids networkIds) {
    this.networkIds = networkIds;
  }

  ZoneIndex put(ZoneIndex index, ForwardingRuleset ruleset) {
    var before = linked.put(ruleset.name(), ruleset.virtualNetworks());
    var cleared = before == null ? index : with(index, before, ForwardRules.none());
    return with(cleared, ruleset.virtualNetworks(), rules(ruleset));
  }

  ZoneIndex remove(ZoneIndex index, ForwardingRuleset ruleset) {
    var before = linked.remove(ruleset.name());
    return before == null ? index : with(index, before, ForwardRules.none());
  }

  private ZoneIndex with(ZoneIndex index, List<ResourceName> networks, ForwardRules rules) {
    var changed = index;
    for (var network : networks) {
      var view = changed.view(networkIds.of(network));
      // A network that goes leaves its ruleset first, in the same write.
      if (view != null) changed = changed.withView(view.withRules(rules));
    }
    return changed;
  }

  private static ForwardRules rules(ForwardingRuleset ruleset) {
    return ForwardRules.of(
        ruleset.rules().stream()
            .filter(ForwardingRule::enabled)
            .map(rule ->
                new ForwardRule(
                    DnsRecords.name(rule.domain()),
                    rule.servers().stream().map(RulesetCompiler::address).toList()))
            .toList());
  }

  private static InetSocketAddress address(TargetServer server) {
    return new InetSocketAddress(server.address().toInetAddress(), server.port());
  }
}
