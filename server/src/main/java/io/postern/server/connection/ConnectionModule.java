package io.postern.server.connection;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.connection.model.Connection;
import io.postern.server.rpc.RpcModule;
import io.postern.v1.PrivateEndpointConnection;

/** Binds the connection service and the job that ends what is due. */
public final class ConnectionModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Connections.class);
    bind(ConnectionGrpc.class);
    bind(ExpiryJob.class);
    Multibinder.newSetBinder(binder(), BindableService.class).addBinding().to(ConnectionGrpc.class);
    RpcModule.show(
        binder(),
        Connection.KIND,
        PrivateEndpointConnection.getDefaultInstance(),
        ConnectionProto::of);
  }
}
