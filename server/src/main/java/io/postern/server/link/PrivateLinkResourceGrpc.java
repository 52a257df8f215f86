package io.postern.server.link;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.v1.CreatePrivateLinkResourceRequest;
import io.postern.v1.CreatePrivateLinkResourceResponse;
import io.postern.v1.DeletePrivateLinkResourceRequest;
import io.postern.v1.DeletePrivateLinkResourceResponse;
import io.postern.v1.GetPrivateLinkResourceRequest;
import io.postern.v1.GetPrivateLinkResourceResponse;
import io.postern.v1.ListPrivateLinkGroupsRequest;
import io.postern.v1.ListPrivateLinkGroupsResponse;
import io.postern.v1.ListPrivateLinkResourcesRequest;
import io.postern.v1.ListPrivateLinkResourcesResponse;
import io.postern.v1.PrivateLinkResourceServiceGrpc.PrivateLinkResourceServiceImplBase;
import io.postern.v1.UpdatePrivateLinkResourceRequest;
import io.postern.v1.UpdatePrivateLinkResourceResponse;
import jakarta.inject.Inject;
import java.util.Optional;

/** Private-link resources over gRPC. */
final class PrivateLinkResourceGrpc extends PrivateLinkResourceServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final PrivateLinkResources resources;
  private final PrivateLinkResourceProto protos;
  private final PrivateLinkGroups groups;

  @Inject
  PrivateLinkResourceGrpc(
      Calls calls,
      ResourceReads reads,
      PrivateLinkResources resources,
      PrivateLinkResourceProto protos,
      PrivateLinkGroups groups) {
    this.calls = calls;
    this.reads = reads;
    this.resources = resources;
    this.protos = protos;
    this.groups = groups;
  }

  @Override
  public void createPrivateLinkResource(
      CreatePrivateLinkResourceRequest request,
      StreamObserver<CreatePrivateLinkResourceResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var created =
              resources.create(
                  tx,
                  context,
                  protos.model(tx, newName(request), Meta.NEW, request.getPrivateLinkResource()));
          return CreatePrivateLinkResourceResponse.newBuilder()
              .setPrivateLinkResource(PrivateLinkResourceProto.of(tx, created))
              .build();
        });
  }

  private static ResourceName newName(CreatePrivateLinkResourceRequest request) {
    var group = ResourceName.parse(request.getParent(), "parent");
    if (!group.resourceGroup().equals(Optional.of(group))) {
      throw ControlException.invalid(
          Reason.NAME_MALFORMED,
          "parent",
          "The parent is a resource group, such as subscriptions/s/resourceGroups/g.");
    }
    var type =
        Protos.required(request.getPrivateLinkResource().getType(), "private_link_resource.type");
    var id = Protos.required(request.getPrivateLinkResourceId(), "private_link_resource_id");
    return name(group.text() + "/providers/" + type + "/" + id, "private_link_resource_id");
  }

  @Override
  public void getPrivateLinkResource(
      GetPrivateLinkResourceRequest request, StreamObserver<GetPrivateLinkResourceResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var resource = reads.get(tx, context, PrivateLinkResource.KIND, request.getName());
          return GetPrivateLinkResourceResponse.newBuilder()
              .setPrivateLinkResource(PrivateLinkResourceProto.of(tx, resource))
              .build();
        });
  }

  @Override
  public void listPrivateLinkResources(
      ListPrivateLinkResourcesRequest request,
      StreamObserver<ListPrivateLinkResourcesResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var type = request.getType();
          var page =
              reads.list(
                  tx,
                  context,
                  PrivateLinkResource.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken(),
                  resource -> type.isEmpty() || resource.type().equalsIgnoreCase(type));
          return ListPrivateLinkResourcesResponse.newBuilder()
              .addAllPrivateLinkResources(
                  page.map(resource -> PrivateLinkResourceProto.of(tx, resource)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updatePrivateLinkResource(
      UpdatePrivateLinkResourceRequest request,
      StreamObserver<UpdatePrivateLinkResourceResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getPrivateLinkResource();
          var current = reads.get(tx, context, PrivateLinkResource.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  PrivateLinkResourceProto.of(tx, current),
                  wanted,
                  request.getUpdateMask(),
                  "private_link_resource");
          var updated =
              resources.update(
                  tx,
                  context,
                  protos.model(tx, current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdatePrivateLinkResourceResponse.newBuilder()
              .setPrivateLinkResource(PrivateLinkResourceProto.of(tx, updated))
              .build();
        });
  }

  @Override
  public void deletePrivateLinkResource(
      DeletePrivateLinkResourceRequest request,
      StreamObserver<DeletePrivateLinkResourceResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          resources.delete(tx, context, name(request.getName(), "name"), request.getEtag());
          return DeletePrivateLinkResourceResponse.getDefaultInstance();
        });
  }

  @Override
  public void listPrivateLinkGroups(
      ListPrivateLinkGroupsRequest request, StreamObserver<ListPrivateLinkGroupsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              groups.page(
                  tx, context, request.getParent(), request.getPageSize(), request.getPageToken());
          return ListPrivateLinkGroupsResponse.newBuilder()
              .addAllPrivateLinkGroups(page.map(PrivateLinkResourceProto::group).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  private static ResourceName name(String text, String field) {
    return PrivateLinkResource.KIND.parse(text, field);
  }
}
