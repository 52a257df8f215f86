package io.postern.server.network;

import io.grpc.stub.StreamObserver;
import io.postern.server.network.model.Subnet;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
import io.postern.server.rpc.WriteOptions;
import io.postern.v1.CreateSubnetRequest;
import io.postern.v1.CreateSubnetResponse;
import io.postern.v1.DeleteSubnetRequest;
import io.postern.v1.DeleteSubnetResponse;
import io.postern.v1.GetSubnetRequest;
import io.postern.v1.GetSubnetResponse;
import io.postern.v1.ListSubnetsRequest;
import io.postern.v1.ListSubnetsResponse;
import io.postern.v1.SubnetServiceGrpc.SubnetServiceImplBase;
import io.postern.v1.UpdateSubnetRequest;
import io.postern.v1.UpdateSubnetResponse;
import jakarta.inject.Inject;

/** Subnets over gRPC. */
final class SubnetGrpc extends SubnetServiceImplBase {
  private final Calls calls;
  private final StandardMethods<Subnet, io.postern.v1.Subnet> subnets;

  @Inject
  SubnetGrpc(Calls calls, ResourceReads reads, Subnets useCases) {
    this.calls = calls;
    this.subnets =
        new StandardMethods<>(
            Subnet.KIND, "subnet", reads, useCases, SubnetProto::of, SubnetProto::model);
  }

  @Override
  public void createSubnet(CreateSubnetRequest request, StreamObserver<CreateSubnetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        subnets.create(request.getParent(), request.getSubnetId(), request.getSubnet()),
        shown -> CreateSubnetResponse.newBuilder().setSubnet(shown).build());
  }

  @Override
  public void getSubnet(GetSubnetRequest request, StreamObserver<GetSubnetResponse> out) {
    calls.read(
        request,
        out,
        subnets.get(request.getName()),
        shown -> GetSubnetResponse.newBuilder().setSubnet(shown).build());
  }

  @Override
  public void listSubnets(ListSubnetsRequest request, StreamObserver<ListSubnetsResponse> out) {
    calls.read(
        request,
        out,
        subnets.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListSubnetsResponse.newBuilder()
                .addAllSubnets(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateSubnet(UpdateSubnetRequest request, StreamObserver<UpdateSubnetResponse> out) {
    var wanted = request.getSubnet();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        subnets.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown -> UpdateSubnetResponse.newBuilder().setSubnet(shown).build());
  }

  @Override
  public void deleteSubnet(DeleteSubnetRequest request, StreamObserver<DeleteSubnetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        subnets.delete(
            request.getName(), request.getEtag(), DeleteSubnetResponse.getDefaultInstance()));
  }
}
