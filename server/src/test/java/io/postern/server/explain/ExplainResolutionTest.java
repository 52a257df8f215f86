package io.postern.server.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import io.postern.dns.testing.Loopback;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.RulesetLab;
import io.postern.v1.ARecord;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.ExplainResolutionRequest;
import io.postern.v1.ExplainResolutionResponse;
import io.postern.v1.ExplainServiceGrpc;
import io.postern.v1.ExplainServiceGrpc.ExplainServiceBlockingStub;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.ResolutionStep.Kind;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How a resolution is explained: which links, zone, records and claims, and who sees them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainResolutionTest {
  private static final String NAME = "acct1.privatelink.blob.core.windows.net";

  private ControlPlane plane;
  private Lab lab;
  private String networkA;
  private String networkB;
  private String zone;
  private PrivateEndpoint inA;
  private PrivateEndpoint inB;

  @BeforeAll
  void start(@TempDir Path folder) {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    networkA = lab.network("vnet-a", "10.1.0.0/16");
    networkB = lab.network("vnet-b", "10.2.0.0/16");
    zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, networkA, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    lab.link(zone, networkB, ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT);
    var target = lab.storage("acct1");
    inA = published("pe-a", networkA, target);
    inB = published("pe-b", networkB, target);
    lab.approve(inA);
    lab.approve(inB);
  }

  private PrivateEndpoint published(String id, String network, String target) {
    var endpoint = lab.endpoint(id, Lab.wanted(network, target, true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    return endpoint;
  }

  @AfterAll
  void stop() {
    plane.close();
  }

  private ExplainResolutionResponse explain(String network, String name, String type) {
    return explain(plane.stub(ExplainServiceGrpc::newBlockingStub), network, name, type);
  }

  private static ExplainResolutionResponse explain(
      ExplainServiceBlockingStub caller, String network, String name, String type) {
    return caller.explainResolution(
        ExplainResolutionRequest.newBuilder()
            .setVirtualNetwork(network)
            .setName(name)
            .setType(type)
            .build());
  }

  private static List<Kind> kinds(ExplainResolutionResponse explained) {
    return explained.getStepsList().stream().map(step -> step.getKind()).toList();
  }

  @Test
  void theClaimThatAnswersAndThoseBehindItAreNamed() {
    var explained = explain(networkA, NAME, "A");
    var records = explained.getStepsList().getLast();
    assertEquals(
        List.of(Kind.KIND_VIEW, Kind.KIND_LINKED_ZONE, Kind.KIND_RECORDS), kinds(explained));
    assertEquals(inA.getName(), records.getDecidedBy());
    assertEquals(
        Map.of(inA.getName(), "DNS_STATUS_PUBLISHED", inB.getName(), "DNS_STATUS_SHADOWED"),
        Map.of(
            records.getClaims(0).getPrivateEndpoint(),
            records.getClaims(0).getDnsStatus().name(),
            records.getClaims(1).getPrivateEndpoint(),
            records.getClaims(1).getDnsStatus().name()));
    assertEquals(networkB, records.getClaims(1).getVirtualNetwork());
    assertEquals(List.of("10.2.0.4"), records.getClaims(1).getIpAddressesList());
    assertEquals("10.1.0.4", explained.getAnswer().getAnswers(0).getRdata());
  }

  @Test
  void theZoneOfTheLongestLinkIsAskedAndTheOthersAreShown() {
    var longer = lab.zone("db.contoso.com");
    var shorter = lab.zone("contoso.com");
    lab.link(shorter, networkA, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    lab.link(longer, networkA, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var linked = explain(networkA, "x.db.contoso.com", "A").getSteps(1);
    assertEquals(longer, linked.getDecidedBy());
    assertEquals(
        List.of(longer, shorter),
        linked.getLinksList().stream().map(link -> link.getPrivateDnsZone()).toList());
    assertEquals(
        List.of(true, false), linked.getLinksList().stream().map(link -> link.getAsked()).toList());
  }

  @Test
  void aRedirectIsAStepOfItsOwn() {
    lab.storage("acct9");
    var explained = explain(networkB, "acct9." + Lab.BLOB_ZONE, "A");
    assertEquals(
        List.of(
            Kind.KIND_VIEW,
            Kind.KIND_LINKED_ZONE,
            Kind.KIND_RECORDS,
            Kind.KIND_REDIRECT,
            Kind.KIND_PUBLIC_SIDE,
            Kind.KIND_LINKED_ZONE,
            Kind.KIND_PUBLIC_SIDE),
        kinds(explained));
    assertEquals("NOERROR", explained.getAnswer().getRcode());
  }

  @Test
  void theRuleThatANameIsForwardedByIsNamedWithItsServers() throws IOException {
    try (var silent = new DatagramSocket(Loopback.anyPort())) {
      var server = (InetSocketAddress) silent.getLocalSocketAddress();
      var networkC = lab.network("vnet-c", "10.3.0.0/16");
      var ruleset =
          RulesetLab.of(plane).linked("corp", networkC, RulesetLab.rule("corp.example", server));

      var explained = explain(networkC, "www.corp.example", "A");

      assertEquals(
          List.of(
              Kind.KIND_VIEW, Kind.KIND_LINKED_ZONE, Kind.KIND_FORWARDING_RULE, Kind.KIND_UPSTREAM),
          kinds(explained));
      var rule = explained.getSteps(2);
      assertEquals(ruleset, rule.getDecidedBy());
      assertEquals(
          "The forwarding rule for corp.example has 127.0.0.1:" + server.getPort() + " asked.",
          rule.getSentence());
      assertEquals("No server of the rule gave an answer.", explained.getSteps(3).getSentence());
      assertEquals("SERVFAIL", explained.getAnswer().getRcode());
    }
  }

  @Test
  void aRecordMadeByHandStandsBeforeClaims() {
    var byHand =
        plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(zone)
                    .setRecordSetId("manual")
                    .setRecordSet(
                        RecordSet.newBuilder()
                            .setType(RecordType.RECORD_TYPE_A)
                            .addARecords(ARecord.newBuilder().setIpv4Address("10.9.9.9")))
                    .build())
            .getRecordSet();
    var records = explain(networkA, "manual." + Lab.BLOB_ZONE, "A").getStepsList().getLast();
    assertEquals(byHand.getName(), records.getDecidedBy());
    assertEquals(List.of(), records.getClaimsList());
  }

  @Test
  void withoutAnybodyToAskTheAnswerIsRefused() {
    var explained = explain("", "nowhere.example", "A");
    assertEquals("REFUSED", explained.getAnswer().getRcode());
    assertEquals(
        "No registered resource has the name; there is nobody else to ask.",
        explained.getStepsList().getLast().getSentence());
  }

  @Test
  void aStrangerMayNotAskInANetworkOfOthers() {
    var stranger = plane.stubAs("eve@fabrikam", ExplainServiceGrpc::newBlockingStub);
    var refused = Refusal.of(() -> explain(stranger, networkA, NAME, "A"));
    assertEquals(Status.Code.NOT_FOUND, refused.code());
  }

  @Test
  void aNameThatIsNoneIsRefusedByItsField() {
    assertEquals(List.of("name"), Refusal.of(() -> explain("", "a..b", "A")).fields());
    assertEquals(List.of("type"), Refusal.of(() -> explain("", "a.b", "NOTYPE")).fields());
  }
}
