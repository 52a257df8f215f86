package io.postern.server.traffic;

import io.grpc.stub.StreamObserver;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
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
  private final StandardMethods<NetworkSecurityGroup, io.postern.v1.NetworkSecurityGroup> groups;

  @Inject
  NetworkSecurityGroupGrpc(Calls calls, ResourceReads reads, SecurityGroups useCases) {
    this.calls = calls;
    this.groups =
        new StandardMethods<>(
            NetworkSecurityGroup.KIND,
            "network_security_group",
            reads,
            useCases,
            NetworkSecurityGroupProto::of,
            NetworkSecurityGroupProto::model);
  }

  @Override
  public void createNetworkSecurityGroup(
      CreateNetworkSecurityGroupRequest request,
      StreamObserver<CreateNetworkSecurityGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        groups.create(
            request.getParent(),
            request.getNetworkSecurityGroupId(),
            request.getNetworkSecurityGroup()),
        shown ->
            CreateNetworkSecurityGroupResponse.newBuilder().setNetworkSecurityGroup(shown).build());
  }

  @Override
  public void getNetworkSecurityGroup(
      GetNetworkSecurityGroupRequest request, StreamObserver<GetNetworkSecurityGroupResponse> out) {
    calls.read(
        request,
        out,
        groups.get(request.getName()),
        shown ->
            GetNetworkSecurityGroupResponse.newBuilder().setNetworkSecurityGroup(shown).build());
  }

  @Override
  public void listNetworkSecurityGroups(
      ListNetworkSecurityGroupsRequest request,
      StreamObserver<ListNetworkSecurityGroupsResponse> out) {
    calls.read(
        request,
        out,
        groups.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListNetworkSecurityGroupsResponse.newBuilder()
                .addAllNetworkSecurityGroups(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateNetworkSecurityGroup(
      UpdateNetworkSecurityGroupRequest request,
      StreamObserver<UpdateNetworkSecurityGroupResponse> out) {
    var wanted = request.getNetworkSecurityGroup();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        groups.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown ->
            UpdateNetworkSecurityGroupResponse.newBuilder().setNetworkSecurityGroup(shown).build());
  }

  @Override
  public void deleteNetworkSecurityGroup(
      DeleteNetworkSecurityGroupRequest request,
      StreamObserver<DeleteNetworkSecurityGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        groups.delete(
            request.getName(),
            request.getEtag(),
            DeleteNetworkSecurityGroupResponse.getDefaultInstance()));
  }
}
