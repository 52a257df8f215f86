package io.postern.server.network;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.Subnet;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
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
  private final ResourceReads reads;
  private final Subnets subnets;

  @Inject
  SubnetGrpc(Calls calls, ResourceReads reads, Subnets subnets) {
    this.calls = calls;
    this.reads = reads;
    this.subnets = subnets;
  }

  @Override
  public void createSubnet(CreateSubnetRequest request, StreamObserver<CreateSubnetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(Subnet.KIND, request.getParent(), request.getSubnetId(), "subnet_id");
          var created =
              subnets.create(tx, context, SubnetProto.model(name, Meta.NEW, request.getSubnet()));
          return CreateSubnetResponse.newBuilder().setSubnet(SubnetProto.of(tx, created)).build();
        });
  }

  @Override
  public void getSubnet(GetSubnetRequest request, StreamObserver<GetSubnetResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var subnet = reads.get(tx, context, Subnet.KIND, request.getName());
          return GetSubnetResponse.newBuilder().setSubnet(SubnetProto.of(tx, subnet)).build();
        });
  }

  @Override
  public void listSubnets(ListSubnetsRequest request, StreamObserver<ListSubnetsResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  Subnet.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListSubnetsResponse.newBuilder()
              .addAllSubnets(page.map(subnet -> SubnetProto.of(tx, subnet)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateSubnet(UpdateSubnetRequest request, StreamObserver<UpdateSubnetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getSubnet();
          var current = reads.get(tx, context, Subnet.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  SubnetProto.of(tx, current), wanted, request.getUpdateMask(), "subnet");
          var updated =
              subnets.update(
                  tx,
                  context,
                  SubnetProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdateSubnetResponse.newBuilder().setSubnet(SubnetProto.of(tx, updated)).build();
        });
  }

  @Override
  public void deleteSubnet(DeleteSubnetRequest request, StreamObserver<DeleteSubnetResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          subnets.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteSubnetResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return Subnet.KIND.parse(text, "name");
  }
}
