package io.postern.server.zone;

import io.grpc.stub.StreamObserver;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.zone.model.ZoneGroup;
import io.postern.v1.CreatePrivateDnsZoneGroupRequest;
import io.postern.v1.CreatePrivateDnsZoneGroupResponse;
import io.postern.v1.DeletePrivateDnsZoneGroupRequest;
import io.postern.v1.DeletePrivateDnsZoneGroupResponse;
import io.postern.v1.GetPrivateDnsZoneGroupRequest;
import io.postern.v1.GetPrivateDnsZoneGroupResponse;
import io.postern.v1.ListPrivateDnsZoneGroupsRequest;
import io.postern.v1.ListPrivateDnsZoneGroupsResponse;
import io.postern.v1.PrivateDnsZoneGroup;
import io.postern.v1.PrivateDnsZoneGroupServiceGrpc.PrivateDnsZoneGroupServiceImplBase;
import io.postern.v1.UpdatePrivateDnsZoneGroupRequest;
import io.postern.v1.UpdatePrivateDnsZoneGroupResponse;
import jakarta.inject.Inject;

/** Zone groups over gRPC. */
final class ZoneGroupGrpc extends PrivateDnsZoneGroupServiceImplBase {
  private final Calls calls;
  private final StandardMethods<ZoneGroup, PrivateDnsZoneGroup> groups;

  @Inject
  ZoneGroupGrpc(Calls calls, ResourceReads reads, ZoneGroups useCases) {
    this.calls = calls;
    this.groups =
        new StandardMethods<>(
            ZoneGroup.KIND,
            "private_dns_zone_group",
            reads,
            useCases,
            ZoneGroupProto::of,
            ZoneGroupProto::model);
  }

  @Override
  public void createPrivateDnsZoneGroup(
      CreatePrivateDnsZoneGroupRequest request,
      StreamObserver<CreatePrivateDnsZoneGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        groups.create(() -> newName(request), request.getPrivateDnsZoneGroup()),
        shown ->
            CreatePrivateDnsZoneGroupResponse.newBuilder().setPrivateDnsZoneGroup(shown).build());
  }

  private static ResourceName newName(CreatePrivateDnsZoneGroupRequest request) {
    var endpoint = PrivateEndpoint.KIND.parse(request.getParent(), "parent");
    var id = Protos.required(request.getPrivateDnsZoneGroupId(), "private_dns_zone_group_id");
    return ZoneGroup.KIND.name(endpoint, id, "private_dns_zone_group_id");
  }

  @Override
  public void getPrivateDnsZoneGroup(
      GetPrivateDnsZoneGroupRequest request, StreamObserver<GetPrivateDnsZoneGroupResponse> out) {
    calls.read(
        request,
        out,
        groups.get(request.getName()),
        shown -> GetPrivateDnsZoneGroupResponse.newBuilder().setPrivateDnsZoneGroup(shown).build());
  }

  @Override
  public void listPrivateDnsZoneGroups(
      ListPrivateDnsZoneGroupsRequest request,
      StreamObserver<ListPrivateDnsZoneGroupsResponse> out) {
    calls.read(
        request,
        out,
        groups.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListPrivateDnsZoneGroupsResponse.newBuilder()
                .addAllPrivateDnsZoneGroups(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updatePrivateDnsZoneGroup(
      UpdatePrivateDnsZoneGroupRequest request,
      StreamObserver<UpdatePrivateDnsZoneGroupResponse> out) {
    var wanted = request.getPrivateDnsZoneGroup();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        groups.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown ->
            UpdatePrivateDnsZoneGroupResponse.newBuilder().setPrivateDnsZoneGroup(shown).build());
  }

  @Override
  public void deletePrivateDnsZoneGroup(
      DeletePrivateDnsZoneGroupRequest request,
      StreamObserver<DeletePrivateDnsZoneGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        groups.delete(
            request.getName(),
            request.getEtag(),
            DeletePrivateDnsZoneGroupResponse.getDefaultInstance()));
  }
}
