package io.postern.server.traffic;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
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
  private final ResourceReads reads;
  private final Gateways useCases;

  @Inject
  VirtualNetworkGatewayGrpc(Calls calls, ResourceReads reads, Gateways useCases) {
    this.calls = calls;
    this.reads = reads;
    this.useCases = useCases;
  }

  @Override
  public void createVirtualNetworkGateway(
      CreateVirtualNetworkGatewayRequest request,
      StreamObserver<CreateVirtualNetworkGatewayResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  VirtualNetworkGateway.KIND,
                  request.getParent(),
                  request.getVirtualNetworkGatewayId(),
                  "virtual_network_gateway_id");
          var created =
              useCases.create(
                  tx,
                  context,
                  VirtualNetworkGatewayProto.model(
                      name, Meta.NEW, request.getVirtualNetworkGateway()));
          return CreateVirtualNetworkGatewayResponse.newBuilder()
              .setVirtualNetworkGateway(VirtualNetworkGatewayProto.of(created))
              .build();
        });
  }

  @Override
  public void getVirtualNetworkGateway(
      GetVirtualNetworkGatewayRequest request,
      StreamObserver<GetVirtualNetworkGatewayResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var gateway = reads.get(tx, context, VirtualNetworkGateway.KIND, request.getName());
          return GetVirtualNetworkGatewayResponse.newBuilder()
              .setVirtualNetworkGateway(VirtualNetworkGatewayProto.of(gateway))
              .build();
        });
  }

  @Override
  public void listVirtualNetworkGateways(
      ListVirtualNetworkGatewaysRequest request,
      StreamObserver<ListVirtualNetworkGatewaysResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  VirtualNetworkGateway.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListVirtualNetworkGatewaysResponse.newBuilder()
              .addAllVirtualNetworkGateways(page.map(VirtualNetworkGatewayProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateVirtualNetworkGateway(
      UpdateVirtualNetworkGatewayRequest request,
      StreamObserver<UpdateVirtualNetworkGatewayResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getVirtualNetworkGateway();
          var current = reads.get(tx, context, VirtualNetworkGateway.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  VirtualNetworkGatewayProto.of(current),
                  wanted,
                  request.getUpdateMask(),
                  "virtual_network_gateway");
          var updated =
              useCases.update(
                  tx,
                  context,
                  VirtualNetworkGatewayProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdateVirtualNetworkGatewayResponse.newBuilder()
              .setVirtualNetworkGateway(VirtualNetworkGatewayProto.of(updated))
              .build();
        });
  }

  @Override
  public void deleteVirtualNetworkGateway(
      DeleteVirtualNetworkGatewayRequest request,
      StreamObserver<DeleteVirtualNetworkGatewayResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          useCases.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteVirtualNetworkGatewayResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return VirtualNetworkGateway.KIND.parse(text, "name");
  }
}
