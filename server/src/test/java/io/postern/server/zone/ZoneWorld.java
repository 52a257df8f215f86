package io.postern.server.zone;

import io.postern.server.testing.ControlPlane;
import io.postern.v1.ARecord;
import io.postern.v1.CreatePrivateDnsZoneGroupRequest;
import io.postern.v1.CreatePrivateDnsZoneRequest;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.CreatePrivateLinkResourceRequest;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.CreateSubnetRequest;
import io.postern.v1.CreateSubscriptionRequest;
import io.postern.v1.CreateVirtualNetworkLinkRequest;
import io.postern.v1.CreateVirtualNetworkRequest;
import io.postern.v1.GetRecordSetRequest;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneGroup;
import io.postern.v1.PrivateDnsZoneGroup.PrivateDnsZoneConfig;
import io.postern.v1.PrivateDnsZoneGroupServiceGrpc;
import io.postern.v1.PrivateDnsZoneGroupServiceGrpc.PrivateDnsZoneGroupServiceBlockingStub;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.PrivateDnsZoneServiceGrpc.PrivateDnsZoneServiceBlockingStub;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpoint.PrivateLinkServiceConnection;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc.PrivateEndpointServiceBlockingStub;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordSetServiceGrpc.RecordSetServiceBlockingStub;
import io.postern.v1.RecordType;
import io.postern.v1.RegisterProviderRequest;
import io.postern.v1.Subnet;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.Subscription;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import io.postern.v1.VirtualNetworkLinkServiceGrpc.VirtualNetworkLinkServiceBlockingStub;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.file.Path;

/**
 * A running server that tests of zones share, and short ways to make what they need. Each test
 * works in a subscription of its own, so that none sees another's.
 */
final class ZoneWorld implements AutoCloseable {
  private static final String REGION = "westeurope";

  final ControlPlane plane;
  final PrivateDnsZoneServiceBlockingStub zones;
  final RecordSetServiceBlockingStub recordSets;
  final VirtualNetworkLinkServiceBlockingStub links;
  final PrivateDnsZoneGroupServiceBlockingStub groups;
  final PrivateEndpointServiceBlockingStub endpoints;
  private int subscriptions;
  private int networks;

  ZoneWorld(Path folder) {
    plane = ControlPlane.start(folder);
    zones = plane.stub(PrivateDnsZoneServiceGrpc::newBlockingStub);
    recordSets = plane.stub(RecordSetServiceGrpc::newBlockingStub);
    links = plane.stub(VirtualNetworkLinkServiceGrpc::newBlockingStub);
    groups = plane.stub(PrivateDnsZoneGroupServiceGrpc::newBlockingStub);
    endpoints = plane.stub(PrivateEndpointServiceGrpc::newBlockingStub);
  }

  /** A resource group in a new subscription of a tenant that is called like the subscription. */
  String group() {
    var subscription = "s" + ++subscriptions;
    plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .createSubscription(
            CreateSubscriptionRequest.newBuilder()
                .setSubscriptionId(subscription)
                .setSubscription(Subscription.newBuilder().setTenant(subscription))
                .build());
    plane
        .stub(SubscriptionServiceGrpc::newBlockingStub)
        .registerProvider(
            RegisterProviderRequest.newBuilder()
                .setName("subscriptions/" + subscription)
                .setProvider("Microsoft.Network")
                .build());
    return "subscriptions/" + subscription + "/resourceGroups/g";
  }

  /** Somebody of the tenant that a resource group belongs to. */
  static String memberOf(String group) {
    return "alice@" + group.split("/")[1];
  }

  PrivateDnsZone zone(String group, String apex) {
    return zone(group, apex, PrivateDnsZone.getDefaultInstance());
  }

  PrivateDnsZone zone(String group, String apex, PrivateDnsZone zone) {
    return zones
        .createPrivateDnsZone(
            CreatePrivateDnsZoneRequest.newBuilder()
                .setParent(group)
                .setPrivateDnsZoneId(apex)
                .setPrivateDnsZone(zone)
                .build())
        .getPrivateDnsZone();
  }

  RecordSet recordSet(String zone, String relativeName, RecordSet.Builder recordSet) {
    return recordSets
        .createRecordSet(
            CreateRecordSetRequest.newBuilder()
                .setParent(zone)
                .setRecordSetId(relativeName)
                .setRecordSet(recordSet)
                .build())
        .getRecordSet();
  }

  RecordSet get(String recordSet) {
    return recordSets
        .getRecordSet(GetRecordSetRequest.newBuilder().setName(recordSet).build())
        .getRecordSet();
  }

  /** A set of type A with these addresses. */
  static RecordSet.Builder addresses(String... addresses) {
    var set = RecordSet.newBuilder().setType(RecordType.RECORD_TYPE_A);
    for (var address : addresses)
      set.addARecords(ARecord.newBuilder().setIpv4Address(address).build());
    return set;
  }

  /** A network with a subnet {@code endpoints}; no two have an address in common. */
  String network(String group, String id) {
    var prefix = "10." + ++networks + ".0.0/16";
    var network =
        plane
            .stub(VirtualNetworkServiceGrpc::newBlockingStub)
            .createVirtualNetwork(
                CreateVirtualNetworkRequest.newBuilder()
                    .setParent(group)
                    .setVirtualNetworkId(id)
                    .setVirtualNetwork(
                        VirtualNetwork.newBuilder().setRegion(REGION).addAddressPrefixes(prefix))
                    .build())
            .getVirtualNetwork()
            .getName();
    plane
        .stub(SubnetServiceGrpc::newBlockingStub)
        .createSubnet(
            CreateSubnetRequest.newBuilder()
                .setParent(network)
                .setSubnetId("endpoints")
                .setSubnet(Subnet.newBuilder().addAddressPrefixes(prefix))
                .build());
    return network;
  }

  VirtualNetworkLink link(String zone, String id, String network) {
    return link(zone, id, VirtualNetworkLink.newBuilder().setVirtualNetwork(network));
  }

  VirtualNetworkLink link(String zone, String id, VirtualNetworkLink.Builder link) {
    return links
        .createVirtualNetworkLink(
            CreateVirtualNetworkLinkRequest.newBuilder()
                .setParent(zone)
                .setVirtualNetworkLinkId(id)
                .setVirtualNetworkLink(link)
                .build())
        .getVirtualNetworkLink();
  }

  /** A storage account, which has the public name {@code {id}.blob.core.windows.net}. */
  String storageAccount(String group, String id) {
    return plane
        .stub(PrivateLinkResourceServiceGrpc::newBlockingStub)
        .createPrivateLinkResource(
            CreatePrivateLinkResourceRequest.newBuilder()
                .setParent(group)
                .setPrivateLinkResourceId(id)
                .setPrivateLinkResource(
                    PrivateLinkResource.newBuilder()
                        .setType("Microsoft.Storage/storageAccounts")
                        .setKind("StorageV2")
                        .setRegion(REGION))
                .build())
        .getPrivateLinkResource()
        .getName();
  }

  /** An approved endpoint to the blobs of a storage account of the same tenant. */
  PrivateEndpoint endpoint(String group, String id, String network, String account) {
    return endpoint(group, id, network, account, false);
  }

  PrivateEndpoint endpoint(
      String group, String id, String network, String account, boolean manual) {
    return endpoints
        .createPrivateEndpoint(
            CreatePrivateEndpointRequest.newBuilder()
                .setParent(group)
                .setPrivateEndpointId(id)
                .setPrivateEndpoint(
                    PrivateEndpoint.newBuilder()
                        .setRegion(REGION)
                        .setSubnet(network + "/subnets/endpoints")
                        .setPrivateLinkServiceConnection(
                            PrivateLinkServiceConnection.newBuilder()
                                .setTarget(account)
                                .addGroupIds("blob")
                                .setManual(manual)))
                .build())
        .getPrivateEndpoint();
  }

  PrivateDnsZoneGroup zoneGroup(String endpoint, String id, String... zones) {
    return groups
        .createPrivateDnsZoneGroup(
            CreatePrivateDnsZoneGroupRequest.newBuilder()
                .setParent(endpoint)
                .setPrivateDnsZoneGroupId(id)
                .setPrivateDnsZoneGroup(configs(zones))
                .build())
        .getPrivateDnsZoneGroup();
  }

  static PrivateDnsZoneGroup.Builder configs(String... zones) {
    var group = PrivateDnsZoneGroup.newBuilder();
    for (int i = 0; i < zones.length; i++) {
      group.addPrivateDnsZoneConfigs(
          PrivateDnsZoneConfig.newBuilder().setName("zone" + i).setPrivateDnsZone(zones[i]));
    }
    return group;
  }

  @Override
  public void close() {
    plane.close();
  }
}
