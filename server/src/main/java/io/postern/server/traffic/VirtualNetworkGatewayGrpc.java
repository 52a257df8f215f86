package io.postern.server.traffic;

import io.grpc.stub.StreamObserver;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
import io.postern.server.rpc.WriteOptions;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import io.postern.v1.CreateVirtualNetworkGatewayRequest;
import io.postern.v1.CreateVirtualNetworkGatewayResponse;
import io.postern.v1.DeleteVirtualNetworkGatewayRequest;
import io.postern.v1.DeleteVirtualNetworkGatewayResponse;
import io.postern.v1.GetVirtualNetworkGatewayRequest;
import io.postern.v1.GetVirtualNetworkGatewayResponse;
import io.postern.v1.ListVirtualNetworkGatewaysRequest;
import io.postern.v1.ListVirtualNetworkGatewaysResponse;
import io.postern.v1.UpdateVirtualNetworkGatewayRequest;
import io.postern.v1.UpdateVirtualNetworkGatewayResponse;
import io.postern.v1.VirtualNetworkGatewayServiceGrpc.VirtualNetworkGatewayServiceImplBase;
import jakarta.inject.Inject;

/** Virtual network gateways over gRPC. */
final class VirtualNetworkGatewayGrpc extends VirtualNetworkGatewayServiceImplBase {
  private final Calls calls;
  private final StandardMethods<VirtualNetworkGateway, io.postern.v1.VirtualNetworkGateway>
      gateways;

  @Inject
  VirtualNetworkGatewayGrpc(Calls calls, ResourceReads reads, Gateways useCases) {
    this.calls = calls;
    this.gateways =
        new StandardMethods<>(
            VirtualNetworkGateway.KIND,
            "virtual_network_gateway",
            reads,
            useCases,
            (tx, gateway) -> VirtualNetworkGatewayProto.of(gateway),
            VirtualNetworkGatewayProto::model);
  }

  @Override
  public void createVirtualNetworkGateway(
      CreateVirtualNetworkGatewayRequest request,
      StreamObserver<CreateVirtualNetworkGatewayResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        gateways.create(
            request.getParent(),
            request.getVirtualNetworkGatewayId(),
            request.getVirtualNetworkGateway()),
        shown ->
            CreateVirtualNetworkGatewayResponse.newBuilder()
                .setVirtualNetworkGateway(shown)
                .build());
  }

  @Override
  public void getVirtualNetworkGateway(
      GetVirtualNetworkGatewayRequest request,
      StreamObserver<GetVirtualNetworkGatewayResponse> out) {
    calls.read(
        request,
        out,
        gateways.get(request.getName()),
        shown ->
            GetVirtualNetworkGatewayResponse.newBuilder().setVirtualNetworkGateway(shown).build());
  }

  @Override
  public void listVirtualNetworkGateways(
      ListVirtualNetworkGatewaysRequest request,
      StreamObserver<ListVirtualNetworkGatewaysResponse> out) {
    calls.read(
        request,
        out,
        gateways.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListVirtualNetworkGatewaysResponse.newBuilder()
                .addAllVirtualNetworkGateways(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateVirtualNetworkGateway(
      UpdateVirtualNetworkGatewayRequest request,
      StreamObserver<UpdateVirtualNetworkGatewayResponse> out) {
    var wanted = request.getVirtualNetworkGateway();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        gateways.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown ->
            UpdateVirtualNetworkGatewayResponse.newBuilder()
                .setVirtualNetworkGateway(shown)
                .build());
  }

  @Override
  public void deleteVirtualNetworkGateway(
      DeleteVirtualNetworkGatewayRequest request,
      StreamObserver<DeleteVirtualNetworkGatewayResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        gateways.delete(
            request.getName(),
            request.getEtag(),
            DeleteVirtualNetworkGatewayResponse.getDefaultInstance()));
  }
}
