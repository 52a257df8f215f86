package io.postern.server.endpoint;

import static io.postern.server.endpoint.EndpointBench.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.ConnectionState;
import io.postern.v1.CreateSubnetRequest;
import io.postern.v1.NetworkInterface;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpoint.CustomDnsConfig;
import io.postern.v1.PrivateEndpoint.IpConfiguration;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.PrivateLinkService.AccessMode;
import io.postern.v1.PrivateLinkService.Visibility;
import io.postern.v1.Subnet;
import io.postern.v1.SubnetServiceGrpc;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request for an endpoint is told, rule by rule in the order of Rules §3. */
class CreateDecisionTest {
  private static final String CONNECTION = "private_endpoint.private_link_service_connection";

  @TempDir Path folder;
  private ControlPlane plane;
  private EndpointBench bench;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    bench = new EndpointBench(plane);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  /** One request that is wrong in every way: each mended fault uncovers the next. */
  @Test
  void faultsAreToldInTheOrderOfTheRules() {
    var target = bench.lab.storage("acct");
    bench.limit("contoso", "privateEndpoints", 0);
    bench.unregister("contoso");
    bench.unregister("fabrikam");
    var wanted = bench.blob(target + "x").setRegion("westus").setSubnet(delegated());
    var connection = wanted.getPrivateLinkServiceConnectionBuilder().clearGroupIds();
    connection.setRequestMessage("x".repeat(141)).setManual(false);
    wanted.addIpConfigurations(address("a", "nobody", "10.9.9.9"));

    requireNext("REGION_MISMATCH", wanted);
    wanted.setRegion(Lab.REGION);
    requireNext("PRIVATE_ENDPOINT_CREATION_NOT_ALLOWED_AS_SUBNET_IS_DELEGATED", wanted);
    wanted.setSubnet(bench.network + "/subnets/default");
    requireNext("QUOTA_EXCEEDED", wanted);
    bench.limit("contoso", "privateEndpoints", 10);
    requireNext("MISSING_SUBSCRIPTION_REGISTRATION", wanted);
    bench.register("contoso");
    requireNext("PRIVATE_LINK_SERVICE_ID_NOT_VALID", wanted);
    connection.setTarget(target);
    requireNext("SUBSCRIPTION_NOT_REGISTERED", wanted);
    bench.register("fabrikam");
    requireNext("INVALID_FIELD", wanted);
    connection.setRequestMessage("please");
    requireNext("GROUP_ID_REQUIRED", wanted);
    connection.addGroupIds("blobs");
    requireNext("GROUP_ID_UNKNOWN", wanted);
    connection.setGroupIds(0, "Blob");
    requireNext("MEMBER_UNKNOWN", wanted);
    wanted.setIpConfigurations(0, address("a", "blob", "10.9.9.9"));
    requireNext("LINKED_AUTHORIZATION_FAILED", wanted);
    connection.setManual(true);
    requireNext("ADDRESS_NOT_IN_SUBNET", wanted);
    wanted.setIpConfigurations(0, address("a", "blob", "10.1.0.3"));
    requireNext("ADDRESS_RESERVED", wanted);
    wanted.setIpConfigurations(0, address("a", "blob", "10.1.0.77"));
    assertEquals("10.1.0.77", addresses(bench.create("pe", wanted)).getFirst());
  }

  private void requireNext(String reason, PrivateEndpoint.Builder wanted) {
    var before = bench.everything();
    assertEquals(reason, bench.refusal(wanted).reason());
    assertEquals(before, bench.everything(), reason + " left something behind");
  }

  @Test
  void rule1IdsAndPlacesAreWellFormed() {
    var wanted = bench.blob(bench.lab.storage("acct"));

    for (var id : List.of("-pe", "pe-", "pe.", "a b", "a/b", "ü", "x".repeat(81))) {
      var refused = Refusal.of(() -> bench.create(id, wanted));
      assertEquals("NAME_MALFORMED", refused.reason(), id);
      assertEquals(List.of("private_endpoint_id"), refused.fields(), id);
    }
    assertEquals(
        List.of("private_endpoint_id"), Refusal.of(() -> bench.create("", wanted)).fields());
    assertEquals(
        List.of("private_endpoint.subnet"),
        bench.refusal(wanted.clone().setSubnet(bench.network)).fields());
    assertEquals(
        "SUBSCRIPTION_MISMATCH",
        bench
            .refusal(
                wanted
                    .clone()
                    .setSubnet(bench.network.replace("contoso", "fabrikam") + "/subnets/default"))
            .reason());
    assertEquals(
        List.of("private_endpoint.application_security_groups[0]"),
        bench.refusal(wanted.clone().addApplicationSecurityGroups(bench.network)).fields());
    var longest = bench.create("x".repeat(80), wanted);
    assertTrue(longest.getName().endsWith("/" + "x".repeat(80)));
  }

  @Test
  void rule1ASecurityGroupIsJoinedOnlyByWhoMayJoinIt() {
    var wanted = bench.blob(bench.lab.storage("acct"));
    var groups = "/providers/Microsoft.Network/applicationSecurityGroups/";

    var refused =
        bench.refusal(wanted.clone().addApplicationSecurityGroups(Lab.PROVIDER + groups + "web"));

    assertEquals(Status.Code.NOT_FOUND, refused.code());
    assertEquals(Lab.PROVIDER + groups + "web", refused.metadata().get("resource"));
  }

  @Test
  void rule1AQuotaSaysItsLimitAndUse() {
    var wanted = bench.blob(bench.lab.storage("acct"));
    bench.create("one", wanted);
    bench.limit("contoso", "privateEndpointsPerVirtualNetwork", 1);

    var refused = bench.refusal(wanted);

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("privateEndpointsPerVirtualNetwork", refused.metadata().get("quota"));
    assertEquals("1", refused.metadata().get("limit"));
    assertEquals("1", refused.metadata().get("used"));
  }

  @Test
  void rule1TheNameOfAnEndpointThatIsThereIsRefused() {
    var wanted = bench.blob(bench.lab.storage("acct"));
    bench.create("pe", wanted);
    bench.limit("contoso", "privateEndpoints", 1);
    var before = bench.everything();

    var refused = Refusal.of(() -> bench.create("PE", wanted));

    assertEquals(Status.Code.ALREADY_EXISTS, refused.code());
    assertEquals("PRIVATE_ENDPOINT_ALREADY_EXISTS", refused.reason());
    assertEquals(before, bench.everything());
  }

  @Test
  void theRightToApproveIsTheActionOfTheTargetsType() {
    var account = bench.lab.storage("acct");
    var vault = bench.resource("kv1", "Microsoft.KeyVault/vaults");
    bench.lab.resourceType("boats", "Contoso.Sea/boats");
    var boat = bench.resource("boat1", "Contoso.Sea/boats");

    assertEquals(
        "Microsoft.Storage/storageAccounts/privateEndpointConnectionsApproval/action",
        missingRight(account, "blob"));
    assertEquals(
        "Microsoft.KeyVault/vaults/privateEndpointConnectionsApproval/action",
        missingRight(vault, "vault"));
    assertEquals(
        "Contoso.Sea/boats/privateEndpointConnectionsApproval/action", missingRight(boat, "api"));
  }

  private String missingRight(String target, String group) {
    var refused = bench.refusal(Lab.wanted(bench.network, target, false, group));
    assertEquals("LINKED_AUTHORIZATION_FAILED", refused.reason());
    return refused.metadata().getOrDefault("action", "");
  }

  @Test
  void aRefusalByAliasDoesNotTellWhoseTheServiceIs() {
    var service = bench.lab.service("web", PrivateLinkService.newBuilder());
    var wanted = Lab.wanted(bench.network, "", true);
    wanted.getPrivateLinkServiceConnectionBuilder().clearTarget().setAlias(service.getAlias());
    bench.unregister("fabrikam");
    var unregistered = bench.refusal(wanted);
    bench.register("fabrikam");
    bench.limit("fabrikam", "privateEndpointsPerPrivateLinkService", 0);
    var full = bench.refusal(wanted);

    assertEquals("SUBSCRIPTION_NOT_REGISTERED", unregistered.reason());
    assertEquals("QUOTA_EXCEEDED", full.reason());
    for (var refused : List.of(unregistered, full))
      assertFalse(refused.toString().contains("fabrikam"), refused.toString());
  }

  @Test
  void rule3AnAliasNeedsAManualRequestAndItsForm() {
    var service = bench.lab.service("web", PrivateLinkService.newBuilder());
    var wanted = Lab.wanted(bench.network, service.getName(), false);
    var connection = wanted.getPrivateLinkServiceConnectionBuilder().setAlias("not an alias");

    var automatic = bench.refusal(wanted);
    connection.setManual(true);
    var malformed = bench.refusal(wanted);
    connection.setAlias(service.getAlias().replace("web.", "wob."));
    var unknown = bench.refusal(wanted);
    connection.setAlias(" " + service.getAlias().toUpperCase(Locale.ROOT) + " ");
    var endpoint = bench.create("pe", wanted);

    assertEquals("MANUAL_REQUIRED_FOR_ALIAS", automatic.reason());
    assertEquals(List.of(CONNECTION + ".manual"), automatic.fields());
    assertEquals("PRIVATE_LINK_SERVICE_ID_NOT_VALID", malformed.reason());
    assertEquals(List.of(CONNECTION + ".alias"), malformed.fields());
    assertEquals("PRIVATE_LINK_SERVICE_ID_NOT_VALID", unknown.reason());
    assertEquals(List.of(CONNECTION + ".alias"), unknown.fields());
    assertEquals("", endpoint.getConnectionStatus().getConnection());
    assertEquals("", endpoint.getPrivateLinkServiceConnection().getTarget());
  }

  @Test
  void rule3ATargetIsNamed() {
    var wanted = bench.blob("x");
    wanted.getPrivateLinkServiceConnectionBuilder().clearDestination();

    assertEquals(List.of(CONNECTION + ".target"), bench.refusal(wanted).fields());
    assertEquals(
        List.of(CONNECTION + ".target"), bench.refusal(bench.blob(bench.network)).fields());
  }

  @Test
  void rule3OnlyGeneralPurposeV2StorageTakesEndpoints() {
    var old =
        bench.lab.resource(
            Lab.PROVIDER,
            "old",
            PrivateLinkResource.newBuilder()
                .setType("Microsoft.Storage/storageAccounts")
                .setKind("BlobStorage")
                .setRegion(Lab.REGION)
                .build());

    var refused = bench.refusal(bench.blob(old));

    assertEquals(Status.Code.FAILED_PRECONDITION, refused.code());
    assertEquals("TARGET_KIND_UNSUPPORTED", refused.reason());
  }

  @Test
  void rule4ARestrictedServiceTakesOnlyWhomItShowsItselfTo() {
    var restricted =
        PrivateLinkService.newBuilder().setAccessMode(AccessMode.ACCESS_MODE_RESTRICTED);
    var hidden = bench.lab.service("hidden", restricted.clone());
    var listed = bench.lab.service("listed", restricted.clone().setVisibility(shown("contoso")));
    var open = bench.lab.service("open", restricted.clone().setVisibility(shown("*")));
    var discoverable = bench.lab.service("default", PrivateLinkService.newBuilder());

    assertEquals(
        "PRIVATE_LINK_SERVICE_ID_NOT_VALID",
        bench.refusal(Lab.wanted(bench.network, hidden.getName(), true)).reason());
    for (var service : List.of(listed, open, discoverable)) {
      var id = service.getName().substring(service.getName().lastIndexOf('/') + 1);
      var endpoint = bench.create(id, Lab.wanted(bench.network, service.getName(), true));
      assertEquals(
          ConnectionState.CONNECTION_STATE_PENDING, endpoint.getConnectionStatus().getState(), id);
    }
  }

  @Test
  void rule4AServiceTakesAsManyEndpointsAsItsOwnersQuotaAllows() {
    var service = bench.lab.service("web", PrivateLinkService.newBuilder());
    bench.limit("fabrikam", "privateEndpointsPerPrivateLinkService", 1);
    var wanted = Lab.wanted(bench.network, service.getName(), true);
    bench.create("one", wanted);

    assertEquals("QUOTA_EXCEEDED", bench.refusal(wanted).reason());
  }

  @Test
  void rule5AServiceHasNoGroups() {
    var service = bench.lab.service("web", PrivateLinkService.newBuilder());

    var refused = bench.refusal(Lab.wanted(bench.network, service.getName(), true, "blob"));

    assertEquals("GROUP_ID_NOT_ALLOWED", refused.reason());
    assertEquals(List.of(CONNECTION + ".group_ids"), refused.fields());
  }

  @Test
  void rule5AResourceTakesExactlyOneGroup() {
    var target = bench.lab.storage("acct");

    var refused = bench.refusal(Lab.wanted(bench.network, target, true, "blob", "file"));

    assertEquals("GROUP_ID_REQUIRED", refused.reason());
    assertTrue(refused.message().contains("blob"), refused.message());
  }

  @Test
  void rule6AnAddressIsForOneMemberAndFree() {
    var wanted = bench.blob(bench.lab.storage("acct"));
    var chosen = wanted.clone().addIpConfigurations(address("a", "blob", "10.1.0.9"));
    bench.create("first", chosen);

    var held = bench.refusal(chosen);
    var twice =
        bench.refusal(
            wanted
                .clone()
                .addIpConfigurations(address("a", "blob", "10.1.0.20"))
                .addIpConfigurations(address("b", "blob", "10.1.0.21").setGroupId("BLOB")));
    var sameName =
        bench.refusal(
            wanted
                .clone()
                .addIpConfigurations(address("a", "blob", "10.1.0.20"))
                .addIpConfigurations(address("a", "blob", "fd00::5")));
    var noVersion = bench.refusal(wanted.clone().addIpConfigurations(address("a", "blob", "::9")));

    assertEquals("ADDRESS_IN_USE", held.reason());
    assertEquals(
        List.of("private_endpoint.ip_configurations[0].private_ip_address"), held.fields());
    assertEquals(List.of("private_endpoint.ip_configurations[1].member_name"), twice.fields());
    assertEquals(List.of("private_endpoint.ip_configurations[1].name"), sameName.fields());
    assertEquals(
        List.of("private_endpoint.ip_configurations[0].private_ip_address"), noVersion.fields());
    assertEquals(1, bench.counters().getUsed());
  }

  @Test
  void rule6ChosenAddressesGoBeforeFreeOnes() {
    var registry = bench.resource("reg1", "Microsoft.ContainerRegistry/registries");
    var wanted =
        Lab.wanted(bench.network, registry, true, "registry")
            .addIpConfigurations(address("data", "registry_data_eastus", "10.1.0.4"));

    var endpoint = bench.create("pe", wanted);

    assertEquals(List.of("10.1.0.5", "10.1.0.4"), addresses(endpoint));
  }

  @Test
  void rule6IPv6NeedsAnIPv6Prefix() {
    var wanted = bench.blob(bench.lab.storage("acct"));

    var refused =
        bench.refusal(wanted.setIpVersionType(PrivateEndpoint.IpVersionType.IP_VERSION_TYPE_IPV6));

    assertEquals(List.of("private_endpoint.ip_version_type"), refused.fields());
  }

  @Test
  void rule8AnInterfaceCarriesOneAddressForEachMember() {
    var registry = bench.resource("reg1", "Microsoft.ContainerRegistry/registries");

    var endpoint = bench.create("pe", Lab.wanted(bench.network, registry, true, "registry"));

    var nic = bench.networkInterface(endpoint);
    assertEquals(endpoint.getName(), nic.getPrivateEndpoint());
    assertEquals(
        List.of("registry 10.1.0.4", "registry_data_eastus 10.1.0.5"),
        nic.getIpConfigurationsList().stream().map(CreateDecisionTest::text).toList());
    assertEquals(2, bench.counters().getUsed());
    assertEquals(
        List.of("reg1.azurecr.io 10.1.0.4", "reg1.eastus.data.azurecr.io 10.1.0.5"),
        names(endpoint));
  }

  @Test
  void rule8NamesFollowFromTheTargetsTypeAndMember() {
    var vault = bench.resource("kv1", "Microsoft.KeyVault/vaults");
    var app = bench.resource("app1", "Microsoft.Web/sites");

    assertEquals(
        List.of("kv1.vault.azure.net 10.1.0.4"),
        names(bench.create("vault", Lab.wanted(bench.network, vault, true, "vault"))));
    assertEquals(
        List.of("app1.azurewebsites.net 10.1.0.5", "app1.scm.azurewebsites.net 10.1.0.5"),
        names(bench.create("app", Lab.wanted(bench.network, app, true, "sites"))));
  }

  @Test
  void aRequestMessageHas140CharactersAnd128ForSql() {
    var storage = bench.lab.storage("acct");
    var sql = bench.resource("sql1", "Microsoft.Sql/servers");

    bench.create("most", saying(bench.blob(storage), "ü".repeat(140)));
    bench.create(
        "most-sql", saying(Lab.wanted(bench.network, sql, true, "sqlServer"), "x".repeat(128)));
    var tooLong = bench.refusal(saying(bench.blob(storage), "x".repeat(141)));
    var tooLongForSql =
        bench.refusal(saying(Lab.wanted(bench.network, sql, true, "sqlServer"), "x".repeat(129)));

    assertEquals(List.of(CONNECTION + ".request_message"), tooLong.fields());
    assertEquals(List.of(CONNECTION + ".request_message"), tooLongForSql.fields());
  }

  @Test
  void validateOnlyAnswersAsACreateAndLeavesNothing() {
    var wanted = bench.blob(bench.lab.storage("acct"));
    var before = bench.everything();

    var planned = bench.create(request("pe", wanted).setValidateOnly(true)).getPrivateEndpoint();

    assertEquals("10.1.0.4", planned.getCustomDnsConfigs(0).getIpAddresses(0));
    assertEquals(before, bench.everything());
    assertEquals(List.of("10.1.0.4"), addresses(bench.create("pe", wanted)));
  }

  @Test
  void aRepeatedRequestIdIsAnsweredWithTheSameEndpointAndOneAddress() {
    var wanted = bench.blob(bench.lab.storage("acct"));
    var request = request("pe", wanted.clone().putTags("a", "1").putTags("b", "2"));
    var reordered = request("pe", wanted.clone().putTags("b", "2").putTags("a", "1"));

    var first = bench.create(request.setRequestId("once"));
    var again = bench.create(request);
    var sameInOtherOrder = bench.create(reordered.setRequestId("once"));
    var other = Refusal.of(() -> bench.create(request("pe2", wanted).setRequestId("once")));

    assertEquals(first, again);
    assertEquals(first, sameInOtherOrder);
    assertEquals(1, bench.counters().getUsed());
    assertEquals("REQUEST_ID_REUSED", other.reason());
  }

  @Test
  void aRequestIdHasAtMost64Characters() {
    var request = request("pe", bench.blob(bench.lab.storage("acct")));

    var refused = Refusal.of(() -> bench.create(request.clone().setRequestId("x".repeat(65))));

    assertEquals(List.of("request_id"), refused.fields());
    assertNotEquals(
        "", bench.create(request.setRequestId("x".repeat(64))).getPrivateEndpoint().getName());
  }

  private static PrivateEndpoint.Builder saying(PrivateEndpoint.Builder wanted, String message) {
    wanted.getPrivateLinkServiceConnectionBuilder().setRequestMessage(message);
    return wanted;
  }

  private static Visibility shown(String subscription) {
    return Visibility.newBuilder().addSubscriptions(subscription).build();
  }

  private static IpConfiguration.Builder address(String name, String member, String address) {
    return IpConfiguration.newBuilder()
        .setName(name)
        .setMemberName(member)
        .setPrivateIpAddress(address);
  }

  private List<String> addresses(PrivateEndpoint endpoint) {
    return bench.networkInterface(endpoint).getIpConfigurationsList().stream()
        .map(NetworkInterface.IpConfiguration::getPrivateIpAddress)
        .toList();
  }

  private static String text(NetworkInterface.IpConfiguration configuration) {
    return configuration.getMemberName() + " " + configuration.getPrivateIpAddress();
  }

  private static List<String> names(PrivateEndpoint endpoint) {
    return endpoint.getCustomDnsConfigsList().stream().map(CreateDecisionTest::text).toList();
  }

  private static String text(CustomDnsConfig config) {
    return config.getFqdn() + " " + String.join(" ", config.getIpAddressesList());
  }

  private String delegated() {
    return plane
        .stub(SubnetServiceGrpc::newBlockingStub)
        .createSubnet(
            CreateSubnetRequest.newBuilder()
                .setParent(bench.network)
                .setSubnetId("delegated")
                .setSubnet(
                    Subnet.newBuilder()
                        .addAddressPrefixes("10.1.9.0/24")
                        .addDelegations(
                            Subnet.Delegation.newBuilder()
                                .setName("web")
                                .setServiceName("Microsoft.Web/serverFarms")))
                .build())
        .getSubnet()
        .getName();
  }
}
