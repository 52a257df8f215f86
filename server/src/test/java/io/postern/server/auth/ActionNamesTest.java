package io.postern.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.server.testing.ServedApi;
import io.postern.v1.CreateNetworkSecurityGroupRequest;
import io.postern.v1.NetworkSecurityGroup;
import io.postern.v1.NetworkSecurityGroupServiceGrpc;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which of Azure's actions a call takes: with these and no other it goes through, and it is refused
 * when any one of them is missing. An update answers with the resource, so it takes the right to
 * read as well. Writes are plans, so that the rows do not depend on each other.
 */
class ActionNamesTest {
  private static final String CONSUMERS =
      """
      privateEndpoints/read                              GetPrivateEndpoint name:"$pe"
      privateEndpoints/write virtualNetworks/subnets/join/action \
                                                         CreatePrivateEndpoint parent:"$consumer" private_endpoint_id:"new" private_endpoint:{region:"eastus" subnet:"$subnet" private_link_service_connection:{target:"$storage" group_ids:"blob" manual:true}} validate_only:true
      privateEndpoints/read privateEndpoints/write       UpdatePrivateEndpoint private_endpoint:{name:"$pe" tags:{key:"a" value:"b"}} update_mask:{paths:"tags"} validate_only:true
      privateEndpoints/delete                            DeletePrivateEndpoint name:"$pe" validate_only:true
      privateEndpoints/privateDnsZoneGroups/read         GetPrivateDnsZoneGroup name:"$group"
      privateEndpoints/privateDnsZoneGroups/write privateDnsZones/join/action \
                                                         CreatePrivateDnsZoneGroup parent:"$bare" private_dns_zone_group_id:"new" private_dns_zone_group:{private_dns_zone_configs:{name:"c" private_dns_zone:"$zone"}} validate_only:true
      privateEndpoints/privateDnsZoneGroups/delete       DeletePrivateDnsZoneGroup name:"$group" validate_only:true
      virtualNetworks/subnets/read                       GetSubnet name:"$subnet"
      virtualNetworks/subnets/write                      CreateSubnet parent:"$net" subnet_id:"new" subnet:{address_prefixes:"10.1.9.0/24"} validate_only:true
      virtualNetworks/subnets/write networkSecurityGroups/join/action \
                                                         CreateSubnet parent:"$net" subnet_id:"new" subnet:{address_prefixes:"10.1.9.0/24" network_security_group:"$nsg"} validate_only:true
      locations/availablePrivateEndpointTypes/read       ListAvailablePrivateEndpointTypes parent:"subscriptions/contoso" region:"eastus"
      privateDnsZones/A/write                            CreateRecordSet parent:"$zone" record_set_id:"new" record_set:{type:RECORD_TYPE_A a_records:{ipv4_address:"10.1.0.9"}} validate_only:true
      privateDnsZones/virtualNetworkLinks/write virtualNetworks/join/action \
                                                         CreateVirtualNetworkLink parent:"$zone" virtual_network_link_id:"new" virtual_network_link:{virtual_network:"$other"} validate_only:true
      """;

  private static final String PROVIDERS =
      """
      privateLinkServices/read                           GetPrivateLinkService name:"$service"
      privateLinkServices/read privateLinkServices/write virtualNetworks/subnets/join/action \
                                                         UpdatePrivateLinkService private_link_service:{name:"$service" tags:{key:"a" value:"b"}} update_mask:{paths:"tags"} validate_only:true
      privateLinkServices/delete                         DeletePrivateLinkService name:"$free" validate_only:true
      privateLinkServices/privateEndpointConnections/read    GetPrivateEndpointConnection name:"$asked"
      privateLinkServices/privateEndpointConnections/write privateLinkServices/privateEndpointConnectionsApproval/action \
                                                         ApproveConnection name:"$asked" validate_only:true
      privateLinkServices/privateEndpointConnections/write privateLinkServices/privateEndpointConnectionsApproval/action \
                                                         RejectConnection name:"$asked" validate_only:true
      privateLinkServices/privateEndpointConnections/delete  DeletePrivateEndpointConnection name:"$asked" validate_only:true
      loadBalancers/read                                 GetLoadBalancer name:"$balancer"
      loadBalancers/read loadBalancers/write             UpdateLoadBalancer load_balancer:{name:"$balancer" tags:{key:"a" value:"b"}} update_mask:{paths:"tags"} validate_only:true
      Microsoft.Storage/storageAccounts/privateEndpointConnections/read    GetPrivateEndpointConnection name:"$requested"
      Microsoft.Storage/storageAccounts/privateEndpointConnections/write Microsoft.Storage/storageAccounts/PrivateEndpointConnectionsApproval/action \
                                                         ApproveConnection name:"$requested" validate_only:true
      Microsoft.Storage/storageAccounts/privateEndpointConnections/delete  DeletePrivateEndpointConnection name:"$requested" validate_only:true
      """;

  @TempDir static Path folder;
  private static ControlPlane plane;
  private static final Map<String, String> names = new HashMap<>();
  private static Map<String, MethodDescriptor> methods = Map.of();

  @BeforeAll
  static void start() {
    plane = ControlPlane.start(folder);
    Channel channel = plane.channel();
    methods =
        new ServedApi(channel)
            .methods().stream()
                .collect(Collectors.toMap(MethodDescriptor::getName, method -> method));
    var lab = Lab.in(plane);
    var net = lab.network("vnet-a", "10.1.0.0/16");
    var zone = lab.zone(Lab.BLOB_ZONE);
    lab.link(zone, net, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    var storage = lab.storage("acct1");
    var endpoint = lab.endpoint("pe", Lab.wanted(net, storage, true, "blob"));
    var service = lab.service("web", PrivateLinkService.newBuilder());
    var asking = lab.endpoint("bare", Lab.wanted(net, service.getName(), true));
    names.put("$consumer", Lab.CONSUMER);
    names.put("$pe", endpoint.getName());
    names.put("$group", lab.zoneGroup(endpoint.getName(), zone));
    names.put("$bare", lab.endpoint("b", Lab.wanted(net, storage, true, "blob")).getName());
    names.put("$subnet", net + "/subnets/default");
    names.put("$net", net);
    names.put("$other", lab.network("vnet-b", "10.3.0.0/16"));
    names.put("$nsg", securityGroup());
    names.put("$zone", zone);
    names.put("$storage", storage);
    names.put("$service", service.getName());
    names.put("$free", lab.service("idle", PrivateLinkService.newBuilder()).getName());
    names.put("$balancer", service.getLoadBalancerFrontendIpConfigurations(0).getLoadBalancer());
    names.put("$asked", Lab.connectionOf(asking));
    names.put("$requested", Lab.connectionOf(endpoint));
  }

  private static String securityGroup() {
    return NetworkSecurityGroupServiceGrpc.newBlockingStub(plane.channel())
        .createNetworkSecurityGroup(
            CreateNetworkSecurityGroupRequest.newBuilder()
                .setParent(Lab.CONSUMER)
                .setNetworkSecurityGroupId("nsg")
                .setNetworkSecurityGroup(NetworkSecurityGroup.newBuilder().setRegion(Lab.REGION))
                .build())
        .getNetworkSecurityGroup()
        .getName();
  }

  @AfterAll
  static void stop() {
    plane.close();
  }

  /** A call and the actions that it takes. */
  private record Row(List<String> actions, String method, String request) {
    static Row parse(String line) {
      int call = 0;
      var words = Arrays.asList(line.strip().split("\\s+"));
      while (words.get(call).contains("/")) call++;
      var request = line.substring(line.indexOf(words.get(call)) + words.get(call).length());
      return new Row(
          words.subList(0, call).stream().map(Row::full).toList(), words.get(call), request);
    }

    private static String full(String action) {
      return action.startsWith("Microsoft.") ? action : "Microsoft.Network/" + action;
    }
  }

  private static List<Row> rows(String table) {
    var text = table;
    // Longer names first: $net is the beginning of no other, $pe might be.
    for (var name : names.keySet().stream().sorted((a, b) -> b.length() - a.length()).toList())
      text = text.replace(name, names.get(name));
    return text.lines().map(Row::parse).toList();
  }

  private static DynamicMessage call(Row row, String caller, String actions) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("postern-principal", Metadata.ASCII_STRING_MARSHALLER), caller);
    headers.put(Metadata.Key.of("postern-actions", Metadata.ASCII_STRING_MARSHALLER), actions);
    var limited =
        ClientInterceptors.intercept(
            plane.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    var method = Objects.requireNonNull(methods.get(row.method()), row.method());
    var request = DynamicMessage.newBuilder(method.getInputType());
    try {
      TextFormat.merge(row.request(), request);
    } catch (TextFormat.ParseException e) {
      throw new AssertionError(row.request(), e);
    }
    return new ServedApi(limited).call(method, request.build());
  }

  private static void eachTakesItsActionsAndNoOthers(String table, String caller) {
    for (var row : rows(table)) {
      try {
        var actions = String.join(",", row.actions());
        var _ = call(row, caller, actions);
        var _ = call(row, caller, actions.toUpperCase(Locale.ROOT));
      } catch (StatusRuntimeException e) {
        throw new AssertionError(row.toString(), e);
      }
    }
  }

  private static void eachIsRefusedWithoutOneOfThem(String table, String caller) {
    for (var row : rows(table)) {
      for (var action : row.actions()) {
        var refusal = Refusal.of(() -> call(row, caller, "*,!" + action));
        if (action.endsWith("/read")) {
          assertHidden(row, refusal);
        } else {
          assertEquals(Status.Code.PERMISSION_DENIED, refusal.code(), row::toString);
          assertTrue(
              action.equalsIgnoreCase(refusal.metadata().get("action")), () -> row + " " + refusal);
          assertEquals(
              action.endsWith("/join/action")
                  ? "LINKED_AUTHORIZATION_FAILED"
                  : "AUTHORIZATION_FAILED",
              refusal.reason());
        }
      }
    }
  }

  /** What may not be read is not there; that types are listed is no secret. */
  private static void assertHidden(Row row, Refusal refusal) {
    var listed = row.method().equals("ListAvailablePrivateEndpointTypes");
    assertEquals(
        listed ? Status.Code.PERMISSION_DENIED : Status.Code.NOT_FOUND,
        refusal.code(),
        row::toString);
  }

  @Test
  void aConsumersCallTakesItsActionsAndNoOthers() {
    eachTakesItsActionsAndNoOthers(CONSUMERS, "bob@contoso");
  }

  @Test
  void aConsumersCallIsRefusedWithoutOneOfItsActions() {
    eachIsRefusedWithoutOneOfThem(CONSUMERS, "bob@contoso");
  }

  @Test
  void aProvidersCallTakesItsActionsAndNoOthersInAnyCase() {
    eachTakesItsActionsAndNoOthers(PROVIDERS, "alice@fabrikam");
  }

  @Test
  void aProvidersCallIsRefusedWithoutOneOfItsActions() {
    eachIsRefusedWithoutOneOfThem(PROVIDERS, "alice@fabrikam");
  }

  @Test
  void aListHasOnlyWhatMayBeRead() {
    var all = Row.parse("x/read ListPrivateEndpoints parent:\"" + Lab.CONSUMER + "\"");

    assertEquals(3, listed(call(all, "bob@contoso", "Microsoft.Network/privateEndpoints/read")));
    assertEquals(0, listed(call(all, "bob@contoso", "*,!Microsoft.Network/privateEndpoints/read")));
  }

  private static int listed(DynamicMessage response) {
    var field = response.getDescriptorForType().findFieldByName("private_endpoints");
    return response.getRepeatedFieldCount(field);
  }

  @Test
  void aListOfActionsThatIsNoneIsRefused() {
    var any = Row.parse("x/read ListPrivateEndpoints parent:\"" + Lab.CONSUMER + "\"");

    var refusal = Refusal.of(() -> call(any, "bob@contoso", "read everything"));

    assertEquals(Status.Code.INVALID_ARGUMENT, refusal.code());
    assertEquals(List.of("postern-actions"), refusal.fields());
  }

  @Test
  void noActionReachesIntoAnotherTenant() {
    for (var row : rows(CONSUMERS)) {
      var refusal = Refusal.of(() -> call(row, "mallory@northwind", "*"));
      assertEquals(Status.Code.NOT_FOUND, refusal.code(), row::toString);
    }
    assertFalse(rows(CONSUMERS).isEmpty());
  }
}
