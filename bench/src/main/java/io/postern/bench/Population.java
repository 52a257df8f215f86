package io.postern.bench;

import io.postern.client.PosternClient;
import io.postern.client.call.WriteOptions;
import io.postern.server.connection.ledger.ConnectionLedger;
import io.postern.server.connection.model.Connection;
import io.postern.server.connection.model.ConnectionState;
import io.postern.server.endpoint.address.MemberAddresses;
import io.postern.server.endpoint.address.MemberConfigurations;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.endpoint.model.PrivateEndpoint.IpVersions;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.network.model.Subnet;
import io.postern.server.store.Store;
import io.postern.server.store.WriteTx;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.v1.Subscription;
import io.postern.v1.VirtualNetwork;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Endpoints that exist before a measurement, the same in every row as those that a call creates,
 * but written many to one write. All lie in one subnet and lead to a hundred storage accounts.
 */
final class Population {
  private static final int OF_A_WRITE = 100;
  static final String REGION = "eastus";
  static final String GROUP = "subscriptions/bench/resourceGroups/g";
  static final ResourceName SUBNET =
      ResourceName.of(
          GROUP + "/providers/Microsoft.Network/virtualNetworks/wide/subnets/endpoints");

  private static final int TARGETS = 100;

  /** As a number a link identifier has no zero byte. */
  private static final int FIRST_LINK = 0x01010101;

  /** More than there are endpoints in any measurement. */
  private static final int OTHER_LINKS = 100_000_000;

  private Population() {}

  static String id(int number) {
    return "pe-" + number;
  }

  static ResourceName name(int number) {
    return ResourceName.of(GROUP + "/providers/Microsoft.Network/privateEndpoints/" + id(number));
  }

  static ResourceName target(int number) {
    return ResourceName.of(
        GROUP + "/providers/Microsoft.Storage/storageAccounts/acct" + number % TARGETS);
  }

  /** Makes a subscription with a virtual network, and returns the network's name. */
  static String network(PosternClient client) {
    client.subscriptions().create("bench", Subscription.newBuilder().setTenant("bench").build());
    client.subscriptions().registerProvider("subscriptions/bench", "Microsoft.Network");
    client
        .virtualNetworks()
        .create(
            GROUP,
            "wide",
            VirtualNetwork.newBuilder().setRegion(REGION).addAddressPrefixes("10.0.0.0/8").build());
    return SUBNET.parent().text();
  }

  /** Makes what the endpoints need, with limits that none of them meets. */
  static void prepare(PosternClient client) {
    var _ = network(client);
    for (var quota :
        List.of(
            "privateEndpoints",
            "privateEndpointsPerVirtualNetwork",
            "privateEndpointsPerPeeredNetworks")) {
      client
          .subscriptions()
          .setQuota("subscriptions/bench", quota, 100_000_000, WriteOptions.DEFAULT);
    }
    client
        .subnets()
        .create(
            SUBNET.parent().text(),
            SUBNET.id(),
            io.postern.v1.Subnet.newBuilder().addAddressPrefixes("10.0.0.0/9").build());
    for (int i = 0; i < TARGETS; i++) {
      client
          .privateLinkResources()
          .create(
              GROUP,
              target(i).id(),
              io.postern.v1.PrivateLinkResource.newBuilder()
                  .setType("Microsoft.Storage/storageAccounts")
                  .setRegion(REGION)
                  .build());
    }
  }

  /** What a call asks for that makes the endpoint of a number. */
  static io.postern.v1.PrivateEndpoint wanted(int number) {
    return io.postern.v1.PrivateEndpoint.newBuilder()
        .setRegion(REGION)
        .setSubnet(SUBNET.text())
        .setPrivateLinkServiceConnection(
            io.postern.v1.PrivateEndpoint.PrivateLinkServiceConnection.newBuilder()
                .setTarget(target(number).text())
                .addGroupIds("blob"))
        .build();
  }

  /**
   * Writes the endpoints of a range of numbers to a store that nobody serves, and then compacts its
   * file: H2 spends minutes on tidying up what was written in bulk, and writers stand behind it;
   * what is measured is a store that has become large, not one that just did.
   *
   * @return where the range ends
   */
  static int fill(Path folder, int first, int end) {
    var file = folder.resolve("postern");
    try (var store = JdbcStore.openFile(file, 2, new RandomIds())) {
      for (int from = first; from < end; from += OF_A_WRITE)
        write(store, from, Math.min(end, from + OF_A_WRITE));
    }
    try (var connection =
            DriverManager.getConnection("jdbc:h2:file:" + file.toAbsolutePath(), "postern", "");
        var statement = connection.createStatement()) {
      statement.execute("SHUTDOWN COMPACT");
    } catch (SQLException e) {
      throw new IllegalStateException("The database could not be compacted", e);
    }
    return Math.max(first, end);
  }

  private static void write(Store store, int first, int end) {
    var context = new RequestContext(Principal.SYSTEM, Clock.systemUTC().instant());
    store.write(
        context,
        tx -> {
          for (int number = first; number < end; number++) endpoint(tx, context, number);
          return true;
        });
  }

  private static void endpoint(WriteTx tx, RequestContext context, int number) {
    var subnet = tx.get(Subnet.KIND, SUBNET);
    var target = tx.get(PrivateLinkResource.KIND, target(number));
    var name = name(number);
    var nic =
        ResourceName.of(
            GROUP + "/providers/Microsoft.Network/networkInterfaces/" + id(number) + ".nic");
    var members =
        MemberAddresses.give(tx, name, subnet, IpVersions.IPV4, target.members("blob"), List.of());
    var connection =
        new Connection(
            target.name().child("privateEndpointConnections", name.id() + "." + UUID.randomUUID()),
            Meta.NEW,
            name,
            REGION,
            "bench",
            SUBNET.parent(),
            "",
            List.of("blob"),
            freeLink(tx, number),
            new ConnectionState.Approved(false, Optional.empty()),
            "Approved automatically",
            "");
    tx.create(endpoint(name, nic, target, connection, members), "created");
    tx.create(
        new NetworkInterface(
            nic, Meta.NEW, REGION, SUBNET, name, MemberConfigurations.of(members, List.of())),
        "created with " + name.id());
    ConnectionLedger.open(tx, context, connection, "");
  }

  private static PrivateEndpoint endpoint(
      ResourceName name,
      ResourceName nic,
      PrivateLinkResource target,
      Connection connection,
      List<EndpointMember> members) {
    return new PrivateEndpoint(
        name,
        Meta.NEW,
        REGION,
        SUBNET,
        target.name(),
        Optional.empty(),
        name.id(),
        List.of("blob"),
        "",
        false,
        "",
        List.of(),
        "",
        List.of(),
        IpVersions.IPV4,
        members,
        nic,
        ConnectionLedger.summary(connection),
        Map.of());
  }

  /** The one of the number, unless a create of the measurement has drawn it. */
  private static int freeLink(WriteTx tx, int number) {
    var hold = Connection.linkIdentifierHold(link(number));
    boolean taken = tx.holder(hold.space(), hold.value()).isPresent();
    return taken ? freeLink(tx, number + OTHER_LINKS) : link(number);
  }

  /** A different one for each number, in base 255 without a zero byte. */
  private static int link(int number) {
    int identifier = 0;
    int rest = number;
    for (int shift = 0; shift < 32; shift += 8) {
      identifier += rest % 255 << shift;
      rest /= 255;
    }
    return FIRST_LINK + identifier;
  }
}
