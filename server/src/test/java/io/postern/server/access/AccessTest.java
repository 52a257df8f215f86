package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.AccessLab;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.AccessOutcome;
import io.postern.v1.CreateRoleDefinitionRequest;
import io.postern.v1.DeletePrivateDnsZoneRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.DeleteRoleDefinitionRequest;
import io.postern.v1.DeleteSubscriptionRequest;
import io.postern.v1.DeleteVirtualNetworkRequest;
import io.postern.v1.GetVirtualNetworkRequest;
import io.postern.v1.ListRoleAssignmentsRequest;
import io.postern.v1.ListRoleDefinitionsRequest;
import io.postern.v1.ListVirtualNetworksRequest;
import io.postern.v1.LockLevel;
import io.postern.v1.PrivateDnsZoneServiceGrpc;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.RoleAssignment;
import io.postern.v1.RoleAssignmentServiceGrpc;
import io.postern.v1.RoleDefinition;
import io.postern.v1.RoleDefinitionServiceGrpc;
import io.postern.v1.SubscriptionServiceGrpc;
import io.postern.v1.UpdateRoleDefinitionRequest;
import io.postern.v1.UpdateVirtualNetworkRequest;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final String READ = "Microsoft.Network/virtualNetworks/read";
  private static final String WRITE = "Microsoft.Network/virtualNetworks/write";
  private static final String DELETE = "Microsoft.Network/virtualNetworks/delete";

  private static ControlPlane plane;
  private static Lab lab;
  private static AccessLab access;
  private static int tests;

  private final int number = tests++;
  private final String subscription = "subscriptions/t" + number;
  private final String tenant = "tenants/t" + number;
  private final String group = subscription + "/resourceGroups/net";
  private String network = "";

  @BeforeAll
  static void start(@TempDir Path folder) {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    access = AccessLab.of(plane);
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  /** Each test has a tenant of its own, on one server. */
  @BeforeEach
  void makeTenant() {
    lab.subscription("t" + number);
    network = lab.network(group, "vnet-a", "10.1.0.0/16");
  }

  private String at(String name) {
    return name + "@t" + number;
  }

  private VirtualNetwork get(String caller) {
    return plane
        .stubAs(caller, VirtualNetworkServiceGrpc::newBlockingStub)
        .getVirtualNetwork(GetVirtualNetworkRequest.newBuilder().setName(network).build())
        .getVirtualNetwork();
  }

  private List<String> networks(String caller) {
    return plane
        .stubAs(caller, VirtualNetworkServiceGrpc::newBlockingStub)
        .listVirtualNetworks(
            ListVirtualNetworksRequest.newBuilder().setParent("subscriptions/-").build())
        .getVirtualNetworksList()
        .stream()
        .map(VirtualNetwork::getName)
        .toList();
  }

  private void tag(String caller) {
    var _ =
        plane
            .stubAs(caller, VirtualNetworkServiceGrpc::newBlockingStub)
            .updateVirtualNetwork(
                UpdateVirtualNetworkRequest.newBuilder()
                    .setVirtualNetwork(
                        VirtualNetwork.newBuilder().setName(network).putTags("by", caller))
                    .build());
  }

  @Test
  void aTenantWithoutAssignmentsIsOpenToItsCallers() {
    tag(at("alice"));

    assertEquals(List.of(READ, WRITE), access.as(at("bob")).permitted(network, READ, WRITE));
    assertEquals(List.of(), access.as("eve@fabrikam").permitted(network, READ, WRITE));
    assertEquals(
        AccessOutcome.ACCESS_OUTCOME_OPEN,
        access.as(at("bob")).explain(at("alice"), WRITE, network).getOutcome());
  }

  @Test
  void fromTheFirstAssignmentOnOnlyTheyCountAndItsMakerOwnsTheTenant() {
    var first = access.as(at("alice")).assign(at("bob"), "Reader", group);

    assertEquals(at("alice"), first.getOwnerAssignment().getPrincipal());
    tag(at("alice"));
    assertEquals(network, get(at("bob")).getName());
    assertEquals(Status.Code.PERMISSION_DENIED, Refusal.of(() -> tag(at("bob"))).code());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get(at("carol"))).code());
    assertEquals(List.of(network), networks(at("bob")));
    assertEquals(List.of(), networks(at("carol")));
  }

  @Test
  void aRefusalOfWhatMayNotBeSeenReadsLikeThatOfWhatIsNotThere() {
    access.as(at("alice")).grant(at("bob"), "Reader", group);
    var there = Refusal.of(() -> get(at("carol")));
    var name = network;
    network = network + "-none";

    var missing = Refusal.of(() -> get(at("carol")));
    var missingToReader = Refusal.of(() -> get(at("bob")));

    assertEquals(there.message().replace(name, network), missing.message());
    assertEquals(missing, missingToReader);
  }

  @Test
  void aRefusalDoesNotNameWhatIsInTheWayToWhoMayNotReadIt() {
    var zone = lab.zone(group, "contoso.example");
    var link = lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var ofZone = plane.stubAs(at("bob"), PrivateDnsZoneServiceGrpc::newBlockingStub);
    var ofTenant = plane.stubAs(at("bob"), SubscriptionServiceGrpc::newBlockingStub);
    Supplier<Refusal> zoneRefusal =
        () ->
            Refusal.of(() ->
                ofZone.deletePrivateDnsZone(
                    DeletePrivateDnsZoneRequest.newBuilder().setName(zone).build()));
    Supplier<Refusal> tenantRefusal =
        () ->
            Refusal.of(() ->
                ofTenant.deleteSubscription(
                    DeleteSubscriptionRequest.newBuilder()
                        .setName(subscription)
                        .setValidateOnly(true)
                        .build()));
    assertEquals(link, zoneRefusal.get().metadata().get("blockers"));
    assertTrue(tenantRefusal.get().message().contains(group));

    access.deny(at("bob"), tenant, "*/read");

    assertEquals("IN_USE_LINKED_DNS_ZONE", zoneRefusal.get().reason());
    assertFalse(zoneRefusal.get().toString().contains(link));
    assertEquals("RESOURCE_IN_USE", tenantRefusal.get().reason());
    assertFalse(tenantRefusal.get().toString().contains(group));
  }

  @Test
  void aRefusedChangeDoesNotNameWhatIsInTheWayToWhoMayNotReadIt() {
    var subnet = network + "/subnets/default";
    Supplier<Refusal> refusal = () -> Refusal.of(() -> move(at("bob"), "10.9.0.0/16"));
    assertEquals(subnet, refusal.get().metadata().get("blockers"));
    assertTrue(refusal.get().message().contains(subnet), refusal.get()::message);

    access.deny(at("bob"), subnet, "*/read");

    assertEquals("RESOURCE_IN_USE", refusal.get().reason());
    assertFalse(refusal.get().toString().contains(subnet), refusal.get()::toString);
  }

  private void move(String caller, String prefix) {
    var _ =
        plane
            .stubAs(caller, VirtualNetworkServiceGrpc::newBlockingStub)
            .updateVirtualNetwork(
                UpdateVirtualNetworkRequest.newBuilder()
                    .setVirtualNetwork(
                        VirtualNetwork.newBuilder().setName(network).addAddressPrefixes(prefix))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("address_prefixes"))
                    .build());
  }

  @Test
  void anAssignmentReachesItsScopeAndWhatIsBelow() {
    var other = lab.network(subscription + "/resourceGroups/other", "vnet-b", "10.2.0.0/16");
    access.grant(at("bob"), "Reader", network);
    access.grant(at("carol"), "NetworkContributor", group);
    access.grant(at("dave"), "Reader", subscription);

    assertEquals(List.of(network), networks(at("bob")));
    assertEquals(List.of(network), networks(at("carol")));
    assertEquals(List.of(network, other), networks(at("dave")));
    tag(at("carol"));
    assertEquals(
        List.of(READ), access.as(at("bob")).permitted(network + "/subnets/s", READ, WRITE));
  }

  @Test
  void everyoneOfATenantIsAsteriskAndNoOtherTenant() {
    access.grant("*", "Reader", tenant);

    assertEquals(List.of(network), networks(at("zoe")));
    assertEquals(List.of(), networks("zoe@fabrikam"));
  }

  @Test
  void aDenyAssignmentWinsAndSaysSo() {
    access.grant(at("bob"), "Owner", tenant);
    var denial = access.deny("*", group, "Microsoft.Network/*/write");

    assertEquals(Status.Code.PERMISSION_DENIED, Refusal.of(() -> tag(at("bob"))).code());
    var explained = access.explain(at("bob"), WRITE, network);
    assertFalse(explained.getAllowed());
    assertEquals(AccessOutcome.ACCESS_OUTCOME_DENIED, explained.getOutcome());
    assertEquals(denial, explained.getDecidedBy());
    assertEquals(2, explained.getMatchedCount());
  }

  @Test
  void nobodyTakesFromItselfTheRightToUndoADenial() {
    access.grant(at("bob"), "Owner", tenant);

    var refusal = Refusal.of(() -> access.as(at("bob")).deny("*", tenant, "*"));

    assertEquals(Status.Code.INVALID_ARGUMENT, refusal.code());
    assertEquals(List.of("deny_assignment.actions"), refusal.fields());
  }

  @Test
  void theLastOwnerStaysAndAnAdministratorMayDeleteHim() {
    var first = access.as(at("alice")).assign(at("bob"), "Reader", group);
    var owner = first.getOwnerAssignment().getName();

    var refusal = Refusal.of(() -> access.as(at("alice")).revoke(owner));
    assertEquals("LAST_OWNER", refusal.reason());
    access.as(at("alice")).revoke(first.getRoleAssignment().getName());
    access.as(at("alice")).revoke(owner);
    tag(at("carol"));

    var again = access.grant(at("bob"), "Reader", group);
    access.revoke(again);
    tag(at("carol"));
  }

  @Test
  void whoOwnsAGroupDoesNotOpenTheTenantByGivingItUp() {
    var only = access.grant(at("bob"), "Owner", group);

    var refusal = Refusal.of(() -> access.as(at("bob")).revoke(only));

    assertEquals("LAST_OWNER", refusal.reason());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get(at("carol"))).code());
  }

  @Test
  void aContributorGivesNoRolesAndAScopedOwnerOnlyThere() {
    access.grant(at("bob"), "Contributor", tenant);
    access.grant(at("carol"), "Owner", group);

    assertEquals(
        Status.Code.PERMISSION_DENIED,
        Refusal.of(() -> access.as(at("bob")).grant(at("bob"), "Owner", tenant)).code());
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> access.as(at("carol")).grant(at("carol"), "Owner", tenant)).code());
    access.as(at("carol")).grant(at("dave"), "Reader", group);
    assertEquals(List.of(network), networks(at("dave")));
  }

  @Test
  void assignmentsAreSeenByWhoMayReadThemThere() {
    access.grant(at("bob"), "Owner", tenant);
    var inGroup = access.grant(at("carol"), "Reader", group);

    assertEquals(List.of(inGroup), assignments(at("carol")));
    assertEquals(2, assignments(at("bob")).size());
    assertEquals(List.of(), assignments("eve@fabrikam"));
  }

  private List<String> assignments(String caller) {
    return plane
        .stubAs(caller, RoleAssignmentServiceGrpc::newBlockingStub)
        .listRoleAssignments(ListRoleAssignmentsRequest.getDefaultInstance())
        .getRoleAssignmentsList()
        .stream()
        .map(RoleAssignment::getName)
        .toList();
  }

  private RoleDefinitionServiceGrpc.RoleDefinitionServiceBlockingStub roles(String caller) {
    return plane.stubAs(caller, RoleDefinitionServiceGrpc::newBlockingStub);
  }

  private RoleDefinition role(String id, String scope, String... actions) {
    return roles(at("alice"))
        .createRoleDefinition(
            CreateRoleDefinitionRequest.newBuilder()
                .setParent(tenant)
                .setRoleDefinitionId(id)
                .setRoleDefinition(
                    RoleDefinition.newBuilder()
                        .addAllActions(List.of(actions))
                        .addAssignableScopes(scope))
                .build())
        .getRoleDefinition();
  }

  @Test
  void aRoleOfTheTenantsOwnPermitsWhatItSaysAsLongAsItSaysSo() {
    var role = role("taggers", tenant, "microsoft.NETWORK/virtualNetworks/*");
    access.grant(at("alice"), "Owner", tenant);
    access.grant(at("bob"), "taggers", group);
    tag(at("bob"));

    var _ =
        roles(at("alice"))
            .updateRoleDefinition(
                UpdateRoleDefinitionRequest.newBuilder()
                    .setRoleDefinition(role.toBuilder().clearActions().addActions("*/read"))
                    .build());

    assertEquals(Status.Code.PERMISSION_DENIED, Refusal.of(() -> tag(at("bob"))).code());
    assertEquals(
        "RESOURCE_IN_USE",
        Refusal.of(() ->
                roles(at("alice"))
                    .deleteRoleDefinition(
                        DeleteRoleDefinitionRequest.newBuilder().setName(role.getName()).build()))
            .reason());
  }

  @Test
  void aRoleIsAssignedWithinItsScopesAndABuiltInOneStaysAsItIs() {
    var role = role("netters", group, "Microsoft.Network/*");

    assertEquals(
        "ROLE_NOT_ASSIGNABLE",
        Refusal.of(() -> access.grant(at("bob"), role.getName(), subscription)).reason());
    assertEquals(
        "BUILT_IN_ROLE",
        Refusal.of(() ->
                roles(at("alice"))
                    .deleteRoleDefinition(
                        DeleteRoleDefinitionRequest.newBuilder()
                            .setName(
                                tenant + "/providers/Microsoft.Authorization/roleDefinitions/owner")
                            .build()))
            .reason());
    assertEquals("BUILT_IN_ROLE", Refusal.of(() -> role("Reader", tenant, "*")).reason());
  }

  @Test
  void aPageOfRolesHasTheBuiltInOnesAmongThem() {
    var _ = role("middle", tenant, "*/read");
    var first =
        roles(at("bob"))
            .listRoleDefinitions(
                ListRoleDefinitionsRequest.newBuilder().setParent(tenant).setPageSize(3).build());
    var rest =
        roles(at("bob"))
            .listRoleDefinitions(
                ListRoleDefinitionsRequest.newBuilder()
                    .setParent(tenant)
                    .setPageToken(first.getNextPageToken())
                    .build());

    assertEquals(
        List.of("Contributor", "middle", "NetworkContributor"),
        first.getRoleDefinitionsList().stream().map(AccessTest::id).toList());
    assertEquals(5, rest.getRoleDefinitionsCount());
    assertEquals(
        0,
        roles("eve@fabrikam")
            .listRoleDefinitions(ListRoleDefinitionsRequest.newBuilder().setParent(tenant).build())
            .getRoleDefinitionsCount());
  }

  private static String id(RoleDefinition role) {
    return role.getName().substring(role.getName().lastIndexOf('/') + 1);
  }

  @Test
  void aReadOnlyLockHoldsOffEveryWriteBelowAlsoTheAdministrators() {
    var lock = access.lock(group, LockLevel.LOCK_LEVEL_READ_ONLY);

    var refusal = Refusal.of(() -> tag(at("alice")));
    assertEquals(Status.Code.FAILED_PRECONDITION, refusal.code());
    assertEquals("SCOPE_LOCKED", refusal.reason());
    assertEquals(lock, refusal.metadata().get("lock"));
    assertEquals(
        "SCOPE_LOCKED", Refusal.of(() -> lab.network(group, "vnet-c", "10.3.0.0/16")).reason());
    assertEquals(
        AccessOutcome.ACCESS_OUTCOME_LOCKED,
        access.explain(at("alice"), WRITE, network).getOutcome());
    assertEquals(network, get(at("alice")).getName());
    access.unlock(lock);
    tag(at("alice"));
  }

  @Test
  void aLockBelowHoldsOffADeletionAndNoChange() {
    var subnet = network + "/subnets/default";
    var lock = access.lock(subnet, LockLevel.LOCK_LEVEL_CAN_NOT_DELETE);

    tag(at("alice"));
    var refusal =
        Refusal.of(() ->
            plane
                .stub(VirtualNetworkServiceGrpc::newBlockingStub)
                .deleteVirtualNetwork(
                    DeleteVirtualNetworkRequest.newBuilder().setName(network).build()));

    assertEquals(lock, refusal.metadata().get("lock"));
    assertEquals(List.of(DELETE), access.permitted(network, DELETE));
  }

  @Test
  void aLockOnWhatGoesWithAnEndpointKeepsIt() {
    var endpoint =
        lab.endpoint(group, "pe", Lab.wanted(network, lab.storage("acct" + number), true, "blob"));
    var lock = access.lock(endpoint.getNetworkInterfaces(0), LockLevel.LOCK_LEVEL_CAN_NOT_DELETE);

    assertEquals(lock, Refusal.of(() -> delete(endpoint.getName())).metadata().get("lock"));
    access.unlock(lock);
    delete(endpoint.getName());
  }

  private void delete(String endpoint) {
    var _ =
        plane
            .stub(PrivateEndpointServiceGrpc::newBlockingStub)
            .deletePrivateEndpoint(
                DeletePrivateEndpointRequest.newBuilder().setName(endpoint).build());
  }

  @Test
  void aLockOfOneSideDoesNotBindTheOther() {
    var target = lab.storage("acct" + number);
    var endpoint = lab.endpoint(group, "pe", Lab.wanted(network, target, true, "blob"));
    access.lock(group, LockLevel.LOCK_LEVEL_READ_ONLY);
    lab.approve(endpoint);
    var providers = access.lock(Lab.PROVIDER, LockLevel.LOCK_LEVEL_READ_ONLY);

    assertEquals("SCOPE_LOCKED", Refusal.of(() -> lab.reject(endpoint)).reason());
    assertTrue(
        Refusal.of(() -> delete(endpoint.getName()))
            .metadata()
            .getOrDefault("lock", "")
            .startsWith(group));
    access.unlock(providers);
  }

  @Test
  void anExplanationIsForWhoMayReadAssignmentsThere() {
    access.grant(at("bob"), "Owner", tenant);

    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> access.as(at("carol")).explain(at("bob"), READ, network)).code());
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> access.as("eve@fabrikam").explain(at("bob"), READ, network)).code());
    var explained = access.as(at("bob")).explain(at("carol"), READ, network);
    assertEquals(AccessOutcome.ACCESS_OUTCOME_NOT_GRANTED, explained.getOutcome());
  }
}
