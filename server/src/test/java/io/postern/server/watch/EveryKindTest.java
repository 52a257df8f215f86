package io.postern.server.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.postern.server.testing.AccessLab;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.RulesetLab;
import io.postern.server.testing.TrafficLab;
import io.postern.v1.ARecord;
import io.postern.v1.ApplicationSecurityGroupServiceGrpc;
import io.postern.v1.Change;
import io.postern.v1.ChangeType;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.CreateVirtualNetworkPeeringRequest;
import io.postern.v1.CreateWebhookRequest;
import io.postern.v1.DeleteApplicationSecurityGroupRequest;
import io.postern.v1.DeleteDenyAssignmentRequest;
import io.postern.v1.DeleteDnsForwardingRulesetRequest;
import io.postern.v1.DeleteLoadBalancerRequest;
import io.postern.v1.DeleteNetworkSecurityGroupRequest;
import io.postern.v1.DeleteOnPremisesNetworkRequest;
import io.postern.v1.DeletePrivateDnsZoneGroupRequest;
import io.postern.v1.DeletePrivateDnsZoneRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.DeletePrivateLinkResourceRequest;
import io.postern.v1.DeletePrivateLinkServiceRequest;
import io.postern.v1.DeleteRecordSetRequest;
import io.postern.v1.DeleteResourceLockRequest;
import io.postern.v1.DeleteResourceTypeRequest;
import io.postern.v1.DeleteRoleAssignmentRequest;
import io.postern.v1.DeleteRoleDefinitionRequest;
import io.postern.v1.DeleteRouteTableRequest;
import io.postern.v1.DeleteSubnetRequest;
import io.postern.v1.DeleteSubscriptionRequest;
import io.postern.v1.DeleteVirtualNetworkGatewayRequest;
import io.postern.v1.DeleteVirtualNetworkLinkRequest;
import io.postern.v1.DeleteVirtualNetworkPeeringRequest;
import io.postern.v1.DeleteVirtualNetworkRequest;
import io.postern.v1.DeleteWebhookRequest;
import io.postern.v1.DenyAssignmentServiceGrpc;
import io.postern.v1.DnsForwardingRulesetServiceGrpc;
import io.postern.v1.LoadBalancerServiceGrpc;
import io.postern.v1.LockLevel;
import io.postern.v1.NetworkSecurityGroupServiceGrpc;
import io.postern.v1.OnPremisesNetworkServiceGrpc;
import io.postern.v1.PrivateDnsZoneGroupServiceGrpc;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkServiceServiceGrpc;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.ResourceKind;
import io.postern.v1.ResourceLockServiceGrpc;
import io.postern.v1.ResourceTypeServiceGrpc;
import io.postern.v1.RoleAssignmentServiceGrpc;
import io.postern.v1.RoleDefinitionServiceGrpc;
import io.postern.v1.RouteTableServiceGrpc;
import io.postern.v1.SubnetServiceGrpc;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.VirtualNetworkGatewayServiceGrpc;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import io.postern.v1.VirtualNetworkPeering;
import io.postern.v1.VirtualNetworkPeeringServiceGrpc;
import io.postern.v1.VirtualNetworkServiceGrpc;
import io.postern.v1.WatchRequest;
import io.postern.v1.WatchResponse;
import io.postern.v1.Webhook;
import io.postern.v1.WebhookServiceGrpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EveryKindTest {
  @TempDir Path folder;
  private ControlPlane plane;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void everyKindIsWatchedAndItsPastIsShownAlsoWhenNothingOfItIsLeft() {
    String start;
    try (var watch = Watching.open(plane, WatchRequest.getDefaultInstance())) {
      start = Watching.snapshot(watch).getLast().getResumeToken();
    }
    makeOneOfEach();
    List<Change> there;
    try (var watch = Watching.open(plane, WatchRequest.getDefaultInstance())) {
      there = Watching.all(Watching.snapshot(watch));
    }
    deleteAll(there);
    var last = Watching.add(plane, "last", "contoso");

    var request = WatchRequest.newBuilder().setResumeToken(start).setIncludePrevious(true).build();
    try (var watch = Watching.open(plane, request)) {
      var past =
          watch.until(message -> message.getRevisionToken().equals(last)).stream()
              .map(WatchResponse::getChangesList)
              .flatMap(List::stream)
              .toList();

      assertEquals(allKinds(), kinds(there));
      assertEquals(allKinds(), kinds(of(past, ChangeType.CHANGE_TYPE_ADDED)));
      assertEquals(allKinds(), kinds(of(past, ChangeType.CHANGE_TYPE_DELETED)));
      assertEquals(names(there), names(of(past, ChangeType.CHANGE_TYPE_DELETED)));
      for (var change : past) {
        boolean deleted = change.getType() == ChangeType.CHANGE_TYPE_DELETED;
        assertEquals(change.getType() != ChangeType.CHANGE_TYPE_ADDED, change.hasPrevious());
        assertTrue(deleted || change.hasResource(), change::getName);
      }
    }
  }

  private void makeOneOfEach() {
    var lab = Lab.in(plane);
    var network = lab.network("vnet-a", "10.1.0.0/16");
    var hub = lab.network("hub", "10.2.0.0/16");
    var _ =
        plane
            .stub(VirtualNetworkPeeringServiceGrpc::newBlockingStub)
            .createVirtualNetworkPeering(
                CreateVirtualNetworkPeeringRequest.newBuilder()
                    .setParent(network)
                    .setVirtualNetworkPeeringId("to-hub")
                    .setVirtualNetworkPeering(
                        VirtualNetworkPeering.newBuilder().setRemoteVirtualNetwork(hub))
                    .build());
    lab.service("pls", PrivateLinkService.newBuilder());
    lab.resourceType("ledgers", "Contoso.Data/ledgers");
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_NX_DOMAIN_REDIRECT);
    var _ =
        plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(zone)
                    .setRecordSetId("by-hand")
                    .setRecordSet(
                        RecordSet.newBuilder()
                            .setType(RecordType.RECORD_TYPE_A)
                            .addARecords(ARecord.newBuilder().setIpv4Address("10.9.9.9")))
                    .build());
    var endpoint = lab.endpoint("pe", Lab.wanted(network, lab.storage("acct1"), true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    lab.approve(endpoint);
    var traffic = TrafficLab.of(plane);
    traffic.securityGroup("nsg");
    traffic.routeTable("rt");
    traffic.applicationGroup("asg", Lab.REGION);
    traffic.site("office", "192.168.0.0/16", traffic.gateway("gw", network));
    var _ =
        plane
            .stub(WebhookServiceGrpc::newBlockingStub)
            .createWebhook(
                CreateWebhookRequest.newBuilder()
                    .setParent(Lab.CONSUMER)
                    .setWebhookId("hook")
                    .setWebhook(Webhook.newBuilder().setUrl("https://hooks.invalid/"))
                    .build());
    RulesetLab.of(plane)
        .linked("rules", network, RulesetLab.rule(".", RulesetLab.server("192.168.0.53")));
    var access = AccessLab.of(plane);
    access.role("watchers", "tenants/contoso", "*/read");
    access.grant("bob@contoso", "watchers", network);
    access.deny("*", Lab.CONSUMER, "Microsoft.Network/routeTables/read");
    access.lock(network, LockLevel.LOCK_LEVEL_CAN_NOT_DELETE);
  }

  /** In as many rounds as it takes: what others need goes when they are gone. */
  private void deleteAll(List<Change> resources) {
    var left = new ArrayList<>(resources);
    while (!left.isEmpty()) {
      int before = left.size();
      left.removeIf(resource -> deleted(resource.getKind(), resource.getName()));
      assertTrue(left.size() < before, "Nothing more can be deleted of " + names(left));
    }
  }

  private boolean deleted(ResourceKind kind, String name) {
    try {
      delete(kind, name);
      return true;
    } catch (StatusRuntimeException e) {
      var code = e.getStatus().getCode();
      if (code == Status.Code.NOT_FOUND) return true;
      assertEquals(Status.Code.FAILED_PRECONDITION, code, e::getMessage);
      return false;
    }
  }

  @SuppressWarnings({"CheckReturnValue", "ResultOfMethodCallIgnored"})
  private void delete(ResourceKind kind, String name) {
    switch (kind) {
      case RESOURCE_KIND_SUBSCRIPTION ->
          plane
              .stub(SubscriptionServiceGrpc::newBlockingStub)
              .deleteSubscription(DeleteSubscriptionRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_VIRTUAL_NETWORK ->
          plane
              .stub(VirtualNetworkServiceGrpc::newBlockingStub)
              .deleteVirtualNetwork(DeleteVirtualNetworkRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_SUBNET ->
          plane
              .stub(SubnetServiceGrpc::newBlockingStub)
              .deleteSubnet(DeleteSubnetRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_VIRTUAL_NETWORK_PEERING ->
          plane
              .stub(VirtualNetworkPeeringServiceGrpc::newBlockingStub)
              .deleteVirtualNetworkPeering(
                  DeleteVirtualNetworkPeeringRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_LOAD_BALANCER ->
          plane
              .stub(LoadBalancerServiceGrpc::newBlockingStub)
              .deleteLoadBalancer(DeleteLoadBalancerRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_PRIVATE_LINK_RESOURCE ->
          plane
              .stub(PrivateLinkResourceServiceGrpc::newBlockingStub)
              .deletePrivateLinkResource(
                  DeletePrivateLinkResourceRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_PRIVATE_LINK_SERVICE ->
          plane
              .stub(PrivateLinkServiceServiceGrpc::newBlockingStub)
              .deletePrivateLinkService(
                  DeletePrivateLinkServiceRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_PRIVATE_ENDPOINT ->
          plane
              .stub(PrivateEndpointServiceGrpc::newBlockingStub)
              .deletePrivateEndpoint(
                  DeletePrivateEndpointRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_PRIVATE_DNS_ZONE ->
          plane
              .stub(PrivateDnsZoneServiceGrpc::newBlockingStub)
              .deletePrivateDnsZone(DeletePrivateDnsZoneRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_RECORD_SET ->
          plane
              .stub(RecordSetServiceGrpc::newBlockingStub)
              .deleteRecordSet(DeleteRecordSetRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_VIRTUAL_NETWORK_LINK ->
          plane
              .stub(VirtualNetworkLinkServiceGrpc::newBlockingStub)
              .deleteVirtualNetworkLink(
                  DeleteVirtualNetworkLinkRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_PRIVATE_DNS_ZONE_GROUP ->
          plane
              .stub(PrivateDnsZoneGroupServiceGrpc::newBlockingStub)
              .deletePrivateDnsZoneGroup(
                  DeletePrivateDnsZoneGroupRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_RESOURCE_TYPE ->
          plane
              .stub(ResourceTypeServiceGrpc::newBlockingStub)
              .deleteResourceType(DeleteResourceTypeRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_NETWORK_SECURITY_GROUP ->
          plane
              .stub(NetworkSecurityGroupServiceGrpc::newBlockingStub)
              .deleteNetworkSecurityGroup(
                  DeleteNetworkSecurityGroupRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_ROUTE_TABLE ->
          plane
              .stub(RouteTableServiceGrpc::newBlockingStub)
              .deleteRouteTable(DeleteRouteTableRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_APPLICATION_SECURITY_GROUP ->
          plane
              .stub(ApplicationSecurityGroupServiceGrpc::newBlockingStub)
              .deleteApplicationSecurityGroup(
                  DeleteApplicationSecurityGroupRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_VIRTUAL_NETWORK_GATEWAY ->
          plane
              .stub(VirtualNetworkGatewayServiceGrpc::newBlockingStub)
              .deleteVirtualNetworkGateway(
                  DeleteVirtualNetworkGatewayRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_ON_PREMISES_NETWORK ->
          plane
              .stub(OnPremisesNetworkServiceGrpc::newBlockingStub)
              .deleteOnPremisesNetwork(
                  DeleteOnPremisesNetworkRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_DNS_FORWARDING_RULESET ->
          plane
              .stub(DnsForwardingRulesetServiceGrpc::newBlockingStub)
              .deleteDnsForwardingRuleset(
                  DeleteDnsForwardingRulesetRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_WEBHOOK ->
          plane
              .stub(WebhookServiceGrpc::newBlockingStub)
              .deleteWebhook(DeleteWebhookRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_ROLE_DEFINITION ->
          plane
              .stub(RoleDefinitionServiceGrpc::newBlockingStub)
              .deleteRoleDefinition(DeleteRoleDefinitionRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_ROLE_ASSIGNMENT ->
          plane
              .stub(RoleAssignmentServiceGrpc::newBlockingStub)
              .deleteRoleAssignment(DeleteRoleAssignmentRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_DENY_ASSIGNMENT ->
          plane
              .stub(DenyAssignmentServiceGrpc::newBlockingStub)
              .deleteDenyAssignment(DeleteDenyAssignmentRequest.newBuilder().setName(name).build());
      case RESOURCE_KIND_RESOURCE_LOCK ->
          plane
              .stub(ResourceLockServiceGrpc::newBlockingStub)
              .deleteResourceLock(DeleteResourceLockRequest.newBuilder().setName(name).build());
      // These two come and go with the endpoint or service they belong to.
      case RESOURCE_KIND_NETWORK_INTERFACE, RESOURCE_KIND_PRIVATE_ENDPOINT_CONNECTION -> {}
      case RESOURCE_KIND_UNSPECIFIED, UNRECOGNIZED -> throw new AssertionError(kind);
    }
  }

  private static Set<ResourceKind> allKinds() {
    return EnumSet.complementOf(
        EnumSet.of(ResourceKind.RESOURCE_KIND_UNSPECIFIED, ResourceKind.UNRECOGNIZED));
  }

  private static Set<ResourceKind> kinds(List<Change> changes) {
    return changes.stream().map(Change::getKind).collect(Collectors.toSet());
  }

  private static List<Change> of(List<Change> changes, ChangeType type) {
    return changes.stream().filter(change -> change.getType() == type).toList();
  }

  private static Set<String> names(List<Change> changes) {
    return changes.stream().map(Change::getName).collect(Collectors.toSet());
  }
}
