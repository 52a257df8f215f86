package io.postern.server.testing;

import io.grpc.Channel;
import io.postern.v1.ApplicationSecurityGroup;
import io.postern.v1.ApplicationSecurityGroupServiceGrpc;
import io.postern.v1.CreateApplicationSecurityGroupRequest;
import io.postern.v1.CreateNetworkSecurityGroupRequest;
import io.postern.v1.CreateOnPremisesNetworkRequest;
import io.postern.v1.CreateRouteTableRequest;
import io.postern.v1.CreateVirtualNetworkGatewayRequest;
import io.postern.v1.CreateVirtualNetworkPeeringRequest;
import io.postern.v1.NetworkSecurityGroup;
import io.postern.v1.NetworkSecurityGroupServiceGrpc;
import io.postern.v1.OnPremisesNetwork;
import io.postern.v1.OnPremisesNetworkServiceGrpc;
import io.postern.v1.Route;
import io.postern.v1.RouteTable;
import io.postern.v1.RouteTableServiceGrpc;
import io.postern.v1.SecurityRule;
import io.postern.v1.SecurityRuleAccess;
import io.postern.v1.SecurityRuleDirection;
import io.postern.v1.Subnet;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.UpdateSubnetRequest;
import io.postern.v1.VirtualNetworkGateway;
import io.postern.v1.VirtualNetworkGateway.GatewayType;
import io.postern.v1.VirtualNetworkGatewayServiceGrpc;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.VirtualNetworkPeeringServiceGrpc;
import java.util.List;

/** Makes what decides over traffic, through the API, with short names. All are the consumer's. */
public final class TrafficLab {
  private final Channel channel;

  private TrafficLab(Channel channel) {
    this.channel = channel;
  }

  public static TrafficLab of(ControlPlane plane) {
    return new TrafficLab(plane.channel());
  }

  public String securityGroup(String id, SecurityRule... rules) {
    return securityGroup(Lab.CONSUMER, id, Lab.REGION, rules);
  }

  public String securityGroup(String group, String id, String region, SecurityRule... rules) {
    return NetworkSecurityGroupServiceGrpc.newBlockingStub(channel)
        .createNetworkSecurityGroup(
            CreateNetworkSecurityGroupRequest.newBuilder()
                .setParent(group)
                .setNetworkSecurityGroupId(id)
                .setNetworkSecurityGroup(
                    NetworkSecurityGroup.newBuilder()
                        .setRegion(region)
                        .addAllSecurityRules(List.of(rules)))
                .build())
        .getNetworkSecurityGroup()
        .getName();
  }

  /** A rule for inbound traffic, of any address and port as long as nothing is added. */
  public static SecurityRule.Builder inbound(String name, int priority, SecurityRuleAccess access) {
    return SecurityRule.newBuilder()
        .setName(name)
        .setPriority(priority)
        .setDirection(SecurityRuleDirection.SECURITY_RULE_DIRECTION_INBOUND)
        .setAccess(access);
  }

  public String routeTable(String id, Route... routes) {
    return RouteTableServiceGrpc.newBlockingStub(channel)
        .createRouteTable(
            CreateRouteTableRequest.newBuilder()
                .setParent(Lab.CONSUMER)
                .setRouteTableId(id)
                .setRouteTable(
                    RouteTable.newBuilder().setRegion(Lab.REGION).addAllRoutes(List.of(routes)))
                .build())
        .getRouteTable()
        .getName();
  }

  public String applicationGroup(String id, String region) {
    return ApplicationSecurityGroupServiceGrpc.newBlockingStub(channel)
        .createApplicationSecurityGroup(
            CreateApplicationSecurityGroupRequest.newBuilder()
                .setParent(Lab.CONSUMER)
                .setApplicationSecurityGroupId(id)
                .setApplicationSecurityGroup(
                    ApplicationSecurityGroup.newBuilder().setRegion(region))
                .build())
        .getApplicationSecurityGroup()
        .getName();
  }

  public String gateway(String id, String network) {
    return VirtualNetworkGatewayServiceGrpc.newBlockingStub(channel)
        .createVirtualNetworkGateway(
            CreateVirtualNetworkGatewayRequest.newBuilder()
                .setParent(Lab.CONSUMER)
                .setVirtualNetworkGatewayId(id)
                .setVirtualNetworkGateway(
                    VirtualNetworkGateway.newBuilder()
                        .setRegion(Lab.REGION)
                        .setGatewayType(GatewayType.GATEWAY_TYPE_VPN)
                        .setVirtualNetwork(network))
                .build())
        .getVirtualNetworkGateway()
        .getName();
  }

  public String site(String id, String prefix, String... gateways) {
    return OnPremisesNetworkServiceGrpc.newBlockingStub(channel)
        .createOnPremisesNetwork(
            CreateOnPremisesNetworkRequest.newBuilder()
                .setParent(Lab.CONSUMER)
                .setOnPremisesNetworkId(id)
                .setOnPremisesNetwork(
                    OnPremisesNetwork.newBuilder()
                        .addAddressPrefixes(prefix)
                        .addAllGateways(List.of(gateways)))
                .build())
        .getOnPremisesNetwork()
        .getName();
  }

  public void peering(String network, String remote, VirtualNetworkPeering.Builder side) {
    var _ =
        VirtualNetworkPeeringServiceGrpc.newBlockingStub(channel)
            .createVirtualNetworkPeering(
                CreateVirtualNetworkPeeringRequest.newBuilder()
                    .setParent(network)
                    .setVirtualNetworkPeeringId(
                        "to-" + remote.substring(remote.lastIndexOf('/') + 1))
                    .setVirtualNetworkPeering(side.setRemoteVirtualNetwork(remote))
                    .build());
  }

  /** Changes the fields of a subnet that are set. */
  public void subnet(String name, Subnet.Builder changes) {
    var _ =
        SubnetServiceGrpc.newBlockingStub(channel)
            .updateSubnet(
                UpdateSubnetRequest.newBuilder().setSubnet(changes.setName(name)).build());
  }
}
