package io.postern.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.AvailablePrivateEndpointType;
import io.postern.v1.CreateResourceTypeRequest;
import io.postern.v1.DeletePrivateLinkResourceRequest;
import io.postern.v1.DeleteResourceTypeRequest;
import io.postern.v1.GetResourceTypeRequest;
import io.postern.v1.ListAvailablePrivateEndpointTypesRequest;
import io.postern.v1.ListPrivateLinkGroupsRequest;
import io.postern.v1.ListResourceTypesRequest;
import io.postern.v1.PrivateLinkGroup;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.ResourceType;
import io.postern.v1.ResourceTypeServiceGrpc;
import io.postern.v1.ResourceTypeServiceGrpc.ResourceTypeServiceBlockingStub;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue through the API: what is listed, and the operator's own types (Rules §18). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnResourceTypeTest {
  private ControlPlane plane;
  private Lab lab;
  private String network;
  private ResourceTypeServiceBlockingStub types;

  @BeforeAll
  void start(@TempDir Path folder) {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    types = plane.stub(ResourceTypeServiceGrpc::newBlockingStub);
  }

  @AfterAll
  void stop() {
    plane.close();
  }

  @Test
  void aTypeOfTheOperatorsOwnIsUsableAtOnce() {
    lab.resourceType("ledgers", "Contoso.Data/ledgers");
    var ledger = resource("main", "contoso.data/ledgers");

    var endpoint = lab.endpoint("to-ledger", Lab.wanted(network, ledger, true, "api"));
    lab.approve(endpoint);
    var zone = lab.zone("privatelink.ledgers.contoso.com");
    lab.link(
        zone, network, io.postern.v1.VirtualNetworkLink.ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    lab.zoneGroup(endpoint.getName(), zone);

    var config = endpoint.getCustomDnsConfigs(0);
    assertEquals("main-eastus.ledgers.contoso.com", config.getFqdn());
    assertTrue(
        lab.ask(network, "main-eastus.ledgers.contoso.com", "A")
            .endsWith("A " + config.getIpAddresses(0)));
    assertEquals(
        List.of(
            PrivateLinkGroup.newBuilder()
                .setGroupId("api")
                .addRequiredMembers("node-eastus")
                .addRequiredZoneNames("privatelink.ledgers.contoso.com")
                .build()),
        groups(ledger));
  }

  @Test
  void theGroupsOfAResourceNameTheirMembersAndZones() {
    var registry = resource("reg1", "Microsoft.ContainerRegistry/registries");

    assertEquals(
        List.of(
            PrivateLinkGroup.newBuilder()
                .setGroupId("registry")
                .addRequiredMembers("registry")
                .addRequiredMembers("registry_data_eastus")
                .addRequiredZoneNames("privatelink.azurecr.io")
                .build()),
        groups(registry));
  }

  @Test
  void groupsComeInPagesAndAStrangerSeesNone() {
    var account = lab.storage("acct");
    var listing = plane.stub(PrivateLinkResourceServiceGrpc::newBlockingStub);
    var request = ListPrivateLinkGroupsRequest.newBuilder().setParent(account).setPageSize(5);

    var first = listing.listPrivateLinkGroups(request.build());
    var second =
        listing.listPrivateLinkGroups(request.setPageToken(first.getNextPageToken()).build());
    var stranger = plane.stubAs("eve@contoso", PrivateLinkResourceServiceGrpc::newBlockingStub);

    assertEquals(5, first.getPrivateLinkGroupsCount());
    var ids = new ArrayList<>(first.getPrivateLinkGroupsList());
    ids.addAll(second.getPrivateLinkGroupsList());
    assertEquals(ids.stream().distinct().count(), ids.size());
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() -> stranger.listPrivateLinkGroups(request.build())).code());
  }

  @Test
  void theTypesOfARegionAreThoseOfTheCatalogueAndTheOperators() {
    lab.resourceType("boats", "Contoso.Sea/boats");
    create(type("Contoso.Sea/ships").addRegions("westus"), "ships");

    var east = available("eastus");

    assertTrue(east.stream().anyMatch(it -> it.getType().equals("Microsoft.Sql/servers")));
    assertTrue(
        east.stream()
            .anyMatch(it ->
                it.getType().equals("Contoso.Sea/boats")
                    && it.getResourceType().equals("resourceTypes/boats")));
    assertTrue(east.stream().noneMatch(it -> it.getType().equals("Contoso.Sea/ships")));
    assertTrue(
        available("westus").stream().anyMatch(it -> it.getType().equals("Contoso.Sea/ships")));
    var refused = Refusal.of(() -> resource("s1", "Contoso.Sea/ships"));
    assertEquals("LOCATION_NOT_AVAILABLE_FOR_RESOURCE_TYPE", refused.reason());
  }

  @Test
  void anUnknownRegionHasNoTypes() {
    assertEquals(
        "LOCATION_NOT_AVAILABLE_FOR_RESOURCE_TYPE",
        Refusal.of(() -> available("atlantis")).reason());
  }

  @Test
  void aTypeOfTheCatalogueOrOfAnotherIsTaken() {
    lab.resourceType("one", "Contoso.One/things");

    var catalogued = Refusal.of(() -> create(type("microsoft.sql/Servers"), "mine"));
    var twice = Refusal.of(() -> create(type("contoso.one/THINGS"), "again"));

    assertEquals("RESOURCE_TYPE_TAKEN", catalogued.reason());
    assertEquals(List.of("resource_type.type"), catalogued.fields());
    assertEquals("RESOURCE_TYPE_TAKEN", twice.reason());
  }

  @Test
  void aTypeThatResourcesAreOfIsNotDeleted() {
    var type = lab.resourceType("two", "Contoso.Two/things");
    var resource = resource("thing", "Contoso.Two/things");

    var refused = Refusal.of(() -> delete(type));
    var _ =
        plane
            .stub(PrivateLinkResourceServiceGrpc::newBlockingStub)
            .deletePrivateLinkResource(
                DeletePrivateLinkResourceRequest.newBuilder().setName(resource).build());
    delete(type);

    assertEquals("RESOURCE_IN_USE", refused.reason());
    assertEquals(Status.Code.NOT_FOUND, Refusal.of(() -> get(types, type)).code());
  }

  @Test
  void onlyAnAdministratorAddsTypesAndEverybodyReadsThem() {
    var type = lab.resourceType("three", "Contoso.Three/things");
    var eve = plane.stubAs("eve@contoso", ResourceTypeServiceGrpc::newBlockingStub);

    assertEquals("Contoso.Three/things", get(eve, type).getType());
    assertTrue(
        eve
            .listResourceTypes(ListResourceTypesRequest.getDefaultInstance())
            .getResourceTypesList()
            .stream()
            .anyMatch(it -> it.getName().equals(type)));
    assertEquals(
        Status.Code.NOT_FOUND,
        Refusal.of(() ->
                eve.createResourceType(
                    CreateResourceTypeRequest.newBuilder()
                        .setResourceTypeId("hers")
                        .setResourceType(type("Eve.Data/things"))
                        .build()))
            .code());
  }

  @Test
  void aTypeNeedsAProviderGroupsAndNamesThatAreNames() {
    assertEquals(
        List.of("resource_type.type"), Refusal.of(() -> create(type("ledgers"), "bad")).fields());
    assertEquals(
        List.of("resource_type.groups"),
        Refusal.of(() -> create(type("Contoso.Bad/things").clearGroups(), "bad")).fields());
    assertEquals(
        List.of("resource_type.groups[0].zone_names"),
        Refusal.of(() ->
                create(
                    type("Contoso.Bad/things")
                        .setGroups(
                            0,
                            ResourceType.Group.newBuilder()
                                .setGroupId("api")
                                .addZoneNames("not a name")),
                    "bad"))
            .fields());
  }

  private static ResourceType.Builder type(String type) {
    return ResourceType.newBuilder()
        .setType(type)
        .addGroups(ResourceType.Group.newBuilder().setGroupId("api"));
  }

  private void create(ResourceType.Builder type, String id) {
    var _ =
        types.createResourceType(
            CreateResourceTypeRequest.newBuilder()
                .setResourceTypeId(id)
                .setResourceType(type)
                .build());
  }

  private void delete(String type) {
    var _ = types.deleteResourceType(DeleteResourceTypeRequest.newBuilder().setName(type).build());
  }

  private static ResourceType get(ResourceTypeServiceBlockingStub caller, String type) {
    return caller
        .getResourceType(GetResourceTypeRequest.newBuilder().setName(type).build())
        .getResourceType();
  }

  private String resource(String id, String type) {
    return lab.resource(
        Lab.PROVIDER,
        id,
        PrivateLinkResource.newBuilder().setType(type).setRegion(Lab.REGION).build());
  }

  private List<PrivateLinkGroup> groups(String resource) {
    return plane
        .stub(PrivateLinkResourceServiceGrpc::newBlockingStub)
        .listPrivateLinkGroups(
            ListPrivateLinkGroupsRequest.newBuilder().setParent(resource).build())
        .getPrivateLinkGroupsList();
  }

  private List<AvailablePrivateEndpointType> available(String region) {
    var all = new ArrayList<AvailablePrivateEndpointType>();
    var request =
        ListAvailablePrivateEndpointTypesRequest.newBuilder()
            .setParent("subscriptions/contoso")
            .setRegion(region)
            .setPageSize(40);
    do {
      var page = types.listAvailablePrivateEndpointTypes(request.build());
      all.addAll(page.getAvailablePrivateEndpointTypesList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return all;
  }
}
