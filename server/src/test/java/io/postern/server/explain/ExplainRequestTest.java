package io.postern.server.explain;

import static io.postern.server.explain.ExplainBench.decided;
import static io.postern.server.explain.ExplainBench.explain;
import static io.postern.server.explain.ExplainBench.failed;
import static io.postern.server.explain.ExplainBench.request;
import static io.postern.server.explain.ExplainBench.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ActionCode;
import io.postern.v1.ConnectionCheck;
import io.postern.v1.ConnectionPolicy;
import io.postern.v1.ConnectionPolicy.ConsumerEntry;
import io.postern.v1.ConnectionState;
import io.postern.v1.ErrorReason;
import io.postern.v1.ExplainConnectionRequest;
import io.postern.v1.ExplainOutcome;
import io.postern.v1.ExplainSide;
import io.postern.v1.ListPrivateEndpointsRequest;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkService.AutoApproval;
import io.postern.v1.PrivateLinkService.Visibility;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a request that was not made would be told, check by check (Rules §3). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainRequestTest {
  private ExplainBench bench;
  private String target;

  @BeforeAll
  void start(@TempDir Path folder) {
    bench = new ExplainBench(folder);
    target = bench.lab.storage("acct");
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  /** One request wrong in every way, mended fault by fault: explained and refused alike. */
  @Test
  void whatIsExplainedIsWhatTheRequestIsThenTold() {
    var wanted = bench.blob(target + "x").setRegion("atlantis");
    var connection = wanted.getPrivateLinkServiceConnectionBuilder().clearGroupIds();
    connection.setRequestMessage("x".repeat(141)).setManual(false);
    wanted.addIpConfigurations(
        PrivateEndpoint.IpConfiguration.newBuilder()
            .setName("a")
            .setMemberName("nobody")
            .setPrivateIpAddress("10.1.0.3"));
    requireAlike("WELL_FORMED", wanted, it -> it.setRegion("westus"));
    requireAlike("PLACE", wanted, it -> it.setRegion(Lab.REGION));
    requireAlike("TARGET", wanted, it -> connection.setTarget(target));
    requireAlike("REQUEST_MESSAGE", wanted, it -> connection.setRequestMessage("please"));
    requireAlike("GROUP", wanted, it -> connection.addGroupIds("blob"));
    requireAlike(
        "CHOSEN_ADDRESSES",
        wanted,
        it -> it.getIpConfigurationsBuilder(0).setMemberName("blob").setGroupId("blob"));
    requireAlike("LEFT_TO_OWNER", wanted, it -> connection.setManual(true));
    requireAlike("ADDRESSES", wanted, it -> it.clearIpConfigurations());
    bench.lab.endpoint("wanted", wanted);
    requireAlike("NAME", wanted, it -> {});
  }

  private void requireAlike(
      String check, PrivateEndpoint.Builder wanted, Consumer<PrivateEndpoint.Builder> mend) {
    var request = request("wanted", wanted);
    var explained = explain(bench.bob, request);
    var refused =
        Refusal.of(() ->
            bench
                .plane
                .stubAs("bob@contoso", PrivateEndpointServiceGrpc::newBlockingStub)
                .createPrivateEndpoint(request));
    assertEquals(check, failed(explained));
    assertEquals("ERROR_REASON_" + refused.reason(), explained.getReason().name(), check);
    var step = step(explained, ConnectionCheck.valueOf("CONNECTION_CHECK_" + check));
    assertEquals(refused.message(), step.getSentence());
    assertEquals(refused.fields(), step.getFieldsList());
    assertEquals("It would be refused: " + refused.message(), explained.getSummary());
    assertEquals(ConnectionState.CONNECTION_STATE_UNSPECIFIED, explained.getState());
    mend.accept(wanted);
  }

  @Test
  void explainingARequestLeavesNothingBehind() {
    var before = endpoints();
    var explained = explain(bench.bob, request("imagined", bench.blob(target)));
    assertEquals(ConnectionState.CONNECTION_STATE_PENDING, explained.getState());
    assertTrue(explained.getPrivateEndpoint().endsWith("/imagined"), explained.toString());
    assertEquals(before, endpoints());
  }

  private List<PrivateEndpoint> endpoints() {
    return bench
        .lab
        .endpoints()
        .listPrivateEndpoints(
            ListPrivateEndpointsRequest.newBuilder().setParent("subscriptions/contoso").build())
        .getPrivateEndpointsList();
  }

  @Test
  void aManualRequestIsLeftToTheOwner() {
    var explained = explain(bench.bob, request("pe", bench.blob(target)));
    assertEquals("LEFT_TO_OWNER", decided(explained));
    assertEquals(ActionCode.ACTION_CODE_PROVIDER_APPROVAL_REQUIRED, explained.getActionCode());
    assertEquals(ExplainSide.EXPLAIN_SIDE_PROVIDER, explained.getSide());
    assertEquals(
        target, step(explained, ConnectionCheck.CONNECTION_CHECK_LEFT_TO_OWNER).getDecidedBy());
  }

  @Test
  void aRejectListDecidesBeforeAnyApproval() {
    var policy =
        ConnectionPolicy.newBuilder()
            .addAcceptList(ConsumerEntry.newBuilder().setTenant("contoso"))
            .addRejectList(ConsumerEntry.newBuilder().setTenant("contoso"));
    var explained = explain(bench.bob, request("pe", bench.blob(bench.storage("closed", policy))));
    assertEquals("REJECT_LIST", decided(explained));
    assertEquals(ActionCode.ACTION_CODE_IN_REJECT_LIST, explained.getActionCode());
    assertEquals(
        ExplainOutcome.EXPLAIN_OUTCOME_NOT_REACHED,
        step(explained, ConnectionCheck.CONNECTION_CHECK_ACCEPT_LIST).getOutcome());
  }

  @Test
  void anAcceptListApproves() {
    var policy =
        ConnectionPolicy.newBuilder()
            .addAcceptList(ConsumerEntry.newBuilder().setSubscription("subscriptions/contoso"));
    var explained = explain(bench.bob, request("pe", bench.blob(bench.storage("open", policy))));
    assertEquals("ACCEPT_LIST", decided(explained));
    assertEquals(ConnectionState.CONNECTION_STATE_APPROVED, explained.getState());
    assertEquals(ExplainSide.EXPLAIN_SIDE_NOBODY, explained.getSide());
  }

  @Test
  void aLimitThatIsReachedLeavesTheRequestWaiting() {
    var policy =
        ConnectionPolicy.newBuilder()
            .addAcceptList(ConsumerEntry.newBuilder().setTenant("contoso").setConnectionLimit(1));
    var limited = bench.storage("limited", policy);
    var first = request("pe-limited", bench.blob(limited));
    assertEquals("CONNECTION_LIMIT", decided(explain(bench.bob, first)));
    bench.lab.endpoint("pe-limited", bench.blob(limited));
    var second = explain(bench.bob, request("pe-over", bench.blob(limited)));
    assertEquals("CONNECTION_LIMIT", decided(second));
    assertEquals(ActionCode.ACTION_CODE_CONNECTION_LIMIT_REACHED, second.getActionCode());
    assertEquals("", step(second, ConnectionCheck.CONNECTION_CHECK_CONNECTION_LIMIT).getDetail());
  }

  @Test
  void aListedSubscriptionIsApprovedByTheServiceItself() {
    var lists =
        PrivateLinkService.newBuilder()
            .setVisibility(Visibility.newBuilder().addSubscriptions("*"))
            .setAutoApproval(AutoApproval.newBuilder().addSubscriptions("contoso"));
    var service = bench.lab.service("auto", lists);
    var explained =
        explain(bench.bob, request("pe", Lab.wanted(bench.network, service.getName(), true)));
    assertEquals("AUTO_APPROVAL", decided(explained));
    assertEquals(
        "The target approves the subscription by itself.",
        step(explained, ConnectionCheck.CONNECTION_CHECK_AUTO_APPROVAL).getSentence());
  }

  @Test
  void aTargetGivenByAliasIsNamedByNothingElse() {
    var service = bench.lab.service("secret", PrivateLinkService.newBuilder());
    var wanted = Lab.wanted(bench.network, service.getName(), true);
    wanted.getPrivateLinkServiceConnectionBuilder().setAlias(service.getAlias());
    var explained = explain(bench.bob, request("pe", wanted));
    assertEquals("LEFT_TO_OWNER", decided(explained));
    assertFalse(explained.toString().contains("fabrikam"), explained.toString());
    assertEquals(
        service.getAlias(),
        step(explained, ConnectionCheck.CONNECTION_CHECK_TARGET).getDecidedBy());
  }

  @Test
  void aStrangerIsToldNoMoreThanThatItMayNot() {
    var explained = explain(bench.carol, request("pe", bench.blob(target)));
    assertEquals("PERMISSION", failed(explained));
    assertEquals(ErrorReason.ERROR_REASON_RESOURCE_NOT_FOUND, explained.getReason());
    assertFalse(explained.toString().contains("10.1."), explained.toString());
  }

  @Test
  void somethingHasToBeNamed() {
    var refused =
        Refusal.of(
            () -> bench.bob.explainConnection(ExplainConnectionRequest.getDefaultInstance()));
    assertEquals(List.of("name"), refused.fields());
  }
}
