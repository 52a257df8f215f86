package io.postern.server.explain;

import static io.postern.server.explain.ExplainBench.decided;
import static io.postern.server.explain.ExplainBench.explain;
import static io.postern.server.explain.ExplainBench.failed;
import static io.postern.server.explain.ExplainBench.step;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ActionCode;
import io.postern.v1.ConnectionCheck;
import io.postern.v1.ConnectionPolicy;
import io.postern.v1.ConnectionPolicy.ConsumerEntry;
import io.postern.v1.ConnectionState;
import io.postern.v1.DeletePrivateEndpointConnectionRequest;
import io.postern.v1.DeletePrivateLinkResourceRequest;
import io.postern.v1.ExplainOutcome;
import io.postern.v1.ExplainServiceGrpc;
import io.postern.v1.ExplainSide;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointConnectionServiceGrpc;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.RejectConnectionRequest;
import io.postern.v1.SuspendConnectionRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Why a connection stands where it stands (Rules §2), to whoever may ask. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainConnectionTest {
  private ExplainBench bench;

  @BeforeAll
  void start(@TempDir Path folder) {
    bench = new ExplainBench(folder);
  }

  @AfterAll
  void stop() {
    bench.close();
  }

  private PrivateEndpoint waiting(String id) {
    return bench.lab.endpoint("pe-" + id, bench.blob(bench.lab.storage(id)));
  }

  @Test
  void aPendingConnectionWaitsForTheOwner() {
    var endpoint = waiting("pending");
    var explained = explain(bench.bob, endpoint.getName());
    assertEquals("LEFT_TO_OWNER OWNER_DECISION", decided(explained));
    assertEquals(ConnectionState.CONNECTION_STATE_PENDING, explained.getState());
    assertEquals(ExplainSide.EXPLAIN_SIDE_PROVIDER, explained.getSide());
    assertEquals(
        "Pending: The owner of the target has to approve the request.", explained.getSummary());
    assertEquals(1, explained.getHistoryCount());
    assertEquals(explained.getSteps(0).getCheck(), ConnectionCheck.CONNECTION_CHECK_WELL_FORMED);
  }

  @Test
  void anApprovedConnectionPassesEverything() {
    var endpoint = waiting("approved");
    bench.lab.approve(endpoint);
    var explained = explain(bench.bob, endpoint.getName());
    assertEquals("LEFT_TO_OWNER SUSPENSION", decided(explained));
    assertEquals("Approved: it carries traffic.", explained.getSummary());
    assertEquals(ExplainSide.EXPLAIN_SIDE_NOBODY, explained.getSide());
  }

  @Test
  void aRejectedConnectionShowsTheWordsAndToTheProviderTheActor() {
    var endpoint = waiting("rejected");
    var connection = Lab.connectionOf(endpoint);
    var _ =
        bench
            .plane
            .stubAs("carol@fabrikam", PrivateEndpointConnectionServiceGrpc::newBlockingStub)
            .rejectConnection(
                RejectConnectionRequest.newBuilder()
                    .setName(connection)
                    .setDescription("not you")
                    .build());
    var toBob = explain(bench.bob, endpoint.getName());
    var toCarol = explain(bench.carol, connection);
    var decision = ConnectionCheck.CONNECTION_CHECK_OWNER_DECISION;
    assertEquals("LEFT_TO_OWNER OWNER_DECISION", decided(toBob));
    assertTrue(step(toBob, decision).getSentence().endsWith("not you"), toBob.toString());
    assertEquals("", step(toBob, decision).getDetail());
    assertTrue(step(toCarol, decision).getDetail().startsWith("Moved by carol@fabrikam at "));
    assertEquals("provider", toBob.getHistory(1).getActor());
    assertEquals("carol@fabrikam", toCarol.getHistory(1).getActor());
    assertEquals(
        ExplainOutcome.EXPLAIN_OUTCOME_NOT_REACHED,
        step(toBob, ConnectionCheck.CONNECTION_CHECK_SUSPENSION).getOutcome());
  }

  @Test
  void aSuspendedConnectionWaitsForItsResumption() {
    var endpoint = waiting("suspended");
    bench.lab.approve(endpoint);
    var _ =
        bench
            .lab
            .connections()
            .suspendConnection(
                SuspendConnectionRequest.newBuilder().setName(Lab.connectionOf(endpoint)).build());
    var explained = explain(bench.bob, endpoint.getName());
    assertEquals("LEFT_TO_OWNER SUSPENSION", decided(explained));
    assertTrue(explained.getSuspended());
    assertEquals(ActionCode.ACTION_CODE_SUSPENDED, explained.getActionCode());
  }

  @Test
  void aConnectionDeletedByTheProviderLeavesOnlyTheDeletion() {
    var endpoint = waiting("ended");
    var _ =
        bench
            .lab
            .connections()
            .deletePrivateEndpointConnection(
                DeletePrivateEndpointConnectionRequest.newBuilder()
                    .setName(Lab.connectionOf(endpoint))
                    .build());
    var explained = explain(bench.bob, endpoint.getName());
    assertEquals("LEFT_TO_OWNER TARGET_KEPT", decided(explained));
    assertEquals(ExplainSide.EXPLAIN_SIDE_CONSUMER, explained.getSide());
  }

  @Test
  void aDeletedTargetIsNamedAsTheCause() {
    var target = bench.lab.storage("gone");
    var endpoint = bench.lab.endpoint("pe-gone", bench.blob(target));
    var _ =
        bench
            .plane
            .stub(PrivateLinkResourceServiceGrpc::newBlockingStub)
            .deletePrivateLinkResource(
                DeletePrivateLinkResourceRequest.newBuilder().setName(target).build());
    var explained = explain(bench.bob, endpoint.getName());
    assertEquals("TARGET", failed(explained));
    assertEquals("TARGET_KEPT", decided(explained));
    assertEquals(ActionCode.ACTION_CODE_TARGET_DELETED, explained.getActionCode());
  }

  @Test
  void aConnectionOverItsLimitShowsTheUseToTheProviderOnly() {
    var policy =
        ConnectionPolicy.newBuilder()
            .addAcceptList(ConsumerEntry.newBuilder().setTenant("contoso").setConnectionLimit(1));
    var target = bench.storage("limited", policy);
    bench.lab.endpoint("pe-first", bench.blob(target));
    var second = bench.lab.endpoint("pe-second", bench.blob(target));
    var limit = ConnectionCheck.CONNECTION_CHECK_CONNECTION_LIMIT;
    var toBob = explain(bench.bob, second.getName());
    var toCarol = explain(bench.carol, Lab.connectionOf(second));
    assertEquals("CONNECTION_LIMIT OWNER_DECISION", decided(toBob));
    assertEquals("", step(toBob, limit).getDetail());
    assertEquals("1 of 1 for contoso are used.", step(toCarol, limit).getDetail());
  }

  @Test
  void theProviderSeesNothingOfTheConsumersNetwork() {
    var endpoint = waiting("discreet");
    var explained = explain(bench.carol, Lab.connectionOf(endpoint));
    assertEquals("", step(explained, ConnectionCheck.CONNECTION_CHECK_SUBNET).getDecidedBy());
    assertFalse(explained.toString().contains("vnet-a"), explained.toString());
    assertEquals(endpoint.getName(), explained.getPrivateEndpoint());
  }

  @Test
  void aConsumerThatKnowsAnAliasLearnsNoMore() {
    var service = bench.lab.service("veiled", PrivateLinkService.newBuilder());
    var wanted = Lab.wanted(bench.network, service.getName(), true);
    wanted.getPrivateLinkServiceConnectionBuilder().setAlias(service.getAlias());
    var endpoint = bench.lab.endpoint("pe-veiled", wanted);
    var explained = explain(bench.bob, endpoint.getName());
    assertEquals("", explained.getConnection());
    assertFalse(explained.toString().contains("fabrikam"), explained.toString());
    assertEquals(
        service.getAlias(),
        step(explained, ConnectionCheck.CONNECTION_CHECK_TARGET).getDecidedBy());
    var connection =
        explain(bench.plane.stub(ExplainServiceGrpc::newBlockingStub), endpoint.getName())
            .getConnection();
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> explain(bench.bob, connection)).code());
  }

  @Test
  void eitherSideMayAskByEitherNameAndNobodyElse() {
    var endpoint = waiting("asked");
    var connection = Lab.connectionOf(endpoint);
    var eve = bench.plane.stubAs("eve@elsewhere", ExplainServiceGrpc::newBlockingStub);
    assertEquals(connection, explain(bench.bob, connection).getConnection());
    assertEquals(connection, explain(bench.carol, endpoint.getName()).getConnection());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> explain(eve, endpoint.getName())).code());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> explain(eve, connection)).code());
  }
}
