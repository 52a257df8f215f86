package io.postern.server.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.v1.ARecord;
import io.postern.v1.ApproveConnectionRequest;
import io.postern.v1.CreatePrivateDnsZoneGroupRequest;
import io.postern.v1.CreatePrivateEndpointRequest;
import io.postern.v1.CreateRecordSetRequest;
import io.postern.v1.CreateVirtualNetworkLinkRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.Plan;
import io.postern.v1.PlannedAddress;
import io.postern.v1.PlannedChange;
import io.postern.v1.PlannedConflict;
import io.postern.v1.PlannedQuota;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateDnsZoneGroup;
import io.postern.v1.PrivateDnsZoneGroupServiceGrpc;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.RecordSet;
import io.postern.v1.RecordSetServiceGrpc;
import io.postern.v1.RecordType;
import io.postern.v1.VirtualNetworkLink;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkLinkServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the answer to validate_only tells of a write: all of it, and nothing of others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanTest {
  private ControlPlane plane;
  private Lab lab;
  private String network;
  private String target;
  private String zone;

  @BeforeAll
  void start(@TempDir Path folder) {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    target = lab.storage("acct1");
    zone = lab.zone(Lab.BLOB_ZONE);
  }

  @AfterAll
  void stop() {
    plane.close();
  }

  private CreatePrivateEndpointRequest.Builder request(String id) {
    return CreatePrivateEndpointRequest.newBuilder()
        .setParent(Lab.CONSUMER)
        .setPrivateEndpointId(id)
        .setPrivateEndpoint(Lab.wanted(network, target, true, "blob"));
  }

  private static List<String> changes(Plan plan) {
    return plan.getChangesList().stream()
        .map(change ->
            change.getOperation().name().replace("OPERATION_", "")
                + " "
                + change.getName().substring(change.getName().lastIndexOf('/') + 1))
        .toList();
  }

  @Test
  void aPlannedEndpointHasItsInterfaceAddressesAndQuotas() {
    var bob = plane.stubAs("bob@contoso", PrivateEndpointServiceGrpc::newBlockingStub);
    var request = request("planned");
    var plan = bob.createPrivateEndpoint(request.setValidateOnly(true).build()).getPlan();
    var made = bob.createPrivateEndpoint(request.setValidateOnly(false).build());
    assertFalse(made.hasPlan());
    assertEquals(List.of("CREATED planned", "CREATED planned.nic"), changes(plan));
    assertEquals(
        List.of(
            PlannedAddress.newBuilder()
                .setSubnet(network + "/subnets/default")
                .setNetworkInterface(made.getPrivateEndpoint().getNetworkInterfaces(0))
                .setGroupId("blob")
                .setMemberName("blob")
                .setIpAddress(made.getPrivateEndpoint().getCustomDnsConfigs(0).getIpAddresses(0))
                .build()),
        plan.getAddressesList());
    var subscription = quota(plan, "privateEndpoints");
    assertEquals("subscriptions/contoso", subscription.getCountedOver());
    assertEquals(subscription.getLimit() - subscription.getUsed(), subscription.getLeft());
    assertEquals(network, quota(plan, "privateEndpointsPerVirtualNetwork").getCountedOver());
  }

  private static PlannedQuota quota(Plan plan, String id) {
    return plan.getQuotasList().stream()
        .filter(quota -> quota.getQuota().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPlanTellsTheConsumerNothingOfTheTarget() {
    var bob = plane.stubAs("bob@contoso", PrivateEndpointServiceGrpc::newBlockingStub);
    var plan = bob.createPrivateEndpoint(request("quiet").setValidateOnly(true).build()).getPlan();
    assertFalse(plan.toString().contains("fabrikam"), plan.toString());
  }

  private Plan planGroup(PrivateEndpoint endpoint, String ofZone) {
    return plane
        .stub(PrivateDnsZoneGroupServiceGrpc::newBlockingStub)
        .createPrivateDnsZoneGroup(
            CreatePrivateDnsZoneGroupRequest.newBuilder()
                .setParent(endpoint.getName())
                .setPrivateDnsZoneGroupId("default")
                .setPrivateDnsZoneGroup(
                    PrivateDnsZoneGroup.newBuilder()
                        .addPrivateDnsZoneConfigs(
                            PrivateDnsZoneGroup.PrivateDnsZoneConfig.newBuilder()
                                .setName("config")
                                .setPrivateDnsZone(ofZone)))
                .setValidateOnly(true)
                .build())
        .getPlan();
  }

  @Test
  void aPlannedZoneGroupHasTheRecordsThatWouldFollow() {
    var endpoint = lab.endpoint("grouped", Lab.wanted(network, target, true, "blob"));
    lab.approve(endpoint);
    var record = planGroup(endpoint, zone).getRecords(0);
    assertEquals("acct1.privatelink.blob.core.windows.net", record.getFqdn());
    assertEquals(zone, record.getPrivateDnsZone());
    assertEquals(endpoint.getName(), record.getPrivateEndpoint());
    assertEquals(true, record.getAnswered());
    assertEquals(endpoint.getCustomDnsConfigs(0).getIpAddressesList(), record.getIpAddressesList());
  }

  @Test
  void aClaimThatWouldStandBehindAnOlderOneIsAConflict() {
    var firstWins =
        io.postern.v1.PrivateDnsZoneServiceGrpc.newBlockingStub(plane.channel())
            .createPrivateDnsZone(
                io.postern.v1.CreatePrivateDnsZoneRequest.newBuilder()
                    .setParent(Lab.CONSUMER.replace("/net", "/other"))
                    .setPrivateDnsZoneId(Lab.BLOB_ZONE)
                    .setPrivateDnsZone(
                        PrivateDnsZone.newBuilder()
                            .setClaimPolicy(PrivateDnsZone.ClaimPolicy.CLAIM_POLICY_FIRST_WINS))
                    .build())
            .getPrivateDnsZone()
            .getName();
    var older = lab.endpoint("older", Lab.wanted(network, target, true, "blob"));
    var newer = lab.endpoint("newer", Lab.wanted(network, target, true, "blob"));
    lab.approve(older);
    lab.approve(newer);
    lab.zoneGroup(older.getName(), firstWins);
    assertEquals(
        List.of(
            PlannedConflict.newBuilder()
                .setFqdn("acct1.privatelink.blob.core.windows.net")
                .setPrivateDnsZone(firstWins)
                .setType("A")
                .setPrivateEndpoint(newer.getName())
                .setShadowedBy(older.getName())
                .build()),
        planGroup(newer, firstWins).getConflictsList());
  }

  @Test
  void aRecordMadeByHandThatWouldShadowAClaimIsAConflict() {
    var other = lab.storage("acct2");
    var endpoint = lab.endpoint("shadowed", Lab.wanted(network, other, true, "blob"));
    lab.approve(endpoint);
    lab.zoneGroup(endpoint.getName(), zone);
    var planned =
        plane
            .stub(RecordSetServiceGrpc::newBlockingStub)
            .createRecordSet(
                CreateRecordSetRequest.newBuilder()
                    .setParent(zone)
                    .setRecordSetId("acct2")
                    .setRecordSet(
                        RecordSet.newBuilder()
                            .setType(RecordType.RECORD_TYPE_A)
                            .addARecords(ARecord.newBuilder().setIpv4Address("10.9.9.9")))
                    .setValidateOnly(true)
                    .build());
    var conflict = planned.getPlan().getConflicts(0);
    assertEquals(endpoint.getName(), conflict.getPrivateEndpoint());
    assertEquals(planned.getRecordSet().getName(), conflict.getShadowedBy());
    assertEquals(1, quota(planned.getPlan(), "recordSetsPerZone").getUsed());
  }

  @Test
  void aPlannedLinkCountsTowardsItsQuotas() {
    var plan =
        plane
            .stub(VirtualNetworkLinkServiceGrpc::newBlockingStub)
            .createVirtualNetworkLink(
                CreateVirtualNetworkLinkRequest.newBuilder()
                    .setParent(zone)
                    .setVirtualNetworkLinkId("vnet-a")
                    .setVirtualNetworkLink(
                        VirtualNetworkLink.newBuilder()
                            .setVirtualNetwork(network)
                            .setResolutionPolicy(ResolutionPolicy.RESOLUTION_POLICY_DEFAULT))
                    .setValidateOnly(true)
                    .build())
            .getPlan();
    assertEquals(List.of("CREATED vnet-a"), changes(plan));
    assertEquals(1, quota(plan, "virtualNetworkLinksPerZone").getUsed());
  }

  @Test
  void aPlannedApprovalShowsTheRecordsThatComeAlive() {
    var endpoint =
        lab.endpoint("approving", Lab.wanted(network, lab.storage("acct3"), true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    var plan =
        lab.connections()
            .approveConnection(
                ApproveConnectionRequest.newBuilder()
                    .setName(Lab.connectionOf(endpoint))
                    .setValidateOnly(true)
                    .build())
            .getPlan();
    assertEquals(true, plan.getRecords(0).getAnswered());
    assertEquals(
        List.of(
            PlannedChange.Operation.OPERATION_UPDATED, PlannedChange.Operation.OPERATION_UPDATED),
        plan.getChangesList().stream().map(PlannedChange::getOperation).toList());
  }

  @Test
  void aPlannedDeletionNamesEverythingThatGoes() {
    var endpoint = lab.endpoint("leaving", Lab.wanted(network, target, true, "blob"));
    lab.zoneGroup(endpoint.getName(), zone);
    var plan =
        plane
            .stub(PrivateEndpointServiceGrpc::newBlockingStub)
            .deletePrivateEndpoint(
                DeletePrivateEndpointRequest.newBuilder()
                    .setName(endpoint.getName())
                    .setValidateOnly(true)
                    .build())
            .getPlan();
    assertEquals(4, plan.getChangesCount(), plan.toString());
    assertEquals("DELETED leaving", changes(plan).getLast());
    assertEquals(endpoint.getName(), lab.get(endpoint).getName());
  }
}
