package io.postern.server.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.AccessLab;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.AccessOutcome;
import io.postern.v1.CreateRoleDefinitionRequest;
import io.postern.v1.DeletePrivateEndpointRequest;
import io.postern.v1.DeleteRoleDefinitionRequest;
import io.postern.v1.DeleteVirtualNetworkRequest;
import io.postern.v1.GetVirtualNetworkRequest;
import io.postern.v1.ListRoleAssignmentsRequest;
import io.postern.v1.ListRoleDefinitionsRequest;
import io.postern.v1.ListVirtualNetworksRequest;
import io.postern.v1.LockLevel;
import io.postern.v1.PrivateEndpointServiceGrpc;
import io.postern.v1.RoleAssignment;
import io.postern.v1.RoleAssignmentServiceGrpc;
import io.postern.v1.RoleDefinition;
import io.postern.v1.RoleDefinitionServiceGrpc;
import io.postern.v1.UpdateRoleDefinitionRequest;
import io.postern.v1.UpdateVirtualNetworkRequest;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
  private static final String TENANT = "tenants/contoso";
  private static final String SUBSCRIPTION = "subscriptions/contoso";
  private static final String READ = "Microsoft.Network/virtualNetworks/read";
  private static final String WRITE = "Microsoft.Network/virtualNetworks/write";
  private static final String DELETE = "Microsoft.Network/virtualNetworks/delete";

  @TempDir Path folder;
  private ControlPlane plane;
  private Lab lab;
  private AccessLab access;
  private String network;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    access = AccessLab.of(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
  }

  @AfterEach
  void stop() {
    plane.close();
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
    tag("alice@contoso");

    assertEquals(List.of(READ, WRITE), access.as("bob@contoso").permitted(network, READ, WRITE));
    assertEquals(List.of(), access.as("eve@fabrikam").permitted(network, READ, WRITE));
    assertEquals(
        AccessOutcome.ACCESS_OUTCOME_OPEN,
        access.as("bob@contoso").explain("alice@contoso", WRITE, network).getOutcome());
  }

  @Test
  void fromTheFirstAssignmentOnOnlyTheyCountAndItsMakerOwnsTheTenant() {
    var first = access.as("alice@contoso").assign("bob@contoso", "Reader", Lab.CONSUMER);

    assertEquals("alice@contoso", first.getOwnerAssignment().getPrincipal());
    tag("alice@contoso");
    assertEquals(network, get("bob@contoso").getName());
    assertEquals(Status.Code.PERMISSION_DENIED, Refusal.of(() -> tag("bob@contoso")).code());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get("carol@contoso")).code());
    assertEquals(List.of(network), networks("bob@contoso"));
    assertEquals(List.of(), networks("carol@contoso"));
  }

  @Test
  void aRefusalOfWhatMayNotBeSeenReadsLikeThatOfWhatIsNotThere() {
    access.as("alice@contoso").grant("bob@contoso", "Reader", Lab.CONSUMER);
    var there = Refusal.of(() -> get("carol@contoso"));
    var name = network;
    network = network + "-none";

    var missing = Refusal.of(() -> get("carol@contoso"));
    var missingToReader = Refusal.of(() -> get("bob@contoso"));

    assertEquals(there.message().replace(name, network), missing.message());
    assertEquals(missing, missingToReader);
  }

  @Test
  void anAssignmentReachesItsScopeAndWhatIsBelow() {
    var other = lab.network("subscriptions/contoso/resourceGroups/other", "vnet-b", "10.2.0.0/16");
    access.grant("bob@contoso", "Reader", network);
    access.grant("carol@contoso", "NetworkContributor", Lab.CONSUMER);
    access.grant("dave@contoso", "Reader", SUBSCRIPTION);

    assertEquals(List.of(network), networks("bob@contoso"));
    assertEquals(List.of(network), networks("carol@contoso"));
    assertEquals(List.of(network, other), networks("dave@contoso"));
    tag("carol@contoso");
    assertEquals(
        List.of(READ), access.as("bob@contoso").permitted(network + "/subnets/s", READ, WRITE));
  }

  @Test
  void everyoneOfATenantIsAsteriskAndNoOtherTenant() {
    access.grant("*", "Reader", TENANT);

    assertEquals(List.of(network), networks("zoe@contoso"));
    assertEquals(List.of(), networks("zoe@fabrikam"));
  }

  @Test
  void aDenyAssignmentWinsAndSaysSo() {
    access.grant("bob@contoso", "Owner", TENANT);
    var denial = access.deny("*", Lab.CONSUMER, "Microsoft.Network/*/write");

    assertEquals(Status.Code.PERMISSION_DENIED, Refusal.of(() -> tag("bob@contoso")).code());
    var explained = access.explain("bob@contoso", WRITE, network);
    assertFalse(explained.getAllowed());
    assertEquals(AccessOutcome.ACCESS_OUTCOME_DENIED, explained.getOutcome());
    assertEquals(denial, explained.getDecidedBy());
    assertEquals(2, explained.getMatchedCount());
  }

  @Test
  void nobodyTakesFromItselfTheRightToUndoADenial() {
    access.grant("bob@contoso", "Owner", TENANT);

    var refusal = Refusal.of(() -> access.as("bob@contoso").deny("*", TENANT, "*"));

    assertEquals(Status.Code.INVALID_ARGUMENT, refusal.code());
    assertEquals(List.of("deny_assignment.actions"), refusal.fields());
  }

  @Test
  void theLastOwnerStaysAndAnAdministratorMayDeleteHim() {
    var first = access.as("alice@contoso").assign("bob@contoso", "Reader", Lab.CONSUMER);
    var owner = first.getOwnerAssignment().getName();

    var refusal = Refusal.of(() -> access.as("alice@contoso").revoke(owner));
    assertEquals("LAST_OWNER", refusal.reason());
    access.as("alice@contoso").revoke(first.getRoleAssignment().getName());
    access.as("alice@contoso").revoke(owner);
    tag("carol@contoso");

    var again = access.grant("bob@contoso", "Reader", Lab.CONSUMER);
    access.revoke(again);
    tag("carol@contoso");
  }

  @Test
  void whoOwnsAGroupDoesNotOpenTheTenantByGivingItUp() {
    var only = access.grant("bob@contoso", "Owner", Lab.CONSUMER);

    var refusal = Refusal.of(() -> access.as("bob@contoso").revoke(only));

    assertEquals("LAST_OWNER", refusal.reason());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get("carol@contoso")).code());
  }

  @Test
  void aContributorGivesNoRolesAndAScopedOwnerOnlyThere() {
    access.grant("bob@contoso", "Contributor", TENANT);
    access.grant("carol@contoso", "Owner", Lab.CONSUMER);

    assertEquals(
        Status.Code.PERMISSION_DENIED,
        Refusal.of(() -> access.as("bob@contoso").grant("bob@contoso", "Owner", TENANT)).code());
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> access.as("carol@contoso").grant("carol@contoso", "Owner", TENANT))
            .code());
    access.as("carol@contoso").grant("dave@contoso", "Reader", Lab.CONSUMER);
    assertEquals(List.of(network), networks("dave@contoso"));
  }

  @Test
  void assignmentsAreSeenByWhoMayReadThemThere() {
    access.grant("bob@contoso", "Owner", TENANT);
    var inGroup = access.grant("carol@contoso", "Reader", Lab.CONSUMER);

    assertEquals(List.of(inGroup), assignments("carol@contoso"));
    assertEquals(2, assignments("bob@contoso").size());
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
    return roles("alice@contoso")
        .createRoleDefinition(
            CreateRoleDefinitionRequest.newBuilder()
                .setParent(TENANT)
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
    var role = role("taggers", TENANT, "microsoft.NETWORK/virtualNetworks/*");
    access.grant("alice@contoso", "Owner", TENANT);
    access.grant("bob@contoso", "taggers", Lab.CONSUMER);
    tag("bob@contoso");

    var _ =
        roles("alice@contoso")
            .updateRoleDefinition(
                UpdateRoleDefinitionRequest.newBuilder()
                    .setRoleDefinition(role.toBuilder().clearActions().addActions("*/read"))
                    .build());

    assertEquals(Status.Code.PERMISSION_DENIED, Refusal.of(() -> tag("bob@contoso")).code());
    assertEquals(
        "RESOURCE_IN_USE",
        Refusal.of(() ->
                roles("alice@contoso")
                    .deleteRoleDefinition(
                        DeleteRoleDefinitionRequest.newBuilder().setName(role.getName()).build()))
            .reason());
  }

  @Test
  void aRoleIsAssignedWithinItsScopesAndABuiltInOneStaysAsItIs() {
    var role = role("netters", Lab.CONSUMER, "Microsoft.Network/*");

    assertEquals(
        "ROLE_NOT_ASSIGNABLE",
        Refusal.of(() -> access.grant("bob@contoso", role.getName(), SUBSCRIPTION)).reason());
    assertEquals(
        "BUILT_IN_ROLE",
        Refusal.of(() ->
                roles("alice@contoso")
                    .deleteRoleDefinition(
                        DeleteRoleDefinitionRequest.newBuilder()
                            .setName(
                                TENANT + "/providers/Microsoft.Authorization/roleDefinitions/owner")
                            .build()))
            .reason());
    assertEquals("BUILT_IN_ROLE", Refusal.of(() -> role("Reader", TENANT, "*")).reason());
  }

  @Test
  void aPageOfRolesHasTheBuiltInOnesAmongThem() {
    var _ = role("middle", TENANT, "*/read");
    var first =
        roles("bob@contoso")
            .listRoleDefinitions(
                ListRoleDefinitionsRequest.newBuilder().setParent(TENANT).setPageSize(3).build());
    var rest =
        roles("bob@contoso")
            .listRoleDefinitions(
                ListRoleDefinitionsRequest.newBuilder()
                    .setParent(TENANT)
                    .setPageToken(first.getNextPageToken())
                    .build());

    assertEquals(
        List.of("Contributor", "middle", "NetworkContributor"),
        first.getRoleDefinitionsList().stream().map(AccessTest::id).toList());
    assertEquals(5, rest.getRoleDefinitionsCount());
    assertEquals(
        0,
        roles("eve@fabrikam")
            .listRoleDefinitions(ListRoleDefinitionsRequest.newBuilder().setParent(TENANT).build())
            .getRoleDefinitionsCount());
  }

  private static String id(RoleDefinition role) {
    return role.getName().substring(role.getName().lastIndexOf('/') + 1);
  }

  @Test
  void aReadOnlyLockHoldsOffEveryWriteBelowAlsoTheAdministrators() {
    var lock = access.lock(Lab.CONSUMER, LockLevel.LOCK_LEVEL_READ_ONLY);

    var refusal = Refusal.of(() -> tag("alice@contoso"));
    assertEquals(Status.Code.FAILED_PRECONDITION, refusal.code());
    assertEquals("SCOPE_LOCKED", refusal.reason());
    assertEquals(lock, refusal.metadata().get("lock"));
    assertEquals("SCOPE_LOCKED", Refusal.of(() -> lab.network("vnet-c", "10.3.0.0/16")).reason());
    assertEquals(
        AccessOutcome.ACCESS_OUTCOME_LOCKED,
        access.explain("alice@contoso", WRITE, network).getOutcome());
    assertEquals(network, get("alice@contoso").getName());
    access.unlock(lock);
    tag("alice@contoso");
  }

  @Test
  void aLockBelowHoldsOffADeletionAndNoChange() {
    var subnet = network + "/subnets/default";
    var lock = access.lock(subnet, LockLevel.LOCK_LEVEL_CAN_NOT_DELETE);

    tag("alice@contoso");
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
    var endpoint = lab.endpoint("pe", Lab.wanted(network, lab.storage("acct1"), true, "blob"));
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
    var target = lab.storage("acct1");
    var endpoint = lab.endpoint("pe", Lab.wanted(network, target, true, "blob"));
    access.lock(Lab.CONSUMER, LockLevel.LOCK_LEVEL_READ_ONLY);
    lab.approve(endpoint);
    var providers = access.lock(Lab.PROVIDER, LockLevel.LOCK_LEVEL_READ_ONLY);

    assertEquals("SCOPE_LOCKED", Refusal.of(() -> lab.reject(endpoint)).reason());
    assertTrue(
        Refusal.of(() -> delete(endpoint.getName()))
            .metadata()
            .get("lock")
            .startsWith(Lab.CONSUMER));
    assertEquals(Lab.PROVIDER, providers.substring(0, Lab.PROVIDER.length()));
  }

  @Test
  void anExplanationIsForWhoMayReadAssignmentsThere() {
    access.grant("bob@contoso", "Owner", TENANT);

    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> access.as("carol@contoso").explain("bob@contoso", READ, network)).code());
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> access.as("eve@fabrikam").explain("bob@contoso", READ, network)).code());
    var explained = access.as("bob@contoso").explain("carol@contoso", READ, network);
    assertEquals(AccessOutcome.ACCESS_OUTCOME_NOT_GRANTED, explained.getOutcome());
  }
}
