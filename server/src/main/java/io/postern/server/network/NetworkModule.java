package io.postern.server.network;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;

/** Binds the services of networks and what is in them. */
public final class NetworkModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(SharedAddresses.class);
    bind(VirtualNetworks.class);
    bind(Subnets.class);
    bind(Peerings.class);
    bind(LoadBalancers.class);
    bind(VirtualNetworkGrpc.class);
    bind(SubnetGrpc.class);
    bind(PeeringGrpc.class);
    bind(NetworkInterfaceGrpc.class);
    bind(LoadBalancerGrpc.class);
    var services = Multibinder.newSetBinder(binder(), BindableService.class);
    services.addBinding().to(VirtualNetworkGrpc.class);
    services.addBinding().to(SubnetGrpc.class);
    services.addBinding().to(PeeringGrpc.class);
    services.addBinding().to(NetworkInterfaceGrpc.class);
    services.addBinding().to(LoadBalancerGrpc.class);
  }
}
