package io.postern.server.network;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.network.model.LoadBalancer;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.rpc.RpcModule;

/** Binds the services of networks and what is in them. */
public final class NetworkModule extends AbstractModule {
  @Override
  protected void configure() {
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
    RpcModule.show(
        binder(),
        VirtualNetwork.KIND,
        io.postern.v1.VirtualNetwork.getDefaultInstance(),
        VirtualNetworkProto::of);
    RpcModule.show(
        binder(), Subnet.KIND, io.postern.v1.Subnet.getDefaultInstance(), SubnetProto::of);
    RpcModule.show(
        binder(),
        Peering.KIND,
        io.postern.v1.VirtualNetworkPeering.getDefaultInstance(),
        (tx, peering) -> PeeringProto.of(peering));
    RpcModule.show(
        binder(),
        NetworkInterface.KIND,
        io.postern.v1.NetworkInterface.getDefaultInstance(),
        (tx, networkInterface) -> NetworkInterfaceProto.of(networkInterface));
    RpcModule.show(
        binder(),
        LoadBalancer.KIND,
        io.postern.v1.LoadBalancer.getDefaultInstance(),
        LoadBalancerProto::of);
  }
}
