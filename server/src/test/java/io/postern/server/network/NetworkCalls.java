package io.postern.server.network;

import io.postern.server.testing.ControlPlane;
import io.postern.v1.CreateLoadBalancerRequest;
import io.postern.v1.CreateSubnetRequest;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.CreateVirtualNetworkPeeringRequest;
import io.postern.v1.CreateVirtualNetworkRequest;
import io.postern.v1.DeleteLoadBalancerRequest;
import io.postern.v1.DeleteSubnetRequest;
import io.postern.v1.DeleteVirtualNetworkPeeringRequest;
import io.postern.v1.DeleteVirtualNetworkRequest;
import io.postern.v1.GetSubnetRequest;
import io.postern.v1.GetVirtualNetworkPeeringRequest;
import io.postern.v1.GetVirtualNetworkRequest;
import io.postern.v1.LoadBalancer;
import io.postern.v1.LoadBalancerServiceGrpc;
import io.postern.v1.LoadBalancerServiceGrpc.LoadBalancerServiceBlockingStub;
import io.postern.v1.Subnet;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.SubnetServiceGrpc.SubnetServiceBlockingStub;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdateLoadBalancerRequest;
import io.postern.v1.UpdateSubnetRequest;
import io.postern.v1.UpdateVirtualNetworkRequest;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.VirtualNetworkPeeringServiceGrpc;
import io.postern.v1.VirtualNetworkPeeringServiceGrpc.VirtualNetworkPeeringServiceBlockingStub;
import io.postern.v1.VirtualNetworkServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc.VirtualNetworkServiceBlockingStub;
import java.util.List;

/** The network services as one caller sees them, with the least a request has to say. */
final class NetworkCalls {
  final VirtualNetworkServiceBlockingStub networks;
  final SubnetServiceBlockingStub subnets;
  final VirtualNetworkPeeringServiceBlockingStub peerings;
  final LoadBalancerServiceBlockingStub balancers;

  private NetworkCalls(
      VirtualNetworkServiceBlockingStub networks,
      SubnetServiceBlockingStub subnets,
      VirtualNetworkPeeringServiceBlockingStub peerings,
      LoadBalancerServiceBlockingStub balancers) {
    this.networks = networks;
    this.subnets = subnets;
    this.peerings = peerings;
    this.balancers = balancers;
  }

  static NetworkCalls asAdministrator(ControlPlane plane) {
    return new NetworkCalls(
        plane.stub(VirtualNetworkServiceGrpc::newBlockingStub),
        plane.stub(SubnetServiceGrpc::newBlockingStub),
        plane.stub(VirtualNetworkPeeringServiceGrpc::newBlockingStub),
        plane.stub(LoadBalancerServiceGrpc::newBlockingStub));
  }

  static NetworkCalls as(String principal, ControlPlane plane) {

    return new NetworkCalls(
        plane.stubAs(principal, VirtualNetworkServiceGrpc::newBlockingStub),
        plane.stubAs(principal, SubnetServiceGrpc::newBlockingStub),
        plane.stubAs(principal, VirtualNetworkPeeringServiceGrpc::newBlockingStub),
        plane.stubAs(principal, LoadBalancerServiceGrpc::newBlockingStub));
  }

  /** A subscription of a tenant of the same name. */
  static void subscribe(ControlPlane plane, String tenant) {
    plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .createSubscription(
            CreateSubscriptionRequest.newBuilder()
                .setSubscriptionId(tenant)
                .setSubscription(Subscription.newBuilder().setTenant(tenant))
                .build());
  }

  static String group(String subscription) {
    return "subscriptions/" + subscription + "/resourceGroups/g";
  }

  static String network(String subscription, String id) {
    return group(subscription) + "/providers/Microsoft.Network/virtualNetworks/" + id;
  }

  VirtualNetwork createNetwork(String subscription, String id, String... prefixes) {
    return createNetwork(
        subscription,
        id,
        VirtualNetwork.newBuilder()
            .setRegion("eastus")
            .addAllAddressPrefixes(List.of(prefixes))
            .build());
  }

  VirtualNetwork createNetwork(String subscription, String id, VirtualNetwork network) {
    return networks
        .createVirtualNetwork(
            CreateVirtualNetworkRequest.newBuilder()
                .setParent(group(subscription))
                .setVirtualNetworkId(id)
                .setVirtualNetwork(network)
                .build())
        .getVirtualNetwork();
  }

  VirtualNetwork getNetwork(String name) {
    return networks
        .getVirtualNetwork(GetVirtualNetworkRequest.newBuilder().setName(name).build())
        .getVirtualNetwork();
  }

  VirtualNetwork updateNetwork(VirtualNetwork network) {
    return networks
        .updateVirtualNetwork(
            UpdateVirtualNetworkRequest.newBuilder().setVirtualNetwork(network).build())
        .getVirtualNetwork();
  }

  void deleteNetwork(String name) {
    var request = DeleteVirtualNetworkRequest.newBuilder().setName(name).build();
    if (networks.deleteVirtualNetwork(request).getRevisionToken().isEmpty())
      throw new AssertionError("A write answers with its revision.");
  }

  Subnet createSubnet(String network, String id, String... prefixes) {
    return createSubnet(
        network, id, Subnet.newBuilder().addAllAddressPrefixes(List.of(prefixes)).build());
  }

  Subnet createSubnet(String network, String id, Subnet subnet) {
    return subnets
        .createSubnet(
            CreateSubnetRequest.newBuilder()
                .setParent(network)
                .setSubnetId(id)
                .setSubnet(subnet)
                .build())
        .getSubnet();
  }

  Subnet getSubnet(String name) {
    return subnets.getSubnet(GetSubnetRequest.newBuilder().setName(name).build()).getSubnet();
  }

  Subnet updateSubnet(Subnet subnet) {
    return subnets
        .updateSubnet(UpdateSubnetRequest.newBuilder().setSubnet(subnet).build())
        .getSubnet();
  }

  void deleteSubnet(String name) {
    var request = DeleteSubnetRequest.newBuilder().setName(name).build();
    if (subnets.deleteSubnet(request).getRevisionToken().isEmpty())
      throw new AssertionError("A write answers with its revision.");
  }

  VirtualNetworkPeering peer(String network, String id, String remote) {
    return peer(
        network, id, VirtualNetworkPeering.newBuilder().setRemoteVirtualNetwork(remote).build());
  }

  VirtualNetworkPeering peer(String network, String id, VirtualNetworkPeering peering) {
    return peerings
        .createVirtualNetworkPeering(
            CreateVirtualNetworkPeeringRequest.newBuilder()
                .setParent(network)
                .setVirtualNetworkPeeringId(id)
                .setVirtualNetworkPeering(peering)
                .build())
        .getVirtualNetworkPeering();
  }

  VirtualNetworkPeering getPeering(String name) {
    return peerings
        .getVirtualNetworkPeering(
            GetVirtualNetworkPeeringRequest.newBuilder().setName(name).build())
        .getVirtualNetworkPeering();
  }

  void deletePeering(String name) {
    var request = DeleteVirtualNetworkPeeringRequest.newBuilder().setName(name).build();
    if (peerings.deleteVirtualNetworkPeering(request).getRevisionToken().isEmpty())
      throw new AssertionError("A write answers with its revision.");
  }

  LoadBalancer createBalancer(String subscription, String id, LoadBalancer balancer) {
    return balancers
        .createLoadBalancer(
            CreateLoadBalancerRequest.newBuilder()
                .setParent(group(subscription))
                .setLoadBalancerId(id)
                .setLoadBalancer(balancer)
                .build())
        .getLoadBalancer();
  }

  LoadBalancer updateBalancer(LoadBalancer balancer) {
    return balancers
        .updateLoadBalancer(
            UpdateLoadBalancerRequest.newBuilder().setLoadBalancer(balancer).build())
        .getLoadBalancer();
  }

  void deleteBalancer(String name) {
    var request = DeleteLoadBalancerRequest.newBuilder().setName(name).build();
    if (balancers.deleteLoadBalancer(request).getRevisionToken().isEmpty())
      throw new AssertionError("A write answers with its revision.");
  }
}
