package io.postern.server.reach.model;

import static io.postern.server.traffic.model.Rules.deny;
import static io.postern.server.traffic.model.Rules.group;
import static io.postern.server.traffic.model.Rules.ports;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.connection.model.ActionCode;
import io.postern.server.connection.model.ConnectionState.Label;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Subnet.EndpointNetworkPolicies;
import io.postern.server.reach.model.Decision.Verdict;
import io.postern.server.reach.model.Destination.AskedName;
import io.postern.server.reach.model.Finding.Outcome;
import io.postern.server.reach.model.Finding.Step;
import io.postern.server.traffic.model.RuleEnd;
import io.postern.server.traffic.model.Rules;
import io.postern.server.traffic.model.SecurityRule.Access;
import io.postern.server.traffic.model.SecurityRule.Direction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an endpoint itself decides: connection, target, security rules (Rules §15.4-6). */
class EndpointStepsTest {
  @Test
  void anApprovedConnectionCarriesTraffic() {
    assertEquals(Outcome.PASSED, new Scene().step(Step.CONNECTION).outcome());
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING,      PROVIDER_APPROVAL_REQUIRED",
    "PENDING,      CONNECTION_LIMIT_REACHED",
    "REJECTED,     CONNECTION_REJECTED",
    "REJECTED,     APPROVAL_EXPIRED",
    "DISCONNECTED, TARGET_DELETED",
    "DISCONNECTED, CONNECTION_DELETED_BY_PROVIDER"
  })
  void noOtherStateCarriesTrafficAndTheTraceSaysWhoMustDoWhat(Label state, ActionCode action) {
    var decision = new Scene().connected(state, action, false).decide();
    var finding = decision.trace().getLast();

    assertEquals(Verdict.DENIED, decision.verdict());
    assertEquals(Step.CONNECTION, finding.step());
    assertTrue(finding.sentence().contains(action.name()), finding.sentence());
    assertTrue(finding.sentence().contains(action.sentence()), finding.sentence());
  }

  @Test
  void aSuspendedConnectionCarriesNoTraffic() {
    var finding =
        new Scene().connected(Label.APPROVED, ActionCode.SUSPENDED, true).step(Step.CONNECTION);

    assertEquals(Outcome.DENIED, finding.outcome());
    assertTrue(finding.sentence().contains("suspended"), finding.sentence());
  }

  @Test
  void anEndpointForBlobReachesBlob() {
    var asked = new AskedName("a.blob.core.windows.net", Scene.STORAGE, List.of("blob"));

    assertEquals(Verdict.ALLOWED, new Scene().asked(asked).decide().verdict());
  }

  @Test
  void anEndpointForBlobDoesNotReachFile() {
    var asked = new AskedName("a.file.core.windows.net", Scene.STORAGE, List.of("file"));
    var decision = new Scene().asked(asked).decide();

    assertEquals(Verdict.DENIED, decision.verdict());
    assertEquals(Step.TARGET, decision.trace().getLast().step());
  }

  @Test
  void anEndpointReachesNoOtherResource() {
    var other = ResourceName.of(Scene.STORAGE.text() + "2");
    var asked = new AskedName("a2.blob.core.windows.net", other, List.of("blob"));

    assertEquals(Outcome.DENIED, new Scene().asked(asked).step(Step.TARGET).outcome());
  }

  @ParameterizedTest
  @EnumSource
  void securityGroupsApplyOnlyWhereTheSubnetSaysSo(EndpointNetworkPolicies policies) {
    var scene = new Scene().policies(policies).group(group(deny(100, RuleEnd.ANY, ports("443"))));

    assertEquals(
        policies.securityGroupsApply() ? Verdict.DENIED : Verdict.ALLOWED,
        scene.decide().verdict());
  }

  @Test
  void theTraceNamesTheGroupAndTheRuleThatDecided() {
    var finding =
        new Scene()
            .policies(EndpointNetworkPolicies.ENABLED)
            .group(group(deny(100, RuleEnd.ANY, ports("443"))))
            .step(Step.SECURITY_RULES);

    assertEquals("nsg", finding.object().orElseThrow().id());
    assertTrue(finding.sentence().contains("'rule100' with priority 100"), finding.sentence());
  }

  @Test
  void theDefaultRulesLetTheNetworkIn() {
    var finding =
        new Scene()
            .policies(EndpointNetworkPolicies.ENABLED)
            .group(group())
            .step(Step.SECURITY_RULES);

    assertEquals(Outcome.PASSED, finding.outcome());
    assertTrue(finding.sentence().contains("AllowVnetInBound"), finding.sentence());
  }

  @Test
  void whatTheSourcesOwnGroupStopsDoesNotLeave() {
    var rule = Rules.rule("out", 100, Direction.OUTBOUND, Access.DENY, RuleEnd.ANY, ports("443"));
    var finding = new Scene().sourceGroup(group(rule)).step(Step.SECURITY_RULES);

    assertEquals(Outcome.DENIED, finding.outcome());
  }
}
