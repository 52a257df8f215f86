package io.postern.server.endpoint;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.explain.EndpointDecisions;
import io.postern.server.rpc.RpcModule;

/** Binds the private endpoint service. */
public final class EndpointModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Admissions.class);
    bind(CreatePrivateEndpoint.class);
    bind(PrivateEndpoints.class);
    bind(PrivateEndpointGrpc.class);
    bind(EndpointDecisions.class).to(EndpointDecisionsGrpc.class);
    bind(EndpointDecisionsGrpc.class);
    Multibinder.newSetBinder(binder(), BindableService.class)
        .addBinding()
        .to(PrivateEndpointGrpc.class);
    RpcModule.show(
        binder(),
        PrivateEndpoint.KIND,
        io.postern.v1.PrivateEndpoint.getDefaultInstance(),
        PrivateEndpointProto::of);
  }
}
