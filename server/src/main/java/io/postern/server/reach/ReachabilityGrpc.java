package io.postern.server.reach;

import io.grpc.stub.StreamObserver;
import io.postern.server.kernel.RequestContext;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.rpc.Calls;
import io.postern.server.rpc.PageToken;
import io.postern.server.rpc.ResourceReads;
import io.postern.server.store.ReadTx;
import io.postern.v1.CheckConnectivityRequest;
import io.postern.v1.CheckConnectivityResponse;
import io.postern.v1.ListEffectiveRoutesRequest;
import io.postern.v1.ListEffectiveRoutesResponse;
import io.postern.v1.ListEffectiveSecurityRulesRequest;
import io.postern.v1.ListEffectiveSecurityRulesResponse;
import io.postern.v1.ReachabilityServiceGrpc.ReachabilityServiceImplBase;
import jakarta.inject.Inject;

/** Reachability over gRPC. */
final class ReachabilityGrpc extends ReachabilityServiceImplBase {
  private final Calls calls;
  private final ResourceReads reads;
  private final CheckConnectivity checkConnectivity;
  private final Effective effective;

  @Inject
  ReachabilityGrpc(
      Calls calls, ResourceReads reads, CheckConnectivity checkConnectivity, Effective effective) {
    this.calls = calls;
    this.reads = reads;
    this.checkConnectivity = checkConnectivity;
    this.effective = effective;
  }

  @Override
  public void checkConnectivity(
      CheckConnectivityRequest request, StreamObserver<CheckConnectivityResponse> out) {
    calls.outside(
        out,
        store ->
            ReachabilityProto.of(
                checkConnectivity.run(store, calls.context(), ReachabilityProto.model(request))));
  }

  @Override
  public void listEffectiveRoutes(
      ListEffectiveRoutesRequest request, StreamObserver<ListEffectiveRoutesResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var page =
              effective.routes(
                  tx,
                  context,
                  networkInterface(tx, context, request.getParent()),
                  request.getPageSize(),
                  request.getPageToken());
          return ListEffectiveRoutesResponse.newBuilder()
              .addAllEffectiveRoutes(page.map(EffectiveProto::of).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  @Override
  public void listEffectiveSecurityRules(
      ListEffectiveSecurityRulesRequest request,
      StreamObserver<ListEffectiveSecurityRulesResponse> out) {
    calls.read(
        request,
        out,
        (tx, context) -> {
          var nic = networkInterface(tx, context, request.getParent());
          PageToken.size(request.getPageSize());
          var response = ListEffectiveSecurityRulesResponse.newBuilder();
          var group = Effective.group(tx, nic);
          if (group.isEmpty()) return response.build();
          var page =
              Effective.rules(tx, nic, group.get(), request.getPageSize(), request.getPageToken());
          return response
              .addAllEffectiveSecurityRules(
                  page.map(rule -> EffectiveProto.of(group.get(), rule)).items())
              .setNextPageToken(page.next().orElse(""))
              .build();
        });
  }

  private NetworkInterface networkInterface(ReadTx tx, RequestContext context, String parent) {
    // The name is the request's parent, and errors have to say so.
    NetworkInterface.KIND.parse(parent, "parent");
    return reads.get(tx, context, NetworkInterface.KIND, parent);
  }
}
