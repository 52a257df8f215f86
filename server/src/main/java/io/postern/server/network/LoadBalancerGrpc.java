package io.postern.server.network;

import io.grpc.stub.StreamObserver;
import io.postern.server.network.model.LoadBalancer;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.rpc.StandardMethods;
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
  private final StandardMethods<LoadBalancer, io.postern.v1.LoadBalancer> balancers;

  @Inject
  LoadBalancerGrpc(Calls calls, ResourceReads reads, LoadBalancers useCases) {
    this.calls = calls;
    this.balancers =
        new StandardMethods<>(
            LoadBalancer.KIND,
            "load_balancer",
            reads,
            useCases,
            LoadBalancerProto::of,
            LoadBalancerProto::model);
  }

  @Override
  public void createLoadBalancer(
      CreateLoadBalancerRequest request, StreamObserver<CreateLoadBalancerResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        balancers.create(
            request.getParent(), request.getLoadBalancerId(), request.getLoadBalancer()),
        shown -> CreateLoadBalancerResponse.newBuilder().setLoadBalancer(shown).build());
  }

  @Override
  public void getLoadBalancer(
      GetLoadBalancerRequest request, StreamObserver<GetLoadBalancerResponse> out) {
    calls.read(
        request,
        out,
        balancers.get(request.getName()),
        shown -> GetLoadBalancerResponse.newBuilder().setLoadBalancer(shown).build());
  }

  @Override
  public void listLoadBalancers(
      ListLoadBalancersRequest request, StreamObserver<ListLoadBalancersResponse> out) {
    calls.read(
        request,
        out,
        balancers.list(request.getParent(), request.getPageSize(), request.getPageToken()),
        page ->
            ListLoadBalancersResponse.newBuilder()
                .addAllLoadBalancers(page.items())
                .setNextPageToken(page.next().orElse(""))
                .build());
  }

  @Override
  public void updateLoadBalancer(
      UpdateLoadBalancerRequest request, StreamObserver<UpdateLoadBalancerResponse> out) {
    var wanted = request.getLoadBalancer();
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        balancers.update(wanted.getName(), wanted, request.getUpdateMask(), wanted.getEtag()),
        shown -> UpdateLoadBalancerResponse.newBuilder().setLoadBalancer(shown).build());
  }

  @Override
  public void deleteLoadBalancer(
      DeleteLoadBalancerRequest request, StreamObserver<DeleteLoadBalancerResponse> out) {
    calls.write(
        request,
        new WriteOptions(request.getRequestId(), request.getValidateOnly()),
        out,
        balancers.delete(
            request.getName(), request.getEtag(), DeleteLoadBalancerResponse.getDefaultInstance()));
  }
}
