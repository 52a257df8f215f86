package io.postern.server.access;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.v1.AccessServiceGrpc.AccessServiceImplBase;
import io.postern.v1.ExplainAccessRequest;
import io.postern.v1.ExplainAccessResponse;
import io.postern.v1.TestPermissionsRequest;
import io.postern.v1.TestPermissionsResponse;
import jakarta.inject.Inject;

/** Who may do what, over gRPC. */
final class AccessGrpc extends AccessServiceImplBase {
  private final Calls calls;
  private final AccessAnswers answers;

  @Inject
  AccessGrpc(Calls calls, AccessAnswers answers) {
    this.calls = calls;
    this.answers = answers;
  }

  @Override
  public void testPermissions(
      TestPermissionsRequest request, StreamObserver<TestPermissionsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) ->
            TestPermissionsResponse.newBuilder()
                .addAllPermittedActions(
                    answers.permitted(
                        tx, context, resource(request.getResource()), request.getActionsList()))
                .build());
  }

  @Override
  public void explainAccess(
      ExplainAccessRequest request, StreamObserver<ExplainAccessResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var resource = resource(request.getResource());
          var principal = Protos.required(request.getPrincipal(), "principal");
          var action = Protos.required(request.getAction(), "action");
          var explained = answers.explain(tx, context, resource, principal, action);
          return AccessProto.of(explained, principal, action, resource);
        });
  }

  private static ResourceName resource(String text) {
    return ResourceName.parse(Protos.required(text, "resource"), "resource");
  }
}
