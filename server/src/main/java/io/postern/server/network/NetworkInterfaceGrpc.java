package io.postern.server.network;

import io.grpc.stub.StreamObserver;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.v1.GetNetworkInterfaceRequest;
import io.postern.v1.GetNetworkInterfaceResponse;
import io.postern.v1.ListNetworkInterfacesRequest;
import io.postern.v1.ListNetworkInterfacesResponse;
import io.postern.v1.NetworkInterfaceServiceGrpc.NetworkInterfaceServiceImplBase;
import jakarta.inject.Inject;

/** Network interfaces over gRPC: only read, as their owners make and delete them. */
final class NetworkInterfaceGrpc extends NetworkInterfaceServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;

  @Inject
  NetworkInterfaceGrpc(Calls calls, ResourceReads reads) {
    this.calls = calls;
    this.reads = reads;
  }

  @Override
  public void getNetworkInterface(
      GetNetworkInterfaceRequest request, StreamObserver<GetNetworkInterfaceResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) ->
            GetNetworkInterfaceResponse.newBuilder()
                .setNetworkInterface(
                    NetworkInterfaceProto.of(
                        reads.get(tx, context, NetworkInterface.KIND, request.getName())))
                .build());
  }

  @Override
  public void listNetworkInterfaces(
      ListNetworkInterfacesRequest request, StreamObserver<ListNetworkInterfacesResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  NetworkInterface.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListNetworkInterfacesResponse.newBuilder()
              .addAllNetworkInterfaces(page.map(NetworkInterfaceProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }
}
