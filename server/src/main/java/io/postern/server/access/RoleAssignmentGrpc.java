package io.postern.server.access;

import io.grpc.stub.StreamObserver;
import io.postern.server.access.model.RoleAssignment;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.v1.CreateRoleAssignmentRequest;
import io.postern.v1.CreateRoleAssignmentResponse;
import io.postern.v1.DeleteRoleAssignmentRequest;
import io.postern.v1.DeleteRoleAssignmentResponse;
import io.postern.v1.GetRoleAssignmentRequest;
import io.postern.v1.GetRoleAssignmentResponse;
import io.postern.v1.ListRoleAssignmentsRequest;
import io.postern.v1.ListRoleAssignmentsResponse;
import io.postern.v1.RoleAssignmentServiceGrpc.RoleAssignmentServiceImplBase;
import jakarta.inject.Inject;

/** Role assignments over gRPC. */
final class RoleAssignmentGrpc extends RoleAssignmentServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final RoleAssignments useCases;

  @Inject
  RoleAssignmentGrpc(Calls calls, ResourceReads reads, RoleAssignments useCases) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
  }

  @Override
  public void createRoleAssignment(
      CreateRoleAssignmentRequest request, StreamObserver<CreateRoleAssignmentResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  RoleAssignment.KIND,
                  request.getParent(),
                  request.getRoleAssignmentId(),
                  "role_assignment_id");
          var wanted = request.getRoleAssignment();
          var created =
              useCases.create(
                  tx,
                  context,
                  name,
                  wanted.getPrincipal(),
                  wanted.getRole(),
                  wanted.getDescription());
          var answer =
              CreateRoleAssignmentResponse.newBuilder()
                  .setRoleAssignment(AccessProto.of(created.assignment()));
          created.owner().ifPresent(owner -> answer.setOwnerAssignment(AccessProto.of(owner)));
          return answer.build();
        });
  }

  @Override
  public void getRoleAssignment(
      GetRoleAssignmentRequest request, StreamObserver<GetRoleAssignmentResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) ->
            GetRoleAssignmentResponse.newBuilder()
                .setRoleAssignment(
                    AccessProto.of(reads.get(tx, context, RoleAssignment.KIND, request.getName())))
                .build());
  }

  @Override
  public void listRoleAssignments(
      ListRoleAssignmentsRequest request, StreamObserver<ListRoleAssignmentsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  RoleAssignment.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListRoleAssignmentsResponse.newBuilder()
              .addAllRoleAssignments(page.map(AccessProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void deleteRoleAssignment(
      DeleteRoleAssignmentRequest request, StreamObserver<DeleteRoleAssignmentResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          useCases.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteRoleAssignmentResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return RoleAssignment.KIND.parse(text, "name");
  }
}
