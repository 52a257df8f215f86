package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.ForwardRules;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.ruleset.model.ForwardingRule;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.server.ruleset.model.TargetServer;
import io.postern.server.zone.model.DomainName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesetCompilerTest {
  private final Ids ids = new Ids();
  private final RulesetCompiler compiler = new RulesetCompiler(ids);
  private final ZoneIndex index = network(network(ZoneIndex.empty(), 0), 1);

  private ZoneIndex network(ZoneIndex before, int number) {
    var name = Samples.networkName(number);
    return before.withNetwork(name.key(), NetworkView.of(ids.of(name), true), Set.of());
  }

  private static ForwardingRuleset ruleset(String id, String domain, int... networks) {
    var server = new TargetServer(IpAddress.of("10.0.0.53"), 53);
    return new ForwardingRuleset(
        ResourceName.of(
            "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/dnsForwardingRulesets/"
                + id),
        Meta.NEW,
        "eastus",
        List.of(new ForwardingRule("rule", new DomainName(domain), List.of(server), true)),
        Arrays.stream(networks).mapToObj(Samples::networkName).toList(),
        Map.of());
  }

  private ForwardRules rules(ZoneIndex in, int network) {
    var view = Objects.requireNonNull(in.view(ids.of(Samples.networkName(network))));
    return view.rules();
  }

  /** The domain of the rule that covers a name in a network; empty for none. */
  private String rule(ZoneIndex in, int network) {
    var rule = rules(in, network).longest(DnsName.parse("www.corp.example"));
    return rule == null ? "" : rule.suffix().toString();
  }

  @Test
  void linkedNetworksShareTheRules() {
    var linked = compiler.put(index, ruleset("r", "corp.example", 0, 1));

    assertEquals("corp.example", rule(linked, 0));
    assertSame(rules(linked, 0), rules(linked, 1));
  }

  @Test
  void aNetworkThatIsTakenOutLosesTheRulesAndTheOthersGetTheNewOnes() {
    var linked = compiler.put(index, ruleset("r", "corp.example", 0, 1));

    var changed = compiler.put(linked, ruleset("r", "example", 1));

    assertEquals("", rule(changed, 0));
    assertEquals("example", rule(changed, 1));
  }

  @Test
  void aNetworkMovesFromOneRulesetToAnother() {
    var linked = compiler.put(index, ruleset("r", "corp.example", 0));

    var freed = compiler.put(linked, ruleset("r", "corp.example"));
    var moved = compiler.put(freed, ruleset("s", "example", 0));

    assertEquals("example", rule(moved, 0));
    assertEquals("", rule(compiler.remove(moved, ruleset("s", "example", 0)), 0));
  }

  @Test
  void aNetworkThatIsNotThereIsPassedOver() {
    var linked = compiler.put(index, ruleset("r", "corp.example", 0, 7));

    assertEquals("corp.example", rule(linked, 0));
  }
}
