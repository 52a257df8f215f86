package io.postern.server.traffic;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.v1.CreateNetworkSecurityGroupRequest;
import io.postern.v1.CreateNetworkSecurityGroupResponse;
import io.postern.v1.DeleteNetworkSecurityGroupRequest;
import io.postern.v1.DeleteNetworkSecurityGroupResponse;
import io.postern.v1.GetNetworkSecurityGroupRequest;
import io.postern.v1.GetNetworkSecurityGroupResponse;
import io.postern.v1.ListNetworkSecurityGroupsRequest;
import io.postern.v1.ListNetworkSecurityGroupsResponse;
import io.postern.v1.NetworkSecurityGroupServiceGrpc.NetworkSecurityGroupServiceImplBase;
import io.postern.v1.UpdateNetworkSecurityGroupRequest;
import io.postern.v1.UpdateNetworkSecurityGroupResponse;
import jakarta.inject.Inject;

/** Network security groups over gRPC. */
final class NetworkSecurityGroupGrpc extends NetworkSecurityGroupServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final SecurityGroups useCases;

  @Inject
  NetworkSecurityGroupGrpc(Calls calls, ResourceReads reads, SecurityGroups useCases) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
  }

  @Override
  public void createNetworkSecurityGroup(
      CreateNetworkSecurityGroupRequest request,
      StreamObserver<CreateNetworkSecurityGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  NetworkSecurityGroup.KIND,
                  request.getParent(),
                  request.getNetworkSecurityGroupId(),
                  "network_security_group_id");
          var created =
              useCases.create(
                  tx,
                  context,
                  NetworkSecurityGroupProto.model(
                      name, Meta.NEW, request.getNetworkSecurityGroup()));
          return CreateNetworkSecurityGroupResponse.newBuilder()
              .setNetworkSecurityGroup(NetworkSecurityGroupProto.of(tx, created))
              .build();
        });
  }

  @Override
  public void getNetworkSecurityGroup(
      GetNetworkSecurityGroupRequest request, StreamObserver<GetNetworkSecurityGroupResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var group = reads.get(tx, context, NetworkSecurityGroup.KIND, request.getName());
          return GetNetworkSecurityGroupResponse.newBuilder()
              .setNetworkSecurityGroup(NetworkSecurityGroupProto.of(tx, group))
              .build();
        });
  }

  @Override
  public void listNetworkSecurityGroups(
      ListNetworkSecurityGroupsRequest request,
      StreamObserver<ListNetworkSecurityGroupsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  NetworkSecurityGroup.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListNetworkSecurityGroupsResponse.newBuilder()
              .addAllNetworkSecurityGroups(
                  page.map(group -> NetworkSecurityGroupProto.of(tx, group)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateNetworkSecurityGroup(
      UpdateNetworkSecurityGroupRequest request,
      StreamObserver<UpdateNetworkSecurityGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getNetworkSecurityGroup();
          var current = reads.get(tx, context, NetworkSecurityGroup.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  NetworkSecurityGroupProto.of(tx, current),
                  wanted,
                  request.getUpdateMask(),
                  "network_security_group");
          var updated =
              useCases.update(
                  tx,
                  context,
                  NetworkSecurityGroupProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdateNetworkSecurityGroupResponse.newBuilder()
              .setNetworkSecurityGroup(NetworkSecurityGroupProto.of(tx, updated))
              .build();
        });
  }

  @Override
  public void deleteNetworkSecurityGroup(
      DeleteNetworkSecurityGroupRequest request,
      StreamObserver<DeleteNetworkSecurityGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          useCases.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteNetworkSecurityGroupResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return NetworkSecurityGroup.KIND.parse(text, "name");
  }
}
