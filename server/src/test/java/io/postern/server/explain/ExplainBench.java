package io.postern.server.explain;

import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.v1.ConnectionCheck;
import io.postern.v1.ConnectionPolicy;
import io.postern.v1.ConnectionStep;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.ExplainConnectionRequest;
import io.postern.v1.ExplainConnectionResponse;
import io.postern.v1.ExplainOutcome;
import io.postern.v1.ExplainServiceGrpc;
import io.postern.v1.ExplainServiceGrpc.ExplainServiceBlockingStub;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateLinkResource;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Bob of contoso, who wants endpoints, Carol of fabrikam, who owns targets, and what they ask. */
final class ExplainBench implements AutoCloseable {
  final ControlPlane plane;
  final Lab lab;
  final String network;
  final ExplainServiceBlockingStub bob;
  final ExplainServiceBlockingStub carol;

  ExplainBench(Path folder) {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    bob = plane.stubAs("bob@contoso", ExplainServiceGrpc::newBlockingStub);
    carol = plane.stubAs("carol@fabrikam", ExplainServiceGrpc::newBlockingStub);
  }

  /** A storage account whose owner has these rules. */
  String storage(String id, ConnectionPolicy.Builder policy) {
    return lab.resource(
        Lab.PROVIDER,
        id,
        PrivateLinkResource.newBuilder()
            .setType("Microsoft.Storage/storageAccounts")
            .setRegion(Lab.REGION)
            .setConnectionPolicy(policy)
            .build());
  }

  PrivateEndpoint.Builder blob(String target) {
    return Lab.wanted(network, target, true, "blob");
  }

  static CreatePrivateEndpointRequest request(String id, PrivateEndpoint.Builder wanted) {
    return CreatePrivateEndpointRequest.newBuilder()
        .setParent(Lab.CONSUMER)
        .setPrivateEndpointId(id)
        .setPrivateEndpoint(wanted)
        .build();
  }

  static ExplainConnectionResponse explain(
      ExplainServiceBlockingStub caller, CreatePrivateEndpointRequest request) {
    return caller.explainConnection(
        ExplainConnectionRequest.newBuilder().setRequest(request).build());
  }

  static ExplainConnectionResponse explain(ExplainServiceBlockingStub caller, String name) {
    return caller.explainConnection(ExplainConnectionRequest.newBuilder().setName(name).build());
  }

  static ConnectionStep step(ExplainConnectionResponse explained, ConnectionCheck check) {
    return explained.getStepsList().stream()
        .filter(step -> step.getCheck() == check)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + check + " in " + explained));
  }

  /** The checks with an outcome, in their order, such as {@code LEFT_TO_OWNER}. */
  static String checks(ExplainConnectionResponse explained, ExplainOutcome outcome) {
    return explained.getStepsList().stream()
        .filter(step -> step.getOutcome() == outcome)
        .map(step -> step.getCheck().name().replace("CONNECTION_CHECK_", ""))
        .collect(Collectors.joining(" "));
  }

  static String decided(ExplainConnectionResponse explained) {
    return checks(explained, ExplainOutcome.EXPLAIN_OUTCOME_DECIDED);
  }

  static String failed(ExplainConnectionResponse explained) {
    return checks(explained, ExplainOutcome.EXPLAIN_OUTCOME_FAILED);
  }

  @Override
  public void close() {
    plane.close();
  }
}
