package io.postern.server.zone;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.Meta;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.VirtualNetworkLink;
import io.postern.v1.CreateVirtualNetworkLinkRequest;
import io.postern.v1.CreateVirtualNetworkLinkResponse;
import io.postern.v1.DeleteVirtualNetworkLinkRequest;
import io.postern.v1.DeleteVirtualNetworkLinkResponse;
import io.postern.v1.GetVirtualNetworkLinkRequest;
import io.postern.v1.GetVirtualNetworkLinkResponse;
import io.postern.v1.ListVirtualNetworkLinksRequest;
import io.postern.v1.ListVirtualNetworkLinksResponse;
import io.postern.v1.UpdateVirtualNetworkLinkRequest;
import io.postern.v1.UpdateVirtualNetworkLinkResponse;
import io.postern.v1.VirtualNetworkLinkServiceGrpc.VirtualNetworkLinkServiceImplBase;
import jakarta.inject.Inject;

/** Virtual-network links over gRPC. */
final class VirtualNetworkLinkGrpc extends VirtualNetworkLinkServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final Links links;

  @Inject
  VirtualNetworkLinkGrpc(Calls calls, ResourceReads reads, Links links) {
    this.calls = calls;
    this.reads = reads;
    this.links = links;
  }

  @Override
  public void createVirtualNetworkLink(
      CreateVirtualNetworkLinkRequest request,
      StreamObserver<CreateVirtualNetworkLinkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var zone = PrivateDnsZone.KIND.parse(request.getParent(), "parent");
          var id = Protos.required(request.getVirtualNetworkLinkId(), "virtual_network_link_id");
          var name = VirtualNetworkLink.KIND.name(zone, id, "virtual_network_link_id");
          var created =
              links.create(
                  tx,
                  context,
                  VirtualNetworkLinkProto.model(name, Meta.NEW, request.getVirtualNetworkLink()));
          return CreateVirtualNetworkLinkResponse.newBuilder()
              .setVirtualNetworkLink(VirtualNetworkLinkProto.of(created))
              .build();
        });
  }

  @Override
  public void getVirtualNetworkLink(
      GetVirtualNetworkLinkRequest request, StreamObserver<GetVirtualNetworkLinkResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var link = reads.get(tx, context, VirtualNetworkLink.KIND, request.getName());
          return GetVirtualNetworkLinkResponse.newBuilder()
              .setVirtualNetworkLink(VirtualNetworkLinkProto.of(link))
              .build();
        });
  }

  @Override
  public void listVirtualNetworkLinks(
      ListVirtualNetworkLinksRequest request, StreamObserver<ListVirtualNetworkLinksResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  VirtualNetworkLink.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListVirtualNetworkLinksResponse.newBuilder()
              .addAllVirtualNetworkLinks(page.map(VirtualNetworkLinkProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateVirtualNetworkLink(
      UpdateVirtualNetworkLinkRequest request,
      StreamObserver<UpdateVirtualNetworkLinkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getVirtualNetworkLink();
          var current = reads.get(tx, context, VirtualNetworkLink.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  VirtualNetworkLinkProto.of(current),
                  wanted,
                  request.getUpdateMask(),
                  "virtual_network_link");
          var updated =
              links.update(
                  tx,
                  context,
                  VirtualNetworkLinkProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdateVirtualNetworkLinkResponse.newBuilder()
              .setVirtualNetworkLink(VirtualNetworkLinkProto.of(updated))
              .build();
        });
  }

  @Override
  public void deleteVirtualNetworkLink(
      DeleteVirtualNetworkLinkRequest request,
      StreamObserver<DeleteVirtualNetworkLinkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          links.delete(
              tx,
              context,
              VirtualNetworkLink.KIND.parse(request.getName(), "name"),
              request.getEtag());
          return DeleteVirtualNetworkLinkResponse.getDefaultInstance();
        });
  }
}
