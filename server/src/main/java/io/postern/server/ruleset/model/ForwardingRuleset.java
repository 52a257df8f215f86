package io.postern.server.ruleset.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Checks;
import io.postern.server.zone.model.DomainName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * A DNS forwarding ruleset: whom the machines of its networks have names asked of that no linked
 * zone holds.
 *
 * <p>A network drops out of its ruleset when it is deleted. The reference blocks all the same, so
 * that no ruleset can name a network that is gone.
 */
public record ForwardingRuleset(
    ResourceName name,
    Meta meta,
    String region,
    List<ForwardingRule> rules,
    List<ResourceName> virtualNetworks,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<ForwardingRuleset> KIND =
      Kind.inGroup(
          "dnsForwardingRuleset",
          ForwardingRuleset.class,
          "forwarding ruleset",
          "Microsoft.Network/dnsForwardingRulesets/*");

  /** The role of the networks among a ruleset's references. */
  public static final String NETWORK = "virtualNetwork";

  /** The space of networks: each is linked to one ruleset. */
  private static final String LINKED_NETWORK = "rulesetNetwork";

  private static final String RULES = "dns_forwarding_ruleset.rules";
  private static final String NETWORKS = "dns_forwarding_ruleset.virtual_networks";

  public ForwardingRuleset {
    rules = List.copyOf(rules);
    virtualNetworks = List.copyOf(virtualNetworks);
    tags = Map.copyOf(tags);
    Checks.id(name, 1, 80, "dns_forwarding_ruleset_id");
    requireRules(rules);
    requireDistinct(virtualNetworks);
  }

  private static void requireRules(List<ForwardingRule> rules) {
    if (rules.isEmpty())
      throw ControlException.invalid(
          Reason.INVALID_FIELD, RULES, "A forwarding ruleset has at least one rule.");
    Checks.distinct(rules.stream().map(ForwardingRule::name).toList(), RULES, "rule");
    var domains = new HashSet<DomainName>();
    for (int i = 0; i < rules.size(); i++) {
      var field = RULES + "[" + i + "]";
      var rule = rules.get(i);
      rule.require(field);
      if (!domains.add(rule.domain()))
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            field + ".domain_name",
            "Another rule is for '" + rule.absoluteDomain() + "' already; of two only one counts.");
    }
  }

  private static void requireDistinct(List<ResourceName> networks) {
    var seen = new HashSet<ResourceName>();
    for (int i = 0; i < networks.size(); i++)
      if (!seen.add(networks.get(i)))
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            NETWORKS + "[" + i + "]",
            "The network '" + networks.get(i) + "' is in the list twice.");
  }

  /** What at most one ruleset can hold: a network. */
  public static Hold linked(ResourceName network) {
    return new Hold(LINKED_NETWORK, network.key());
  }

  /** The same ruleset without a network. */
  public ForwardingRuleset without(ResourceName network) {
    var others = virtualNetworks.stream().filter(it -> !it.equals(network)).toList();
    return new ForwardingRuleset(name, meta, region, rules, others, tags);
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public ForwardingRuleset withMeta(Meta other) {
    return new ForwardingRuleset(name, other, region, rules, virtualNetworks, tags);
  }

  @Override
  public List<Reference> references() {
    return virtualNetworks.stream().map(it -> Reference.blocking(NETWORK, it)).toList();
  }

  @Override
  public List<Hold> holds() {
    return virtualNetworks.stream().map(ForwardingRuleset::linked).toList();
  }
}
