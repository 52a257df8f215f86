package io.postern.server.traffic;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import io.grpc.BindableService;
import io.postern.server.rpc.RpcModule;
import io.postern.server.traffic.model.ApplicationSecurityGroup;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.RouteTable;
import io.postern.server.traffic.model.VirtualNetworkGateway;

/** Binds the services of security groups, route tables, gateways and on-premises networks. */
public final class TrafficModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(Writes.class);
    bind(SecurityGroups.class);
    bind(RouteTables.class);
    bind(ApplicationGroups.class);
    bind(Gateways.class);
    bind(OnPremisesNetworks.class);
    bind(NetworkSecurityGroupGrpc.class);
    bind(RouteTableGrpc.class);
    bind(ApplicationSecurityGroupGrpc.class);
    bind(VirtualNetworkGatewayGrpc.class);
    bind(OnPremisesNetworkGrpc.class);
    var services = Multibinder.newSetBinder(binder(), BindableService.class);
    services.addBinding().to(NetworkSecurityGroupGrpc.class);
    services.addBinding().to(RouteTableGrpc.class);
    services.addBinding().to(ApplicationSecurityGroupGrpc.class);
    services.addBinding().to(VirtualNetworkGatewayGrpc.class);
    services.addBinding().to(OnPremisesNetworkGrpc.class);
    RpcModule.show(
        binder(),
        NetworkSecurityGroup.KIND,
        io.postern.v1.NetworkSecurityGroup.getDefaultInstance(),
        NetworkSecurityGroupProto::of);
    RpcModule.show(
        binder(),
        RouteTable.KIND,
        io.postern.v1.RouteTable.getDefaultInstance(),
        RouteTableProto::of);
    RpcModule.show(
        binder(),
        ApplicationSecurityGroup.KIND,
        io.postern.v1.ApplicationSecurityGroup.getDefaultInstance(),
        (tx, group) -> ApplicationSecurityGroupProto.of(group));
    RpcModule.show(
        binder(),
        VirtualNetworkGateway.KIND,
        io.postern.v1.VirtualNetworkGateway.getDefaultInstance(),
        (tx, gateway) -> VirtualNetworkGatewayProto.of(gateway));
    RpcModule.show(
        binder(),
        OnPremisesNetwork.KIND,
        io.postern.v1.OnPremisesNetwork.getDefaultInstance(),
        (tx, network) -> OnPremisesNetworkProto.of(network));
  }
}
