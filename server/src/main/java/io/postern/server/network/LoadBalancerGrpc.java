package io.postern.server.network;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.LoadBalancer;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.FieldMasks;
import io.postern.server.rpc.NewNames;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.WriteOptions;
import io.postern.v1.CreateLoadBalancerRequest;
import io.postern.v1.CreateLoadBalancerResponse;
import io.postern.v1.DeleteLoadBalancerRequest;
import io.postern.v1.DeleteLoadBalancerResponse;
import io.postern.v1.GetLoadBalancerRequest;
import io.postern.v1.GetLoadBalancerResponse;
import io.postern.v1.ListLoadBalancersRequest;
import io.postern.v1.ListLoadBalancersResponse;
import io.postern.v1.LoadBalancerServiceGrpc.LoadBalancerServiceImplBase;
import io.postern.v1.UpdateLoadBalancerRequest;
import io.postern.v1.UpdateLoadBalancerResponse;
import jakarta.inject.Inject;

/** Load balancers over gRPC. */
final class LoadBalancerGrpc extends LoadBalancerServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final LoadBalancers balancers;

  @Inject
  LoadBalancerGrpc(Calls calls, ResourceReads reads, LoadBalancers balancers) {
    this.calls = calls;
    this.reads = reads;
    this.balancers = balancers;
  }

  @Override
  public void createLoadBalancer(
      CreateLoadBalancerRequest request, StreamObserver<CreateLoadBalancerResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var name =
              NewNames.child(
                  LoadBalancer.KIND,
                  request.getParent(),
                  request.getLoadBalancerId(),
                  "load_balancer_id");
          var created =
              balancers.create(
                  tx, context, LoadBalancerProto.model(name, Meta.NEW, request.getLoadBalancer()));
          return CreateLoadBalancerResponse.newBuilder()
              .setLoadBalancer(LoadBalancerProto.of(tx, created))
              .build();
        });
  }

  @Override
  public void getLoadBalancer(
      GetLoadBalancerRequest request, StreamObserver<GetLoadBalancerResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var balancer = reads.get(tx, context, LoadBalancer.KIND, request.getName());
          return GetLoadBalancerResponse.newBuilder()
              .setLoadBalancer(LoadBalancerProto.of(tx, balancer))
              .build();
        });
  }

  @Override
  public void listLoadBalancers(
      ListLoadBalancersRequest request, StreamObserver<ListLoadBalancersResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              reads.list(
                  tx,
                  context,
                  LoadBalancer.KIND,
                  request.getParent(),
                  request.getPageSize(),
                  request.getPageToken());
          return ListLoadBalancersResponse.newBuilder()
              .addAllLoadBalancers(page.map(balancer -> LoadBalancerProto.of(tx, balancer)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void updateLoadBalancer(
      UpdateLoadBalancerRequest request, StreamObserver<UpdateLoadBalancerResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          var wanted = request.getLoadBalancer();
          var current = reads.get(tx, context, LoadBalancer.KIND, wanted.getName());
          var merged =
              FieldMasks.merge(
                  LoadBalancerProto.of(tx, current),
                  wanted,
                  request.getUpdateMask(),
                  "load_balancer");
          var updated =
              balancers.update(
                  tx,
                  context,
                  LoadBalancerProto.model(current.name(), current.meta(), merged),
                  wanted.getEtag());
          return UpdateLoadBalancerResponse.newBuilder()
              .setLoadBalancer(LoadBalancerProto.of(tx, updated))
              .build();
        });
  }

  @Override
  public void deleteLoadBalancer(
      DeleteLoadBalancerRequest request, StreamObserver<DeleteLoadBalancerResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        (tx, context) -> {
          balancers.delete(tx, context, name(request.getName()), request.getEtag());
          return DeleteLoadBalancerResponse.getDefaultInstance();
        });
  }

  private static ResourceName name(String text) {
    return LoadBalancer.KIND.parse(text, "name");
  }
}
