package io.postern.server.explain;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.server.store.Store;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.ExplainConnectionRequest;
import io.postern.v1.ExplainConnectionResponse;
import io.postern.v1.ExplainPastAnswerRequest;
import io.postern.v1.ExplainPastAnswerResponse;
import io.postern.v1.ExplainResolutionRequest;
import io.postern.v1.ExplainResolutionResponse;
import io.postern.v1.ExplainServiceGrpc.ExplainServiceImplBase;
import jakarta.inject.Inject;

/** Explanations over gRPC. */
final class ExplainGrpc extends ExplainServiceImplBase {
  private final Calls calls;
  private final ExplainConnection connections;
  private final ExplainResolution resolutions;
  private final ExplainPastAnswer pastAnswers;

  @Inject
  ExplainGrpc(
      Calls calls,
      ExplainConnection connections,
      ExplainResolution resolutions,
      ExplainPastAnswer pastAnswers) {
    this.calls = calls;
    this.connections = connections;
    this.resolutions = resolutions;
    this.pastAnswers = pastAnswers;
  }

  @Override
  public void explainConnection(
      ExplainConnectionRequest request, StreamObserver<ExplainConnectionResponse> out) {
    switch (request.getSubjectCase()) {
      case NAME ->
          calls.read(
              request,
              out,
              (tx, context) -> {
                var name = ResourceName.parse(Protos.required(request.getName(), "name"), "name");
                return ExplainProto.of(connections.existing(tx, context, name));
              });
      case REQUEST -> calls.outside(out, store -> attempt(store, request.getRequest()));
      case SUBJECT_NOT_SET -> calls.outside(out, store -> noSubject());
    }
  }

  /** A request is carried out like any write, behind those that wait, and then taken back. */
  private ExplainConnectionResponse attempt(Store store, CreatePrivateEndpointRequest request) {
    var context = calls.context();
    return store
        .plan(
            context,
            tx -> {
              var before = tx.reached().token();
              return ExplainProto.of(connections.attempt(tx, context, request)).toBuilder()
                  .setRevisionToken(before)
                  .build();
            })
        .value();
  }

  private static ExplainConnectionResponse noSubject() {
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        "name",
        "Say what to explain: the name of an endpoint or a connection, or a request.");
  }

  @Override
  public void explainResolution(
      ExplainResolutionRequest request, StreamObserver<ExplainResolutionResponse> out) {
    calls.outside(out, store -> resolutions.run(store, calls.context(), request));
  }

  @Override
  public void explainPastAnswer(
      ExplainPastAnswerRequest request, StreamObserver<ExplainPastAnswerResponse> out) {
    calls.outside(out, store -> pastAnswers.run(store, calls.context(), request));
  }
}
