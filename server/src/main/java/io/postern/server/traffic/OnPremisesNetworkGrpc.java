package io.postern.server.traffic;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
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
  private final ResourceReads reads;
  private final OnPremisesNetworks useCases;

  @Inject
  OnPremisesNetworkGrpc(Calls calls, ResourceReads reads, OnPremisesNetworks useCases) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
  }

  @Override
  public void createOnPremisesNetwork(
      CreateOnPremisesNetworkRequest request, StreamObserver<CreateOnPremisesNetworkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  OnPremisesNetwork.KIND,
                  request.getParent(),
                  request.getOnPremisesNetworkId(),
                  "on_premises_network_id");
          var created =
              useCases.create(
                  tx,
                  context,
                  OnPremisesNetworkProto.model(name, Meta.NEW, request.getOnPremisesNetwork()));
          return CreateOnPremisesNetworkResponse.newBuilder()
              .setOnPremisesNetwork(OnPremisesNetworkProto.of(created))
              .build();
        });
  }

  @Override
  public void getOnPremisesNetwork(
      GetOnPremisesNetworkRequest request, StreamObserver<GetOnPremisesNetworkResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var network = reads.get(tx, context, OnPremisesNetwork.KIND, request.getName());
          return GetOnPremisesNetworkResponse.newBuilder()
              .setOnPremisesNetwork(OnPremisesNetworkProto.of(network))
              .build();
        });
  }

  @Override
  public void listOnPremisesNetworks(
      ListOnPremisesNetworksRequest request, StreamObserver<ListOnPremisesNetworksResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  OnPremisesNetwork.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListOnPremisesNetworksResponse.newBuilder()
              .addAllOnPremisesNetworks(page.map(OnPremisesNetworkProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateOnPremisesNetwork(
      UpdateOnPremisesNetworkRequest request, StreamObserver<UpdateOnPremisesNetworkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getOnPremisesNetwork();
          var current = reads.get(tx, context, OnPremisesNetwork.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  OnPremisesNetworkProto.of(current),
                  wanted,
                  request.getUpdateMask(),
                  "on_premises_network");
          var updated =
              useCases.update(
                  tx,
                  context,
                  OnPremisesNetworkProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdateOnPremisesNetworkResponse.newBuilder()
              .setOnPremisesNetwork(OnPremisesNetworkProto.of(updated))
              .build();
        });
  }

  @Override
  public void deleteOnPremisesNetwork(
      DeleteOnPremisesNetworkRequest request, StreamObserver<DeleteOnPremisesNetworkResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          useCases.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteOnPremisesNetworkResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return OnPremisesNetwork.KIND.parse(text, "name");
  }
}
