package io.postern.cli.topology;

import com.google.api.ResourceProto;
import com.google.protobuf.Message;
import io.postern.cli.name.NamePattern;
import io.postern.client.PosternClient;
import io.postern.client.resource.ResourceClient;
import io.postern.v1.ApplicationSecurityGroup;
import io.postern.v1.DnsForwardingRuleset;
import io.postern.v1.LoadBalancer;
import io.postern.v1.NetworkSecurityGroup;
import io.postern.v1.OnPremisesNetwork;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneGroup;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.RecordSet;
import io.postern.v1.RouteTable;
import io.postern.v1.Subnet;
import io.postern.v1.Subscription;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkGateway;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkPeering;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of resource that a topology can hold. Network interfaces and connections are none: they
 * come and go with what they belong to.
 *
 * @param prototype the default instance of its message
 * @param pattern the form of its names
 * @param client the client for it
 */
record ResourceType<R extends Message>(
    R prototype, NamePattern pattern, Function<PosternClient, ResourceClient<R>> client) {
  static final ResourceType<Subscription> SUBSCRIPTION =
      of(Subscription.getDefaultInstance(), PosternClient::subscriptions);
  static final ResourceType<PrivateLinkResource> PRIVATE_LINK_RESOURCE =
      of(PrivateLinkResource.getDefaultInstance(), PosternClient::privateLinkResources);
  static final ResourceType<RecordSet> RECORD_SET =
      of(RecordSet.getDefaultInstance(), PosternClient::recordSets);

  static final List<ResourceType<?>> ALL =
      List.of(
          SUBSCRIPTION,
          of(VirtualNetwork.getDefaultInstance(), PosternClient::virtualNetworks),
          of(Subnet.getDefaultInstance(), PosternClient::subnets),
          of(VirtualNetworkPeering.getDefaultInstance(), PosternClient::peerings),
          of(LoadBalancer.getDefaultInstance(), PosternClient::loadBalancers),
          PRIVATE_LINK_RESOURCE,
          of(PrivateLinkService.getDefaultInstance(), PosternClient::privateLinkServices),
          of(PrivateDnsZone.getDefaultInstance(), PosternClient::privateDnsZones),
          RECORD_SET,
          of(VirtualNetworkLink.getDefaultInstance(), PosternClient::virtualNetworkLinks),
          of(PrivateEndpoint.getDefaultInstance(), PosternClient::privateEndpoints),
          of(PrivateDnsZoneGroup.getDefaultInstance(), PosternClient::zoneGroups),
          of(NetworkSecurityGroup.getDefaultInstance(), PosternClient::networkSecurityGroups),
          of(RouteTable.getDefaultInstance(), PosternClient::routeTables),
          of(
              ApplicationSecurityGroup.getDefaultInstance(),
              PosternClient::applicationSecurityGroups),
          of(VirtualNetworkGateway.getDefaultInstance(), PosternClient::virtualNetworkGateways),
          of(OnPremisesNetwork.getDefaultInstance(), PosternClient::onPremisesNetworks),
          of(DnsForwardingRuleset.getDefaultInstance(), PosternClient::forwardingRulesets));

  private static <R extends Message> ResourceType<R> of(
      R prototype, Function<PosternClient, ResourceClient<R>> client) {
    return new ResourceType<>(prototype, NamePattern.of(prototype.getDescriptorForType()), client);
  }

  private static com.google.api.ResourceDescriptor annotation(Message prototype) {
    return prototype.getDescriptorForType().getOptions().getExtension(ResourceProto.resource);
  }

  /** The key its resources stand under, such as {@code virtualNetworks}. */
  String plural() {
    return annotation(prototype).getPlural();
  }

  /** The word for one of them, such as {@code virtualNetwork}. */
  String singular() {
    return annotation(prototype).getSingular();
  }

  /** The type that references to it carry, such as {@code postern.dev/VirtualNetwork}. */
  String referenceType() {
    return annotation(prototype).getType();
  }

  /** The kinds whose resources stand directly below names of this form. */
  static List<ResourceType<?>> below(NamePattern parent) {
    return ALL.stream().filter(type -> type.pattern().parent().equals(parent)).toList();
  }

  /** The kind that references of this type lead to, if it is one of these. */
  static Optional<ResourceType<?>> referredTo(String referenceType) {
    return ALL.stream().filter(type -> type.referenceType().equals(referenceType)).findFirst();
  }
}
