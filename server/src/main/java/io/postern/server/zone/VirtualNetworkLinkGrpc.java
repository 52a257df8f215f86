package io.postern.server.zone;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.Protos;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
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
  private final StandardMethods<VirtualNetworkLink, io.postern.v1.VirtualNetworkLink> links;

  @Inject
  VirtualNetworkLinkGrpc(Calls calls, ResourceReads reads, Links useCases) {
    this.calls = calls;
    this.links =
        new StandardMethods<>(
            VirtualNetworkLink.KIND,
            "virtual_network_link",
            reads,
            useCases,
            (tx, link) -> VirtualNetworkLinkProto.of(link),
            VirtualNetworkLinkProto::model);
  }

  @Override
  public void createVirtualNetworkLink(
      CreateVirtualNetworkLinkRequest request,
      StreamObserver<CreateVirtualNetworkLinkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        links.create(() -> newName(request), request.getVirtualNetworkLink()),
        shown ->
            CreateVirtualNetworkLinkResponse.newBuilder().setVirtualNetworkLink(shown).build());
  }

  private static ResourceName newName(CreateVirtualNetworkLinkRequest request) {
    var zone = PrivateDnsZone.KIND.parse(request.getParent(), "parent");
    var id = Protos.required(request.getVirtualNetworkLinkId(), "virtual_network_link_id");
    return VirtualNetworkLink.KIND.name(zone, id, "virtual_network_link_id");
  }

  @Override
  public void getVirtualNetworkLink(
      GetVirtualNetworkLinkRequest request, StreamObserver<GetVirtualNetworkLinkResponse> out) {
    calls.read(
        request,
        out,
        links.get(request.getName()),
        shown -> GetVirtualNetworkLinkResponse.newBuilder().setVirtualNetworkLink(shown).build());
  }

  @Override
  public void listVirtualNetworkLinks(
      ListVirtualNetworkLinksRequest request, StreamObserver<ListVirtualNetworkLinksResponse> out) {
    calls.read(
        request,
        out,
        links.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListVirtualNetworkLinksResponse.newBuilder()
                .addAllVirtualNetworkLinks(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateVirtualNetworkLink(
      UpdateVirtualNetworkLinkRequest request,
      StreamObserver<UpdateVirtualNetworkLinkResponse> out) {
    var wanted = request.getVirtualNetworkLink();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        links.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown ->
            UpdateVirtualNetworkLinkResponse.newBuilder().setVirtualNetworkLink(shown).build());
  }

  @Override
  public void deleteVirtualNetworkLink(
      DeleteVirtualNetworkLinkRequest request,
      StreamObserver<DeleteVirtualNetworkLinkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        links.delete(
            request.getName(),
            request.getEtag(),
            DeleteVirtualNetworkLinkResponse.getDefaultInstance()));
  }
}
