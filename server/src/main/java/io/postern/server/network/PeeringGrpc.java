package io.postern.server.network;

import io.grpc.stub.StreamObserver;
import io.postern.server.network.model.Peering;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
import io.postern.server.rpc.WriteOptions;
import io.postern.v1.CreateVirtualNetworkPeeringRequest;
import io.postern.v1.CreateVirtualNetworkPeeringResponse;
import io.postern.v1.DeleteVirtualNetworkPeeringRequest;
import io.postern.v1.DeleteVirtualNetworkPeeringResponse;
import io.postern.v1.GetVirtualNetworkPeeringRequest;
import io.postern.v1.GetVirtualNetworkPeeringResponse;
import io.postern.v1.ListVirtualNetworkPeeringsRequest;
import io.postern.v1.ListVirtualNetworkPeeringsResponse;
import io.postern.v1.UpdateVirtualNetworkPeeringRequest;
import io.postern.v1.UpdateVirtualNetworkPeeringResponse;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.VirtualNetworkPeeringServiceGrpc.VirtualNetworkPeeringServiceImplBase;
import jakarta.inject.Inject;

/** Peerings over gRPC. */
final class PeeringGrpc extends VirtualNetworkPeeringServiceImplBase {
  private final Calls calls;
  private final StandardMethods<Peering, VirtualNetworkPeering> peerings;

  @Inject
  PeeringGrpc(Calls calls, ResourceReads reads, Peerings useCases) {
    this.calls = calls;
    this.peerings =
        new StandardMethods<>(
            Peering.KIND,
            "virtual_network_peering",
            reads,
            useCases,
            (tx, peering) -> PeeringProto.of(peering),
            PeeringProto::model,
            PeeringProto::model);
  }

  @Override
  public void createVirtualNetworkPeering(
      CreateVirtualNetworkPeeringRequest request,
      StreamObserver<CreateVirtualNetworkPeeringResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        peerings.create(
            request.getParent(),
            request.getVirtualNetworkPeeringId(),
            request.getVirtualNetworkPeering()),
        shown ->
            CreateVirtualNetworkPeeringResponse.newBuilder()
                .setVirtualNetworkPeering(shown)
                .build());
  }

  @Override
  public void getVirtualNetworkPeering(
      GetVirtualNetworkPeeringRequest request,
      StreamObserver<GetVirtualNetworkPeeringResponse> out) {
    calls.read(
        request,
        out,
        peerings.get(request.getName()),
        shown ->
            GetVirtualNetworkPeeringResponse.newBuilder().setVirtualNetworkPeering(shown).build());
  }

  @Override
  public void listVirtualNetworkPeerings(
      ListVirtualNetworkPeeringsRequest request,
      StreamObserver<ListVirtualNetworkPeeringsResponse> out) {
    calls.read(
        request,
        out,
        peerings.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListVirtualNetworkPeeringsResponse.newBuilder()
                .addAllVirtualNetworkPeerings(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateVirtualNetworkPeering(
      UpdateVirtualNetworkPeeringRequest request,
      StreamObserver<UpdateVirtualNetworkPeeringResponse> out) {
    var wanted = request.getVirtualNetworkPeering();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        peerings.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown ->
            UpdateVirtualNetworkPeeringResponse.newBuilder()
                .setVirtualNetworkPeering(shown)
                .build());
  }

  @Override
  public void deleteVirtualNetworkPeering(
      DeleteVirtualNetworkPeeringRequest request,
      StreamObserver<DeleteVirtualNetworkPeeringResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        peerings.delete(
            request.getName(),
            request.getEtag(),
            DeleteVirtualNetworkPeeringResponse.getDefaultInstance()));
  }
}
