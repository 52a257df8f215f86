package io.postern.server.traffic;

import io.grpc.stub.StreamObserver;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.v1.CreateOnPremisesNetworkRequest;
import io.postern.v1.CreateOnPremisesNetworkResponse;
import io.postern.v1.DeleteOnPremisesNetworkRequest;
import io.postern.v1.DeleteOnPremisesNetworkResponse;
import io.postern.v1.GetOnPremisesNetworkRequest;
import io.postern.v1.GetOnPremisesNetworkResponse;
import io.postern.v1.ListOnPremisesNetworksRequest;
import io.postern.v1.ListOnPremisesNetworksResponse;
import io.postern.v1.OnPremisesNetworkServiceGrpc.OnPremisesNetworkServiceImplBase;
import io.postern.v1.UpdateOnPremisesNetworkRequest;
import io.postern.v1.UpdateOnPremisesNetworkResponse;
import jakarta.inject.Inject;

/** On-premises networks over gRPC. */
final class OnPremisesNetworkGrpc extends OnPremisesNetworkServiceImplBase {
  private final Calls calls;
  private final StandardMethods<OnPremisesNetwork, io.postern.v1.OnPremisesNetwork> networks;

  @Inject
  OnPremisesNetworkGrpc(Calls calls, ResourceReads reads, OnPremisesNetworks useCases) {
    this.calls = calls;
    this.networks =
        new StandardMethods<>(
            OnPremisesNetwork.KIND,
            "on_premises_network",
            reads,
            useCases,
            (tx, network) -> OnPremisesNetworkProto.of(network),
            OnPremisesNetworkProto::model);
  }

  @Override
  public void createOnPremisesNetwork(
      CreateOnPremisesNetworkRequest request, StreamObserver<CreateOnPremisesNetworkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        networks.create(
            request.getParent(), request.getOnPremisesNetworkId(), request.getOnPremisesNetwork()),
        shown -> CreateOnPremisesNetworkResponse.newBuilder().setOnPremisesNetwork(shown).build());
  }

  @Override
  public void getOnPremisesNetwork(
      GetOnPremisesNetworkRequest request, StreamObserver<GetOnPremisesNetworkResponse> out) {
    calls.read(
        request,
        out,
        networks.get(request.getName()),
        shown -> GetOnPremisesNetworkResponse.newBuilder().setOnPremisesNetwork(shown).build());
  }

  @Override
  public void listOnPremisesNetworks(
      ListOnPremisesNetworksRequest request, StreamObserver<ListOnPremisesNetworksResponse> out) {
    calls.read(
        request,
        out,
        networks.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListOnPremisesNetworksResponse.newBuilder()
                .addAllOnPremisesNetworks(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateOnPremisesNetwork(
      UpdateOnPremisesNetworkRequest request, StreamObserver<UpdateOnPremisesNetworkResponse> out) {
    var wanted = request.getOnPremisesNetwork();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        networks.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown -> UpdateOnPremisesNetworkResponse.newBuilder().setOnPremisesNetwork(shown).build());
  }

  @Override
  public void deleteOnPremisesNetwork(
      DeleteOnPremisesNetworkRequest request, StreamObserver<DeleteOnPremisesNetworkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        networks.delete(
            request.getName(),
            request.getEtag(),
            DeleteOnPremisesNetworkResponse.getDefaultInstance()));
  }
}
