package io.postern.client;

import com.google.protobuf.Message;
import io.grpc.ManagedChannel;
import io.grpc.ServiceDescriptor;
import io.postern.client.call.RetryPolicy;
import io.postern.client.internal.Caller;
import io.postern.client.internal.Connection;
import io.postern.client.internal.Freshness;
import io.postern.client.internal.ResourceMethods;
import io.postern.client.resource.AccessClient;
import io.postern.client.resource.ApiTokensClient;
import io.postern.client.resource.AuditClient;
import io.postern.client.resource.BackupClient;
import io.postern.client.resource.ConnectionsClient;
import io.postern.client.resource.DnsClient;
import io.postern.client.resource.DnsNodesClient;
import io.postern.client.resource.ExplainClient;
import io.postern.client.resource.FixedResourceClient;
import io.postern.client.resource.IdentityClient;
import io.postern.client.resource.PrivateDnsZonesClient;
import io.postern.client.resource.PrivateEndpointsClient;
import io.postern.client.resource.PrivateLinkResourcesClient;
import io.postern.client.resource.PrivateLinkServicesClient;
import io.postern.client.resource.ReachabilityClient;
import io.postern.client.resource.ReadClient;
import io.postern.client.resource.RecordSetsClient;
import io.postern.client.resource.ResourceClient;
import io.postern.client.resource.ResourceTypesClient;
import io.postern.client.resource.SubscriptionsClient;
import io.postern.client.resource.WebhooksClient;
import io.postern.client.watch.ConnectionWatchSpec;
import io.postern.client.watch.Watch;
import io.postern.client.watch.WatchListener;
import io.postern.client.watch.WatchSpec;
import io.postern.client.watch.Watches;
import io.postern.v1.ApplicationSecurityGroup;
import io.postern.v1.ApplicationSecurityGroupServiceGrpc;
import io.postern.v1.Change;
import io.postern.v1.ConnectionChange;
import io.postern.v1.DenyAssignment;
import io.postern.v1.DenyAssignmentServiceGrpc;
import io.postern.v1.DnsForwardingRuleset;
import io.postern.v1.DnsForwardingRulesetServiceGrpc;
import io.postern.v1.LoadBalancer;
import io.postern.v1.LoadBalancerServiceGrpc;
import io.postern.v1.NetworkInterface;
import io.postern.v1.NetworkInterfaceServiceGrpc;
import io.postern.v1.NetworkSecurityGroup;
import io.postern.v1.NetworkSecurityGroupServiceGrpc;
import io.postern.v1.OnPremisesNetwork;
import io.postern.v1.OnPremisesNetworkServiceGrpc;
import io.postern.v1.PrivateDnsZoneGroup;
import io.postern.v1.PrivateDnsZoneGroupServiceGrpc;
import io.postern.v1.ReadConsistency;
import io.postern.v1.ResourceLock;
import io.postern.v1.ResourceLockServiceGrpc;
import io.postern.v1.RoleAssignment;
import io.postern.v1.RoleAssignmentServiceGrpc;
import io.postern.v1.RoleDefinition;
import io.postern.v1.RoleDefinitionServiceGrpc;
import io.postern.v1.RouteTable;
import io.postern.v1.RouteTableServiceGrpc;
import io.postern.v1.Subnet;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkGateway;
import io.postern.v1.VirtualNetworkGatewayServiceGrpc;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.VirtualNetworkPeeringServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.time.Duration;

/**
 * A client of one Postern server. It holds one connection, made when the first call needs it, and
 * is meant to be kept and shared: it is safe to use from several threads.
 *
 * <pre>{@code
 * try (var client = PosternClient.builder().target("127.0.0.1:7443").principal("alice@contoso").build()) {
 *   for (var endpoint : client.privateEndpoints().list("subscriptions/consumer")) {
 *     System.out.println(endpoint.getName());
 *   }
 * }
 * }</pre>
 *
 * <p>Every call has a deadline, is repeated when that is safe and may help ({@link RetryPolicy}),
 * and throws a {@link io.postern.client.error.PosternException} when it fails.
 */
public final class PosternClient implements AutoCloseable {
  private final Connection connection;
  private final Duration deadline;
  private final RetryPolicy retries;
  private final Freshness freshness;
  private final Caller caller;
  private final Watches watches;

  PosternClient(
      Connection connection, Duration deadline, RetryPolicy retries, Freshness freshness) {
    this.connection = connection;
    this.deadline = deadline;
    this.retries = retries;
    this.freshness = freshness;
    this.caller = new Caller(connection, deadline, retries, freshness);
    this.watches = new Watches(connection, retries);
  }

  /** Begins a client. */
  public static PosternClientBuilder builder() {
    return new PosternClientBuilder();
  }

  /**
   * This client with another deadline for its calls. Both use one connection, which {@link #close}
   * of this client closes; closing the new one ends only its own watches.
   *
   * @param deadline how long a call may take, retries included; positive
   */
  public PosternClient withDeadline(Duration deadline) {
    return new PosternClient(connection.borrowed(), deadline, retries, freshness);
  }

  /**
   * This client with reads that see at least one revision: a server that does not have it yet waits
   * for it, at most until the deadline is near, and the read then throws {@link
   * io.postern.client.error.PosternException.Unavailable}. It holds for every get and list, each
   * page of a list by itself. Both clients use one connection, as with {@link #withDeadline}.
   *
   * @param revisionToken the revision token of a write or of any other answer
   */
  public PosternClient atLeastAsFresh(String revisionToken) {
    return with(ReadConsistency.newBuilder().setAtLeastAsFresh(revisionToken).build());
  }

  /**
   * This client with reads that see everything that anybody's write was acknowledged for before
   * they were made. It holds for every get and list. Both clients use one connection, as with
   * {@link #withDeadline}.
   */
  public PosternClient fullyConsistent() {
    return with(ReadConsistency.newBuilder().setFullyConsistent(true).build());
  }

  private PosternClient with(ReadConsistency wanted) {
    return new PosternClient(connection.borrowed(), deadline, retries, freshness.with(wanted));
  }

  /** Subscriptions with their providers and quotas. */
  public SubscriptionsClient subscriptions() {
    return new SubscriptionsClient(caller);
  }

  /** Virtual networks, in resource groups. */
  public ResourceClient<VirtualNetwork> virtualNetworks() {
    return resources(
        VirtualNetworkServiceGrpc.getServiceDescriptor(), VirtualNetwork.getDefaultInstance());
  }

  /** Subnets, in virtual networks. */
  public ResourceClient<Subnet> subnets() {
    return resources(SubnetServiceGrpc.getServiceDescriptor(), Subnet.getDefaultInstance());
  }

  /** Peerings, in virtual networks. */
  public ResourceClient<VirtualNetworkPeering> peerings() {
    return resources(
        VirtualNetworkPeeringServiceGrpc.getServiceDescriptor(),
        VirtualNetworkPeering.getDefaultInstance());
  }

  /** Network interfaces, in resource groups. They come and go with what they belong to. */
  public ReadClient<NetworkInterface> networkInterfaces() {
    return new ReadClient<>(
        caller,
        new ResourceMethods<>(
            NetworkInterfaceServiceGrpc.getServiceDescriptor(),
            NetworkInterface.getDefaultInstance()));
  }

  /** Load balancers, in resource groups. */
  public ResourceClient<LoadBalancer> loadBalancers() {
    return resources(
        LoadBalancerServiceGrpc.getServiceDescriptor(), LoadBalancer.getDefaultInstance());
  }

  /** Private-link resources, in resource groups. */
  public PrivateLinkResourcesClient privateLinkResources() {
    return new PrivateLinkResourcesClient(caller);
  }

  /** The catalogue of types that private-link resources can have. */
  public ResourceTypesClient resourceTypes() {
    return new ResourceTypesClient(caller);
  }

  /** Private link services, in resource groups. */
  public PrivateLinkServicesClient privateLinkServices() {
    return new PrivateLinkServicesClient(caller);
  }

  /** Private endpoints, in resource groups. */
  public PrivateEndpointsClient privateEndpoints() {
    return new PrivateEndpointsClient(caller);
  }

  /** Connections, at private-link resources and private link services. */
  public ConnectionsClient connections() {
    return new ConnectionsClient(caller);
  }

  /** Private DNS zones, in resource groups. */
  public PrivateDnsZonesClient privateDnsZones() {
    return new PrivateDnsZonesClient(caller);
  }

  /** Record sets, in private DNS zones. */
  public RecordSetsClient recordSets() {
    return new RecordSetsClient(caller);
  }

  /** Virtual network links, in private DNS zones. */
  public ResourceClient<VirtualNetworkLink> virtualNetworkLinks() {
    return resources(
        VirtualNetworkLinkServiceGrpc.getServiceDescriptor(),
        VirtualNetworkLink.getDefaultInstance());
  }

  /** Zone groups, in private endpoints. */
  public ResourceClient<PrivateDnsZoneGroup> zoneGroups() {
    return resources(
        PrivateDnsZoneGroupServiceGrpc.getServiceDescriptor(),
        PrivateDnsZoneGroup.getDefaultInstance());
  }

  /** Network security groups, in resource groups. */
  public ResourceClient<NetworkSecurityGroup> networkSecurityGroups() {
    return resources(
        NetworkSecurityGroupServiceGrpc.getServiceDescriptor(),
        NetworkSecurityGroup.getDefaultInstance());
  }

  /** Route tables, in resource groups. */
  public ResourceClient<RouteTable> routeTables() {
    return resources(RouteTableServiceGrpc.getServiceDescriptor(), RouteTable.getDefaultInstance());
  }

  /** DNS forwarding rulesets, in resource groups. */
  public ResourceClient<DnsForwardingRuleset> forwardingRulesets() {
    return resources(
        DnsForwardingRulesetServiceGrpc.getServiceDescriptor(),
        DnsForwardingRuleset.getDefaultInstance());
  }

  /** Roles, in tenants; what is assigned to nobody can be deleted. */
  public ResourceClient<RoleDefinition> roleDefinitions() {
    return resources(
        RoleDefinitionServiceGrpc.getServiceDescriptor(), RoleDefinition.getDefaultInstance());
  }

  /** Role assignments, in tenants, subscriptions, resource groups and resources. */
  public FixedResourceClient<RoleAssignment> roleAssignments() {
    return new FixedResourceClient<>(
        caller,
        new ResourceMethods<>(
            RoleAssignmentServiceGrpc.getServiceDescriptor(), RoleAssignment.getDefaultInstance()));
  }

  /** Deny assignments, in tenants, subscriptions, resource groups and resources. */
  public FixedResourceClient<DenyAssignment> denyAssignments() {
    return new FixedResourceClient<>(
        caller,
        new ResourceMethods<>(
            DenyAssignmentServiceGrpc.getServiceDescriptor(), DenyAssignment.getDefaultInstance()));
  }

  /** Locks, on subscriptions, resource groups and resources. */
  public FixedResourceClient<ResourceLock> locks() {
    return new FixedResourceClient<>(
        caller,
        new ResourceMethods<>(
            ResourceLockServiceGrpc.getServiceDescriptor(), ResourceLock.getDefaultInstance()));
  }

  /** Who may do what, and why. */
  public AccessClient access() {
    return new AccessClient(caller);
  }

  /** Application security groups, in resource groups. */
  public ResourceClient<ApplicationSecurityGroup> applicationSecurityGroups() {
    return resources(
        ApplicationSecurityGroupServiceGrpc.getServiceDescriptor(),
        ApplicationSecurityGroup.getDefaultInstance());
  }

  /** Virtual network gateways, in resource groups. */
  public ResourceClient<VirtualNetworkGateway> virtualNetworkGateways() {
    return resources(
        VirtualNetworkGatewayServiceGrpc.getServiceDescriptor(),
        VirtualNetworkGateway.getDefaultInstance());
  }

  /** On-premises networks, in resource groups. */
  public ResourceClient<OnPremisesNetwork> onPremisesNetworks() {
    return resources(
        OnPremisesNetworkServiceGrpc.getServiceDescriptor(),
        OnPremisesNetwork.getDefaultInstance());
  }

  /** Webhooks, in resource groups. */
  public WebhooksClient webhooks() {
    return new WebhooksClient(caller);
  }

  /** Who can reach what, and why. */
  public ReachabilityClient reachability() {
    return new ReachabilityClient(caller);
  }

  /** What DNS on the server answers. */
  public DnsClient dns() {
    return new DnsClient(caller);
  }

  /** What DNS nodes are fed with. */
  public DnsNodesClient dnsNodes() {
    return new DnsNodesClient(connection, caller);
  }

  /** Who the calls are made by. */
  public IdentityClient identity() {
    return new IdentityClient(caller);
  }

  /** What programs show to act for somebody. */
  public ApiTokensClient apiTokens() {
    return new ApiTokensClient(caller);
  }

  /** Everything that the server stores, as a file. */
  public BackupClient backup() {
    return new BackupClient(caller);
  }

  /** Who did what, and who was refused what. */
  public AuditClient audit() {
    return new AuditClient(caller);
  }

  /** Why connections and answers of DNS are as they are. */
  public ExplainClient explain() {
    return new ExplainClient(caller);
  }

  /** Follows resources of any kind, from now until the watch is closed. */
  public Watch watch(WatchSpec spec, WatchListener<Change> listener) {
    return watches.start(spec, listener);
  }

  /** Follows connections from the side of their targets, from now until the watch is closed. */
  public Watch watchConnections(
      ConnectionWatchSpec spec, WatchListener<ConnectionChange> listener) {
    return watches.start(spec, listener);
  }

  /**
   * Closes the watches of this client and the connection, unless that is a {@link ManagedChannel}
   * of the caller's own. Calls under way on other threads fail with {@link
   * io.postern.client.error.PosternException.Unavailable}.
   */
  @Override
  public void close() {
    watches.close();
    connection.close();
  }

  private <R extends Message> ResourceClient<R> resources(ServiceDescriptor service, R prototype) {
    return new ResourceClient<>(caller, new ResourceMethods<>(service, prototype));
  }
}
