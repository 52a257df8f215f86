package io.postern.server.access;

import io.grpc.stub.StreamObserver;
import io.postern.server.access.model.DenyAssignment;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.v1.CreateDenyAssignmentRequest;
import io.postern.v1.CreateDenyAssignmentResponse;
import io.postern.v1.DeleteDenyAssignmentRequest;
import io.postern.v1.DeleteDenyAssignmentResponse;
import io.postern.v1.DenyAssignmentServiceGrpc.DenyAssignmentServiceImplBase;
import io.postern.v1.GetDenyAssignmentRequest;
import io.postern.v1.GetDenyAssignmentResponse;
import io.postern.v1.ListDenyAssignmentsRequest;
import io.postern.v1.ListDenyAssignmentsResponse;
import jakarta.inject.Inject;

/** Deny assignments over gRPC. */
final class DenyAssignmentGrpc extends DenyAssignmentServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final DenyAssignments useCases;

  @Inject
  DenyAssignmentGrpc(Calls calls, ResourceReads reads, DenyAssignments useCases) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
  }

  @Override
  public void createDenyAssignment(
      CreateDenyAssignmentRequest request, StreamObserver<CreateDenyAssignmentResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  DenyAssignment.KIND,
                  request.getParent(),
                  request.getDenyAssignmentId(),
                  "deny_assignment_id");
          var tenant = useCases.tenant(tx, context, name);
          var created =
              useCases.create(
                  tx, context, AccessProto.denial(name, tenant, request.getDenyAssignment()));
          return CreateDenyAssignmentResponse.newBuilder()
              .setDenyAssignment(AccessProto.of(created))
              .build();
        });
  }

  @Override
  public void getDenyAssignment(
      GetDenyAssignmentRequest request, StreamObserver<GetDenyAssignmentResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) ->
            GetDenyAssignmentResponse.newBuilder()
                .setDenyAssignment(
                    AccessProto.of(reads.get(tx, context, DenyAssignment.KIND, request.getName())))
                .build());
  }

  @Override
  public void listDenyAssignments(
      ListDenyAssignmentsRequest request, StreamObserver<ListDenyAssignmentsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  DenyAssignment.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListDenyAssignmentsResponse.newBuilder()
              .addAllDenyAssignments(page.map(AccessProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void deleteDenyAssignment(
      DeleteDenyAssignmentRequest request, StreamObserver<DeleteDenyAssignmentResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          useCases.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteDenyAssignmentResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return DenyAssignment.KIND.parse(text, "name");
  }
}
