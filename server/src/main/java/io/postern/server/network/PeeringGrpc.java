package io.postern.server.network;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Peering;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
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
import io.postern.v1.VirtualNetworkPeeringServiceGrpc.VirtualNetworkPeeringServiceImplBase;
import jakarta.inject.Inject;

/** Peerings over gRPC. */
final class PeeringGrpc extends VirtualNetworkPeeringServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final Peerings peerings;

  @Inject
  PeeringGrpc(Calls calls, ResourceReads reads, Peerings peerings) {
    this.calls = calls;
    this.reads = reads;
    this.peerings = peerings;
  }

  @Override
  public void createVirtualNetworkPeering(
      CreateVirtualNetworkPeeringRequest request,
      StreamObserver<CreateVirtualNetworkPeeringResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  Peering.KIND,
                  request.getParent(),
                  request.getVirtualNetworkPeeringId(),
                  "virtual_network_peering_id");
          var created =
              peerings.create(
                  tx, context, PeeringProto.model(name, request.getVirtualNetworkPeering()));
          return CreateVirtualNetworkPeeringResponse.newBuilder()
              .setVirtualNetworkPeering(PeeringProto.of(created))
              .build();
        });
  }

  @Override
  public void getVirtualNetworkPeering(
      GetVirtualNetworkPeeringRequest request,
      StreamObserver<GetVirtualNetworkPeeringResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var peering = reads.get(tx, context, Peering.KIND, request.getName());
          return GetVirtualNetworkPeeringResponse.newBuilder()
              .setVirtualNetworkPeering(PeeringProto.of(peering))
              .build();
        });
  }

  @Override
  public void listVirtualNetworkPeerings(
      ListVirtualNetworkPeeringsRequest request,
      StreamObserver<ListVirtualNetworkPeeringsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  Peering.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListVirtualNetworkPeeringsResponse.newBuilder()
              .addAllVirtualNetworkPeerings(page.map(PeeringProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateVirtualNetworkPeering(
      UpdateVirtualNetworkPeeringRequest request,
      StreamObserver<UpdateVirtualNetworkPeeringResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getVirtualNetworkPeering();
          var current = reads.get(tx, context, Peering.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  PeeringProto.of(current),
                  wanted,
                  request.getUpdateMask(),
                  "virtual_network_peering");
          var updated =
              peerings.update(tx, context, PeeringProto.model(current, merged), wanted.getEtag());
          return UpdateVirtualNetworkPeeringResponse.newBuilder()
              .setVirtualNetworkPeering(PeeringProto.of(updated))
              .build();
        });
  }

  @Override
  public void deleteVirtualNetworkPeering(
      DeleteVirtualNetworkPeeringRequest request,
      StreamObserver<DeleteVirtualNetworkPeeringResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          peerings.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteVirtualNetworkPeeringResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return Peering.KIND.parse(text, "name");
  }
}
