package io.postern.server.traffic;

import io.grpc.stub.StreamObserver;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.traffic.model.ApplicationSecurityGroup;
import io.postern.v1.ApplicationSecurityGroupServiceGrpc.ApplicationSecurityGroupServiceImplBase;
import io.postern.v1.CreateApplicationSecurityGroupRequest;
import io.postern.v1.CreateApplicationSecurityGroupResponse;
import io.postern.v1.DeleteApplicationSecurityGroupRequest;
import io.postern.v1.DeleteApplicationSecurityGroupResponse;
import io.postern.v1.GetApplicationSecurityGroupRequest;
import io.postern.v1.GetApplicationSecurityGroupResponse;
import io.postern.v1.ListApplicationSecurityGroupsRequest;
import io.postern.v1.ListApplicationSecurityGroupsResponse;
import io.postern.v1.UpdateApplicationSecurityGroupRequest;
import io.postern.v1.UpdateApplicationSecurityGroupResponse;
import jakarta.inject.Inject;

/** Application security groups over gRPC. */
final class ApplicationSecurityGroupGrpc extends ApplicationSecurityGroupServiceImplBase {
  private final Calls calls;
  private final StandardMethods<ApplicationSecurityGroup, io.postern.v1.ApplicationSecurityGroup>
      groups;

  @Inject
  ApplicationSecurityGroupGrpc(Calls calls, ResourceReads reads, ApplicationGroups useCases) {
    this.calls = calls;
    this.groups =
        new StandardMethods<>(
            ApplicationSecurityGroup.KIND,
            "application_security_group",
            reads,
            useCases,
            (tx, group) -> ApplicationSecurityGroupProto.of(group),
            ApplicationSecurityGroupProto::model);
  }

  @Override
  public void createApplicationSecurityGroup(
      CreateApplicationSecurityGroupRequest request,
      StreamObserver<CreateApplicationSecurityGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        groups.create(
            request.getParent(),
            request.getApplicationSecurityGroupId(),
            request.getApplicationSecurityGroup()),
        shown ->
            CreateApplicationSecurityGroupResponse.newBuilder()
                .setApplicationSecurityGroup(shown)
                .build());
  }

  @Override
  public void getApplicationSecurityGroup(
      GetApplicationSecurityGroupRequest request,
      StreamObserver<GetApplicationSecurityGroupResponse> out) {
    calls.read(
        request,
        out,
        groups.get(request.getName()),
        shown ->
            GetApplicationSecurityGroupResponse.newBuilder()
                .setApplicationSecurityGroup(shown)
                .build());
  }

  @Override
  public void listApplicationSecurityGroups(
      ListApplicationSecurityGroupsRequest request,
      StreamObserver<ListApplicationSecurityGroupsResponse> out) {
    calls.read(
        request,
        out,
        groups.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListApplicationSecurityGroupsResponse.newBuilder()
                .addAllApplicationSecurityGroups(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateApplicationSecurityGroup(
      UpdateApplicationSecurityGroupRequest request,
      StreamObserver<UpdateApplicationSecurityGroupResponse> out) {
    var wanted = request.getApplicationSecurityGroup();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        groups.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown ->
            UpdateApplicationSecurityGroupResponse.newBuilder()
                .setApplicationSecurityGroup(shown)
                .build());
  }

  @Override
  public void deleteApplicationSecurityGroup(
      DeleteApplicationSecurityGroupRequest request,
      StreamObserver<DeleteApplicationSecurityGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        groups.delete(
            request.getName(),
            request.getEtag(),
            DeleteApplicationSecurityGroupResponse.getDefaultInstance()));
  }
}
