package io.postern.server.zone;

import io.grpc.stub.StreamObserver;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.Meta;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
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
import io.postern.v1.PrivateDnsZoneGroupServiceGrpc.PrivateDnsZoneGroupServiceImplBase;
import io.postern.v1.UpdatePrivateDnsZoneGroupRequest;
import io.postern.v1.UpdatePrivateDnsZoneGroupResponse;
import jakarta.inject.Inject;

/** Zone groups over gRPC. */
final class ZoneGroupGrpc extends PrivateDnsZoneGroupServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final ZoneGroups groups;

  @Inject
  ZoneGroupGrpc(Calls calls, ResourceReads reads, ZoneGroups groups) {
    this.calls = calls;
    this.reads = reads;
    this.groups = groups;
  }

  @Override
  public void createPrivateDnsZoneGroup(
      CreatePrivateDnsZoneGroupRequest request,
      StreamObserver<CreatePrivateDnsZoneGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var endpoint = PrivateEndpoint.KIND.parse(request.getParent(), "parent");
          var id = Protos.required(request.getPrivateDnsZoneGroupId(), "private_dns_zone_group_id");
          var name = ZoneGroup.KIND.name(endpoint, id, "private_dns_zone_group_id");
          var created =
              groups.create(
                  tx,
                  context,
                  ZoneGroupProto.model(name, Meta.NEW, request.getPrivateDnsZoneGroup()));
          return CreatePrivateDnsZoneGroupResponse.newBuilder()
              .setPrivateDnsZoneGroup(ZoneGroupProto.of(tx, created))
              .build();
        });
  }

  @Override
  public void getPrivateDnsZoneGroup(
      GetPrivateDnsZoneGroupRequest request, StreamObserver<GetPrivateDnsZoneGroupResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var group = reads.get(tx, context, ZoneGroup.KIND, request.getName());
          return GetPrivateDnsZoneGroupResponse.newBuilder()
              .setPrivateDnsZoneGroup(ZoneGroupProto.of(tx, group))
              .build();
        });
  }

  @Override
  public void listPrivateDnsZoneGroups(
      ListPrivateDnsZoneGroupsRequest request,
      StreamObserver<ListPrivateDnsZoneGroupsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  ZoneGroup.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListPrivateDnsZoneGroupsResponse.newBuilder()
              .addAllPrivateDnsZoneGroups(page.map(group -> ZoneGroupProto.of(tx, group)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updatePrivateDnsZoneGroup(
      UpdatePrivateDnsZoneGroupRequest request,
      StreamObserver<UpdatePrivateDnsZoneGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getPrivateDnsZoneGroup();
          var current = reads.get(tx, context, ZoneGroup.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  ZoneGroupProto.of(tx, current),
                  wanted,
                  request.getUpdateMask(),
                  "private_dns_zone_group");
          var updated =
              groups.update(
                  tx,
                  context,
                  ZoneGroupProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdatePrivateDnsZoneGroupResponse.newBuilder()
              .setPrivateDnsZoneGroup(ZoneGroupProto.of(tx, updated))
              .build();
        });
  }

  @Override
  public void deletePrivateDnsZoneGroup(
      DeletePrivateDnsZoneGroupRequest request,
      StreamObserver<DeletePrivateDnsZoneGroupResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          groups.delete(
              tx, context, ZoneGroup.KIND.parse(request.getName(), "name"), request.getEtag());
          return DeletePrivateDnsZoneGroupResponse.getDefaultInstance();
        });
  }
}
