package io.postern.server.endpoint;

import io.postern.server.connection.model.Trail;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.explain.EndpointDecisions;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.ReadTx;
import io.postern.server.store.WriteTx;
import io.postern.v1.CreatePrivateEndpointRequest;
import jakarta.inject.Inject;

/** Decides on requests as the endpoint service does, for whoever wants to know why. */
final class EndpointDecisionsGrpc implements EndpointDecisions {
  private final CreatePrivateEndpoint create;

  @Inject
  EndpointDecisionsGrpc(CreatePrivateEndpoint create) {
    this.create = create;
  }

  @Override
  public PrivateEndpoint attempt(
      WriteTx tx, RequestContext context, CreatePrivateEndpointRequest request, Trail trail) {
    return create.run(tx, context, PrivateEndpointProto.request(request), trail);
  }

  @Override
  public void repeat(ReadTx tx, RequestContext context, PrivateEndpoint endpoint, Trail trail) {
    var _ = create.decide(tx, context, CreatePrivateEndpoint.Request.of(endpoint), trail);
  }
}
