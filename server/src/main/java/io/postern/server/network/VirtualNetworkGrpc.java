package io.postern.server.network;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.v1.CreateVirtualNetworkRequest;
import io.postern.v1.CreateVirtualNetworkResponse;
import io.postern.v1.DeleteVirtualNetworkRequest;
import io.postern.v1.DeleteVirtualNetworkResponse;
import io.postern.v1.GetVirtualNetworkRequest;
import io.postern.v1.GetVirtualNetworkResponse;
import io.postern.v1.ListVirtualNetworksRequest;
import io.postern.v1.ListVirtualNetworksResponse;
import io.postern.v1.UpdateVirtualNetworkRequest;
import io.postern.v1.UpdateVirtualNetworkResponse;
import io.postern.v1.VirtualNetworkServiceGrpc.VirtualNetworkServiceImplBase;
import jakarta.inject.Inject;

/** Virtual networks over gRPC. */
final class VirtualNetworkGrpc extends VirtualNetworkServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final VirtualNetworks networks;

  @Inject
  VirtualNetworkGrpc(Calls calls, ResourceReads reads, VirtualNetworks networks) {
    this.calls = calls;
    this.reads = reads;
    this.networks = networks;
  }

  @Override
  public void createVirtualNetwork(
      CreateVirtualNetworkRequest request, StreamObserver<CreateVirtualNetworkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  VirtualNetwork.KIND,
                  request.getParent(),
                  request.getVirtualNetworkId(),
                  "virtual_network_id");
          var created =
              networks.create(
                  tx,
                  context,
                  VirtualNetworkProto.model(name, Meta.NEW, request.getVirtualNetwork()));
          return CreateVirtualNetworkResponse.newBuilder()
              .setVirtualNetwork(VirtualNetworkProto.of(tx, created))
              .build();
        });
  }

  @Override
  public void getVirtualNetwork(
      GetVirtualNetworkRequest request, StreamObserver<GetVirtualNetworkResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var network = reads.get(tx, context, VirtualNetwork.KIND, request.getName());
          return GetVirtualNetworkResponse.newBuilder()
              .setVirtualNetwork(VirtualNetworkProto.of(tx, network))
              .build();
        });
  }

  @Override
  public void listVirtualNetworks(
      ListVirtualNetworksRequest request, StreamObserver<ListVirtualNetworksResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  VirtualNetwork.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListVirtualNetworksResponse.newBuilder()
              .addAllVirtualNetworks(
                  page.map(network -> VirtualNetworkProto.of(tx, network)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateVirtualNetwork(
      UpdateVirtualNetworkRequest request, StreamObserver<UpdateVirtualNetworkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getVirtualNetwork();
          var current = reads.get(tx, context, VirtualNetwork.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  VirtualNetworkProto.of(tx, current),
                  wanted,
                  request.getUpdateMask(),
                  "virtual_network");
          var updated =
              networks.update(
                  tx,
                  context,
                  VirtualNetworkProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdateVirtualNetworkResponse.newBuilder()
              .setVirtualNetwork(VirtualNetworkProto.of(tx, updated))
              .build();
        });
  }

  @Override
  public void deleteVirtualNetwork(
      DeleteVirtualNetworkRequest request, StreamObserver<DeleteVirtualNetworkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          networks.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteVirtualNetworkResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return VirtualNetwork.KIND.parse(text, "name");
  }
}
