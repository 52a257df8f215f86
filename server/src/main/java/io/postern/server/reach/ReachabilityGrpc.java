package io.postern.server.reach;

import io.grpc.stub.StreamObserver;
import io.postern.server.rpc.Calls;
import io.postern.v1.CheckConnectivityRequest;
import io.postern.v1.CheckConnectivityResponse;
import io.postern.v1.ReachabilityServiceGrpc.ReachabilityServiceImplBase;
import jakarta.inject.Inject;

/** Reachability over gRPC. */
final class ReachabilityGrpc extends ReachabilityServiceImplBase {
  private final Calls calls;
  private final CheckConnectivity checkConnectivity;

  @Inject
  ReachabilityGrpc(Calls calls, CheckConnectivity checkConnectivity) {
    this.calls = calls;
    this.checkConnectivity = checkConnectivity;
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
}
