package io.postern.server.ruleset;

import static io.postern.server.testing.RulesetLab.rule;
import static io.postern.server.testing.RulesetLab.ruleset;
import static io.postern.server.testing.RulesetLab.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.RulesetLab;
import io.postern.v1.CreateDnsForwardingRulesetRequest;
import io.postern.v1.DeleteDnsForwardingRulesetRequest;
import io.postern.v1.DeleteSubnetRequest;
import io.postern.v1.DeleteVirtualNetworkRequest;
import io.postern.v1.DnsForwardingRuleset;
import io.postern.v1.DnsForwardingRulesetServiceGrpc;
import io.postern.v1.DnsForwardingRulesetServiceGrpc.DnsForwardingRulesetServiceBlockingStub;
import io.postern.v1.GetDnsForwardingRulesetRequest;
import io.postern.v1.ListDnsForwardingRulesetsRequest;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.TargetDnsServer;
import io.postern.v1.UpdateDnsForwardingRulesetRequest;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forwarding rulesets through a running server; each test has networks and rulesets of its own. */
class RulesetGrpcTest {
  private static final String RULESETS =
      Lab.CONSUMER + "/providers/Microsoft.Network/dnsForwardingRulesets/";
  private static final String NETWORKS = "dns_forwarding_ruleset.virtual_networks[0]";

  @TempDir static Path folder;
  private static ControlPlane plane;
  private static Lab lab;
  private static RulesetLab rulesets;
  private static DnsForwardingRulesetServiceBlockingStub stub;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    rulesets = RulesetLab.of(plane);
    stub = plane.stub(DnsForwardingRulesetServiceGrpc::newBlockingStub);
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  private static DnsForwardingRuleset.Builder corp() {
    return ruleset(rule("corp.example", server("10.0.0.53")));
  }

  private static DnsForwardingRuleset get(String name) {
    return stub.getDnsForwardingRuleset(
            GetDnsForwardingRulesetRequest.newBuilder().setName(name).build())
        .getDnsForwardingRuleset();
  }

  private static DnsForwardingRuleset update(DnsForwardingRuleset.Builder wanted, String... mask) {
    return stub.updateDnsForwardingRuleset(
            UpdateDnsForwardingRulesetRequest.newBuilder()
                .setDnsForwardingRuleset(wanted)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(mask)))
                .build())
        .getDnsForwardingRuleset();
  }

  private static Refusal refused(String id, DnsForwardingRuleset.Builder wanted) {
    return Refusal.of(() -> rulesets.create(id, wanted));
  }

  /** A refusal of a value, which says the field. */
  private static void invalid(String field, DnsForwardingRuleset.Builder wanted) {
    var refused = refused("invalid", wanted);
    assertEquals(Status.Code.INVALID_ARGUMENT, refused.code());
    assertEquals(List.of("dns_forwarding_ruleset." + field), refused.fields());
  }

  @Test
  void aRulesetIsReadBackWithThePortAndTheStateOfItsRulesFilledIn() {
    var network = lab.network("read", "10.1.0.0/16");
    var off = rule(".", server("2001:db8::53")).setEnabled(false);
    var on =
        rule("corp.example")
            .addTargetDnsServers(TargetDnsServer.newBuilder().setIpAddress("10.0.0.53"));
    var created = rulesets.create("read", ruleset(on, off).addVirtualNetworks(network));

    var filled = rule("corp.example", server("10.0.0.53")).setEnabled(true).build();
    assertEquals(created, get(RULESETS + "read"));
    assertEquals(List.of(filled, off.build()), created.getRulesList());
    assertEquals(List.of(network), created.getVirtualNetworksList());
  }

  @Test
  void aRuleThatCannotWorkIsRefused() {
    invalid("rules", ruleset());
    invalid("rules[0].domain_name", ruleset(rule("c.example").setDomainName("c.example")));
    invalid("rules[0].domain_name", ruleset(rule("c.example").setDomainName("*.c.example.")));
    invalid("rules[0].domain_name", ruleset(rule("c.example").setDomainName("")));
    invalid("rules[0].target_dns_servers", ruleset(rule("c.example")));
    invalid(
        "rules[0].target_dns_servers[1]",
        ruleset(rule("c.example", server("10.0.0.1"), server("10.0.0.1"))));
    invalid(
        "rules[0].target_dns_servers[0].ip_address", ruleset(rule("c.example", server("0.0.0.0"))));
    var named = TargetDnsServer.newBuilder().setIpAddress("ns.example");
    invalid(
        "rules[0].target_dns_servers[0].ip_address",
        ruleset(rule("c.example").addTargetDnsServers(named)));
    var port = TargetDnsServer.newBuilder().setIpAddress("10.0.0.1").setPort(65_536);
    invalid(
        "rules[0].target_dns_servers[0].port",
        ruleset(rule("c.example").addTargetDnsServers(port)));
    invalid("rules[1].name", corp().addRules(rule("d.example").setName("CORP.example")));
    invalid(
        "rules[1].domain_name",
        corp().addRules(rule("Corp.Example", server("10.0.0.1")).setName("other")));
  }

  @Test
  void aNetworkIsLinkedToOneRuleset() {
    var network = lab.network("one", "10.1.0.0/16");
    rulesets.create("one-a", corp().addVirtualNetworks(network));

    var refused = refused("one-b", corp().addVirtualNetworks(network));

    assertEquals(Status.Code.FAILED_PRECONDITION, refused.code());
    assertEquals("FORWARDING_RULESET_EXISTS", refused.reason());
    assertEquals(RULESETS + "one-a", refused.metadata().get("ruleset"));
    assertEquals(List.of(NETWORKS), refused.fields());
    update(DnsForwardingRuleset.newBuilder().setName(RULESETS + "one-a"), "virtual_networks");
    rulesets.create("one-b", corp().addVirtualNetworks(network));
    invalid("virtual_networks[1]", corp().addVirtualNetworks(network).addVirtualNetworks(network));
  }

  @Test
  void aNetworkThatIsMissingOrMalformedIsRefused() {
    var missing =
        refused("gone", corp().addVirtualNetworks(lab.network("near", "10.1.0.0/16") + "-not"));

    assertEquals("RESOURCE_NOT_FOUND", missing.reason());
    assertEquals("NAME_MALFORMED", refused("gone", corp().addVirtualNetworks("vnet-a")).reason());
  }

  @Test
  void theCallerNeedsRightsOnBothSides() {
    var own = lab.network("rights", "10.1.0.0/16");
    var foreign = lab.network(Lab.PROVIDER, "rights", "10.1.0.0/16");
    var alice = plane.stubAs("alice@contoso", DnsForwardingRulesetServiceGrpc::newBlockingStub);
    var request =
        CreateDnsForwardingRulesetRequest.newBuilder()
            .setParent(Lab.CONSUMER)
            .setDnsForwardingRulesetId("rights");

    var toForeign =
        Refusal.of(() ->
            alice.createDnsForwardingRuleset(
                request
                    .clone()
                    .setDnsForwardingRuleset(corp().addVirtualNetworks(foreign))
                    .build()));
    var inForeign =
        Refusal.of(() ->
            alice.createDnsForwardingRuleset(
                request
                    .clone()
                    .setParent(Lab.PROVIDER)
                    .setDnsForwardingRuleset(corp().addVirtualNetworks(own))
                    .build()));
    var created =
        alice
            .createDnsForwardingRuleset(
                request.setDnsForwardingRuleset(corp().addVirtualNetworks(own)).build())
            .getDnsForwardingRuleset();
    var later =
        Refusal.of(() ->
            alice.updateDnsForwardingRuleset(
                UpdateDnsForwardingRulesetRequest.newBuilder()
                    .setDnsForwardingRuleset(created.toBuilder().addVirtualNetworks(foreign))
                    .build()));

    for (var refused : List.of(toForeign, inForeign, later))
      assertEquals("RESOURCE_NOT_FOUND", refused.reason());
    var eve = plane.stubAs("eve@fabrikam", DnsForwardingRulesetServiceGrpc::newBlockingStub);
    var read = GetDnsForwardingRulesetRequest.newBuilder().setName(created.getName()).build();
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> eve.getDnsForwardingRuleset(read)).code());
  }

  @Test
  void anUpdateChangesWhatItsMaskNamesAndNothingElse() {
    var network = lab.network("masked", "10.1.0.0/16");
    var created =
        rulesets.create("masked", corp().addVirtualNetworks(network).putTags("team", "dns"));
    var other = rule("lab.example", server("10.0.1.53")).setEnabled(true);

    var updated =
        update(
            DnsForwardingRuleset.newBuilder()
                .setName(created.getName())
                .setEtag(created.getEtag())
                .setRegion("westeurope")
                .addRules(other),
            "rules");

    assertEquals(List.of(other.build()), updated.getRulesList());
    assertEquals(created.getRegion(), updated.getRegion());
    assertEquals(List.of(network), updated.getVirtualNetworksList());
    assertNotEquals(created.getEtag(), updated.getEtag());
    var stale = Refusal.of(() -> update(created.toBuilder(), "rules"));
    assertEquals("ETAG_MISMATCH", stale.reason());
    var moved = Refusal.of(() -> update(updated.toBuilder().setRegion("westeurope"), "region"));
    assertEquals("FIELD_IMMUTABLE", moved.reason());
  }

  @Test
  void aRepeatedRequestIsMadeOnceAndAPlanLeavesNothingBehind() {
    var request =
        CreateDnsForwardingRulesetRequest.newBuilder()
            .setParent(Lab.CONSUMER)
            .setDnsForwardingRulesetId("once")
            .setDnsForwardingRuleset(corp())
            .setRequestId("once");

    var planned = stub.createDnsForwardingRuleset(request.clone().setValidateOnly(true).build());
    assertEquals(RULESETS + "once", planned.getDnsForwardingRuleset().getName());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get(RULESETS + "once")).code());
    var first = stub.createDnsForwardingRuleset(request.build());
    assertEquals(first, stub.createDnsForwardingRuleset(request.build()));
  }

  @Test
  void rulesetsAreListedByPages() {
    for (var id : List.of("page-a", "page-b", "page-c")) rulesets.create(id, corp());
    var request = ListDnsForwardingRulesetsRequest.newBuilder().setParent(Lab.CONSUMER);
    var all = stub.listDnsForwardingRulesets(request.build()).getDnsForwardingRulesetsList();

    var first = stub.listDnsForwardingRulesets(request.clone().setPageSize(1).build());
    var rest =
        stub.listDnsForwardingRulesets(
            request.clone().setPageSize(1).setPageToken(first.getNextPageToken()).build());

    assertEquals(all.subList(0, 1), first.getDnsForwardingRulesetsList());
    assertEquals(all.subList(1, 2), rest.getDnsForwardingRulesetsList());
  }

  @Test
  void aDeletedNetworkLeavesItsRuleset() {
    var network = lab.network("leaves", "10.1.0.0/16");
    var stays = lab.network("stays", "10.1.0.0/16");
    var created =
        rulesets.create("left", corp().addVirtualNetworks(network).addVirtualNetworks(stays));

    deleteNetwork(network);

    var left = get(created.getName());
    assertEquals(List.of(stays), left.getVirtualNetworksList());
    assertNotEquals(created.getEtag(), left.getEtag());
    var again = lab.network("leaves", "10.1.0.0/16");
    rulesets.create("next", corp().addVirtualNetworks(again));
  }

  @Test
  void aDeletedRulesetFreesItsNetworks() {
    var network = lab.network("freed", "10.1.0.0/16");
    var created = rulesets.create("freed", corp().addVirtualNetworks(network));

    var _ =
        stub.deleteDnsForwardingRuleset(
            DeleteDnsForwardingRulesetRequest.newBuilder()
                .setName(created.getName())
                .setEtag(created.getEtag())
                .build());

    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get(created.getName())).code());
    rulesets.create("freed-again", corp().addVirtualNetworks(network));
    deleteNetwork(network);
  }

  private static void deleteNetwork(String network) {
    var _ =
        plane
            .stub(SubnetServiceGrpc::newBlockingStub)
            .deleteSubnet(
                DeleteSubnetRequest.newBuilder().setName(network + "/subnets/default").build());
    var _ =
        plane
            .stub(VirtualNetworkServiceGrpc::newBlockingStub)
            .deleteVirtualNetwork(
                DeleteVirtualNetworkRequest.newBuilder().setName(network).build());
  }
}
