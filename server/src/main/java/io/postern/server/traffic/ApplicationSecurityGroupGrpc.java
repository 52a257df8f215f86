package io.postern.server.traffic;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
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
  private final ResourceReads reads;
  private final ApplicationGroups useCases;

  @Inject
  ApplicationSecurityGroupGrpc(Calls calls, ResourceReads reads, ApplicationGroups useCases) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
  }

  @Override
  public void createApplicationSecurityGroup(
      CreateApplicationSecurityGroupRequest request,
      StreamObserver<CreateApplicationSecurityGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  ApplicationSecurityGroup.KIND,
                  request.getParent(),
                  request.getApplicationSecurityGroupId(),
                  "application_security_group_id");
          var created =
              useCases.create(
                  tx,
                  context,
                  ApplicationSecurityGroupProto.model(
                      name, Meta.NEW, request.getApplicationSecurityGroup()));
          return CreateApplicationSecurityGroupResponse.newBuilder()
              .setApplicationSecurityGroup(ApplicationSecurityGroupProto.of(created))
              .build();
        });
  }

  @Override
  public void getApplicationSecurityGroup(
      GetApplicationSecurityGroupRequest request,
      StreamObserver<GetApplicationSecurityGroupResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var group = reads.get(tx, context, ApplicationSecurityGroup.KIND, request.getName());
          return GetApplicationSecurityGroupResponse.newBuilder()
              .setApplicationSecurityGroup(ApplicationSecurityGroupProto.of(group))
              .build();
        });
  }

  @Override
  public void listApplicationSecurityGroups(
      ListApplicationSecurityGroupsRequest request,
      StreamObserver<ListApplicationSecurityGroupsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  ApplicationSecurityGroup.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListApplicationSecurityGroupsResponse.newBuilder()
              .addAllApplicationSecurityGroups(page.map(ApplicationSecurityGroupProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateApplicationSecurityGroup(
      UpdateApplicationSecurityGroupRequest request,
      StreamObserver<UpdateApplicationSecurityGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getApplicationSecurityGroup();
          var current = reads.get(tx, context, ApplicationSecurityGroup.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  ApplicationSecurityGroupProto.of(current),
                  wanted,
                  request.getUpdateMask(),
                  "application_security_group");
          var updated =
              useCases.update(
                  tx,
                  context,
                  ApplicationSecurityGroupProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdateApplicationSecurityGroupResponse.newBuilder()
              .setApplicationSecurityGroup(ApplicationSecurityGroupProto.of(updated))
              .build();
        });
  }

  @Override
  public void deleteApplicationSecurityGroup(
      DeleteApplicationSecurityGroupRequest request,
      StreamObserver<DeleteApplicationSecurityGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          useCases.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteApplicationSecurityGroupResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return ApplicationSecurityGroup.KIND.parse(text, "name");
  }
}
