package io.postern.cli.demo;

import io.postern.cli.topology.Applied;
import io.postern.client.PosternClient;
import io.postern.v1.ConnectionState;
import io.postern.v1.PrivateDnsZoneGroup;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateEndpoint.PrivateLinkServiceConnection;
import java.util.stream.Collectors;

/** What happens in the demo, chapter by chapter. */
final class Story {
  private static final String ALICE = "alice@contoso";
  private static final String BOB = "bob@fabrikam";

  private static final String CONTOSO = "subscriptions/contoso-prod/resourceGroups/";
  private static final String FABRIKAM = "subscriptions/fabrikam-prod/resourceGroups/platform";
  private static final String ZONES =
      CONTOSO + "network/providers/Microsoft.Network/privateDnsZones/";
  private static final String STORAGE_ACCOUNT =
      CONTOSO + "app/providers/Microsoft.Storage/storageAccounts/acct1";
  private static final String DATABASE = FABRIKAM + "/providers/Microsoft.Sql/servers/orders";
  private static final String SERVICE =
      FABRIKAM + "/providers/Microsoft.Network/privateLinkServices/telemetry";

  private static final String STORAGE_NAME = "acct1.blob.core.windows.net";
  private static final String STORAGE_PUBLIC = "203.0.113.161";
  private static final String DATABASE_NAME = "orders.database.windows.net";
  private static final String DATABASE_PUBLIC = "203.0.113.40";
  private static final String SERVICE_NAME = "telemetry.fabrikam.example";

  private final DemoServer server;
  private final Narrator narrator;
  private final PosternClient alice;
  private final PosternClient bob;
  private final ConnectionEvents events;

  /**
   * @param alice the client of somebody at Contoso, who consumes
   * @param bob the client of somebody at Fabrikam, who provides
   * @param events Bob's watch on the connections to what Fabrikam provides
   */
  Story(
      DemoServer server,
      Narrator narrator,
      PosternClient alice,
      PosternClient bob,
      ConnectionEvents events) {
    this.server = server;
    this.narrator = narrator;
    this.alice = alice;
    this.bob = bob;
    this.events = events;
  }

  /** Applies the quickstart, which the rest of the story is set in. */
  static void setTheScene(Narrator narrator, PosternClient administrator, String topology) {
    narrator.chapter("Two tenants, three networks: examples/quickstart.yaml is applied");
    var applied = Applied.to(administrator, topology);
    applied
        .created()
        .forEach((kind, names) ->
            narrator.tell("administrator", "create " + kind, String.join(", ", names)));
    var again = Applied.to(administrator, topology);
    narrator.check(
        "administrator",
        "apply it again",
        again.unchanged() + " unchanged",
        again.created() + ", " + again.changed(),
        "{}, 0");
  }

  void tell() throws InterruptedException {
    ownStorageAccount();
    databaseOfAnotherTenant();
    serviceByAlias();
    endpointIsDeleted();
  }

  private void ownStorageAccount() {
    narrator.chapter("Contoso connects vnet-a to its own storage account: approved at once");
    resolves(Network.VNET_A, STORAGE_NAME, STORAGE_PUBLIC);
    var connection =
        PrivateLinkServiceConnection.newBuilder().setTarget(STORAGE_ACCOUNT).addGroupIds("blob");
    var endpoint = create("pe-acct1", connection, ConnectionState.CONNECTION_STATE_APPROVED);
    keepRecordsIn(endpoint, "privatelink.blob.core.windows.net");
    resolves(Network.VNET_A, STORAGE_NAME, address(endpoint));
    resolves(Network.VNET_B, STORAGE_NAME, STORAGE_PUBLIC);
    resolves(Network.VNET_F, STORAGE_NAME, STORAGE_PUBLIC);
  }

  private void databaseOfAnotherTenant() throws InterruptedException {
    narrator.chapter("Contoso asks for Fabrikam's database: Fabrikam decides");
    var connection =
        PrivateLinkServiceConnection.newBuilder()
            .setTarget(DATABASE)
            .addGroupIds("sqlServer")
            .setManual(true)
            .setRequestMessage("Orders for the shop, please");
    var endpoint = create("pe-orders", connection, ConnectionState.CONNECTION_STATE_PENDING);
    var address = address(endpoint);
    keepRecordsIn(endpoint, "privatelink.database.windows.net");
    var name = watched(ConnectionState.CONNECTION_STATE_PENDING);
    resolves(Network.VNET_A, DATABASE_NAME, DATABASE_PUBLIC);

    approve(name);
    resolves(Network.VNET_A, DATABASE_NAME, address);
    resolves(Network.VNET_F, DATABASE_NAME, DATABASE_PUBLIC);
    watched(ConnectionState.CONNECTION_STATE_APPROVED);

    var rejected = bob.connections().reject(name, "Budget is gone").value();
    decided("reject", rejected.getState(), ConnectionState.CONNECTION_STATE_REJECTED);
    resolves(Network.VNET_A, DATABASE_NAME, DATABASE_PUBLIC);
    watched(ConnectionState.CONNECTION_STATE_REJECTED);
  }

  private void serviceByAlias() throws InterruptedException {
    narrator.chapter("Fabrikam hands out the alias of its service; Contoso asks with it");
    var alias = bob.privateLinkServices().get(SERVICE).getAlias();
    narrator.tell(BOB, "get service telemetry", alias);
    var connection = PrivateLinkServiceConnection.newBuilder().setAlias(alias).setManual(true);
    var endpoint = create("pe-telemetry", connection, ConnectionState.CONNECTION_STATE_PENDING);
    var address = address(endpoint);
    keepRecordsIn(endpoint, "fabrikam.example");
    var name = watched(ConnectionState.CONNECTION_STATE_PENDING);
    resolves(Network.VNET_A, SERVICE_NAME, "NXDOMAIN");

    approve(name);
    resolves(Network.VNET_A, SERVICE_NAME, address);
    watched(ConnectionState.CONNECTION_STATE_APPROVED);

    bob.connections().delete(name, "Retired");
    narrator.tell(BOB, "delete the connection", "done");
    watched(ConnectionState.CONNECTION_STATE_DISCONNECTED);
    var seen = alice.privateEndpoints().get(endpoint.getName()).getConnectionStatus();
    narrator.check(
        ALICE,
        "get endpoint pe-telemetry",
        state(seen.getState()) + ": " + seen.getActionsRequired(),
        state(seen.getState()),
        "DISCONNECTED");
    resolves(Network.VNET_A, SERVICE_NAME, "NXDOMAIN");
  }

  private void endpointIsDeleted() {
    narrator.chapter("Contoso deletes the endpoint of its storage account");
    alice.privateEndpoints().delete(endpointName("pe-acct1"));
    narrator.tell(ALICE, "delete endpoint pe-acct1", "done");
    resolves(Network.VNET_A, STORAGE_NAME, STORAGE_PUBLIC);
  }

  /** Leaves something to look at: the database is approved again. */
  void leaveOpen() throws InterruptedException {
    narrator.chapter("Fabrikam changes its mind, so that there is something to look at");
    var name =
        alice
            .privateEndpoints()
            .get(endpointName("pe-orders"))
            .getConnectionStatus()
            .getConnection();
    approve(name);
    watched(ConnectionState.CONNECTION_STATE_APPROVED);
  }

  private PrivateEndpoint create(
      String id, PrivateLinkServiceConnection.Builder connection, ConnectionState expected) {
    var wanted =
        PrivateEndpoint.newBuilder()
            .setRegion("westeurope")
            .setSubnet(Network.VNET_A.resourceName() + "/subnets/endpoints")
            .setPrivateLinkServiceConnection(connection)
            .build();
    var endpoint = alice.privateEndpoints().create(CONTOSO + "app", id, wanted).value();
    var status = endpoint.getConnectionStatus();
    narrator.check(
        ALICE,
        "create endpoint " + id,
        state(status.getState()) + ", " + address(endpoint),
        state(status.getState()),
        state(expected));
    return endpoint;
  }

  private void keepRecordsIn(PrivateEndpoint endpoint, String zone) {
    var wanted =
        PrivateDnsZoneGroup.newBuilder()
            .addPrivateDnsZoneConfigs(
                PrivateDnsZoneGroup.PrivateDnsZoneConfig.newBuilder()
                    .setName("zone")
                    .setPrivateDnsZone(ZONES + zone))
            .build();
    var group = alice.zoneGroups().create(endpoint.getName(), "default", wanted).value();
    var records =
        group.getPrivateDnsZoneConfigs(0).getRecordSetsList().stream()
            .map(record -> record.getFqdn())
            .collect(Collectors.joining(", "));
    narrator.tell(ALICE, "keep its records in a zone", records);
  }

  private void approve(String connection) {
    var approved = bob.connections().approve(connection, "Welcome").value();
    decided("approve", approved.getState(), ConnectionState.CONNECTION_STATE_APPROVED);
  }

  private void decided(String verb, ConnectionState actual, ConnectionState expected) {
    narrator.check(BOB, verb + " the connection", state(actual), state(actual), state(expected));
  }

  /** The name of the connection that Bob's watch told about next. */
  private String watched(ConnectionState expected) throws InterruptedException {
    var change = events.next();
    var connection = change.getConnection();
    var words = connection.getRequestMessage();
    var shown = state(connection.getState()) + (words.isEmpty() ? "" : ", \"" + words + "\"");
    narrator.check(
        BOB,
        "watch tells of " + lastSegment(connection.getPrivateEndpoint()),
        shown,
        state(connection.getState()),
        state(expected));
    return change.getName();
  }

  private void resolves(Network network, String name, String expected) {
    var answer = new Resolver(server.dns(network)).ask(name);
    narrator.check("DNS in " + network, name, answer.text(), answer.outcome(), expected);
  }

  private String address(PrivateEndpoint endpoint) {
    return alice
        .networkInterfaces()
        .get(endpoint.getNetworkInterfaces(0))
        .getIpConfigurations(0)
        .getPrivateIpAddress();
  }

  private static String endpointName(String id) {
    return CONTOSO + "app/providers/Microsoft.Network/privateEndpoints/" + id;
  }

  private static String lastSegment(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String state(ConnectionState state) {
    return state.name().replace("CONNECTION_STATE_", "");
  }
}
