package io.postern.server.network;

import io.grpc.stub.StreamObserver;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
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
  private final StandardMethods<VirtualNetwork, io.postern.v1.VirtualNetwork> networks;

  @Inject
  VirtualNetworkGrpc(Calls calls, ResourceReads reads, VirtualNetworks useCases) {
    this.calls = calls;
    this.networks =
        new StandardMethods<>(
            VirtualNetwork.KIND,
            "virtual_network",
            reads,
            useCases,
            VirtualNetworkProto::of,
            VirtualNetworkProto::model);
  }

  @Override
  public void createVirtualNetwork(
      CreateVirtualNetworkRequest request, StreamObserver<CreateVirtualNetworkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        networks.create(
            request.getParent(), request.getVirtualNetworkId(), request.getVirtualNetwork()),
        shown -> CreateVirtualNetworkResponse.newBuilder().setVirtualNetwork(shown).build());
  }

  @Override
  public void getVirtualNetwork(
      GetVirtualNetworkRequest request, StreamObserver<GetVirtualNetworkResponse> out) {
    calls.read(
        request,
        out,
        networks.get(request.getName()),
        shown -> GetVirtualNetworkResponse.newBuilder().setVirtualNetwork(shown).build());
  }

  @Override
  public void listVirtualNetworks(
      ListVirtualNetworksRequest request, StreamObserver<ListVirtualNetworksResponse> out) {
    calls.read(
        request,
        out,
        networks.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListVirtualNetworksResponse.newBuilder()
                .addAllVirtualNetworks(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateVirtualNetwork(
      UpdateVirtualNetworkRequest request, StreamObserver<UpdateVirtualNetworkResponse> out) {
    var wanted = request.getVirtualNetwork();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        networks.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown -> UpdateVirtualNetworkResponse.newBuilder().setVirtualNetwork(shown).build());
  }

  @Override
  public void deleteVirtualNetwork(
      DeleteVirtualNetworkRequest request, StreamObserver<DeleteVirtualNetworkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        networks.delete(
            request.getName(),
            request.getEtag(),
            DeleteVirtualNetworkResponse.getDefaultInstance()));
  }
}
