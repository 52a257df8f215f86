package io.postern.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.network.model.VirtualNetwork.EndpointPolicy;
import io.postern.server.network.overlap.SharedAddresses;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.testing.SequentialIds;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedAddressesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RequestContext ALICE =
      new RequestContext(Principal.of("alice@contoso", "contoso"), NOW);
  private static final RequestContext ADMINISTRATOR =
      new RequestContext(Principal.ADMINISTRATOR, NOW);
  private static final RequestContext EVE =
      new RequestContext(Principal.of("eve@fabrikam", "fabrikam"), NOW);

  @TempDir Path folder;
  private JdbcStore store;
  private VirtualNetworks networks;

  @BeforeEach
  void open() {
    store = JdbcStore.openFile(folder.resolve("test"), 2, new SequentialIds());
    var policy = new Policy();
    var permitted = new PermittedResources(policy);
    networks = new VirtualNetworks(policy, permitted, new Peerings(policy, permitted));
    for (var tenant : List.of("contoso", "fabrikam")) subscribe(tenant);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void networksApartFromEachOtherAreWrittenWithoutARemark() {
    create(ALICE, "contoso", "one", "10.1.0.0/16");
    create(ALICE, "contoso", "two", "10.2.0.0/16", "fd00::/48");

    assertEquals("created", lastReason());
  }

  @Test
  void theSecondNetworkWithTheSameAddressesSaysSo() {
    create(ALICE, "contoso", "one", "10.1.0.0/16");
    create(ALICE, "contoso", "two", "10.1.0.0/16");

    requireShared(1);
  }

  @Test
  void aNetworkWithinAnotherAndOneAroundItAreFound() {
    create(ALICE, "contoso", "middle", "10.1.0.0/16");

    create(ALICE, "contoso", "within", "10.1.7.0/24");
    requireShared(1);

    create(ALICE, "contoso", "around", "10.0.0.0/8");
    requireShared(2);
  }

  /** The change is shown to who may see the new network, whoever has made it. */
  @Test
  void aNetworkIsCountedAndNotNamed() {
    create(ALICE, "contoso", "secret", "10.1.0.0/16");
    create(EVE, "fabrikam", "of-eve", "10.1.0.0/16");
    requireShared(1);
    create(ADMINISTRATOR, "fabrikam", "of-administrator", "10.1.0.0/16");
    requireShared(2);
  }

  @Test
  void afterTwentyNobodyCountsOn() {
    for (int i = 0; i < 30; i++) create(ALICE, "contoso", "n".repeat(60) + "-" + i, "10.1.0.0/16");

    assertTrue(lastReason().contains("shares addresses with at least 20 other networks, "));
  }

  @Test
  void anOnPremisesNetworkIsFoundByANetworkAndTheOtherWayRound() {
    create(ALICE, "contoso", "one", "10.1.0.0/16");
    create(ALICE, "contoso", "two", "10.2.0.0/16");
    site("home", "10.2.7.0/24", "one");
    requireShared(1);

    create(ALICE, "contoso", "three", "10.2.7.128/25");
    requireShared(2);

    // Not with home, which counts to one as well.
    site("branch", "10.2.7.0/25", "one");
    requireShared(1);
  }

  @Test
  void anOnPremisesNetworkOfTwoNetworksSaysSo() {
    create(ALICE, "contoso", "one", "10.1.0.0/16");
    create(ALICE, "contoso", "two", "10.2.0.0/16");
    site("home", "192.168.0.0/16", "one");
    assertEquals("created", lastReason());

    site("branch", "192.168.7.0/24", "one", "two");
    assertTrue(lastReason().contains("those of several virtual networks"), lastReason());
    assertTrue(lastReason().contains("shares addresses with 1 other network, "), lastReason());
  }

  @Test
  void anOnPremisesNetworkWithoutAGatewayCountsToNobody() {
    create(ALICE, "contoso", "one", "10.1.0.0/16");
    site("home", "10.1.0.0/16");
    assertEquals("created", lastReason());
  }

  private static ResourceName inGroup(String type, String id) {
    return ResourceName.of(
        "subscriptions/contoso/resourceGroups/g/providers/Microsoft.Network/" + type + "/" + id);
  }

  /** An on-premises network with a gateway in each of the networks, as the use case writes it. */
  private void site(String id, String prefix, String... networkIds) {
    var gateways = new ArrayList<ResourceName>();
    for (var networkId : networkIds) {
      var gateway =
          new VirtualNetworkGateway(
              inGroup("virtualNetworkGateways", id + "-" + networkId),
              Meta.NEW,
              "eastus",
              VirtualNetworkGateway.Type.VPN,
              name("contoso", networkId),
              Map.of());
      store.write(ALICE, tx -> tx.create(gateway, "created"));
      gateways.add(gateway.name());
    }
    var site =
        new OnPremisesNetwork(
            inGroup("onPremisesNetworks", id),
            Meta.NEW,
            List.of(Cidr.of(prefix)),
            gateways,
            Map.of());
    store.write(ALICE, tx -> tx.create(site, "created" + SharedAddresses.remark(tx, site)));
  }

  private void subscribe(String tenant) {
    store.write(
        ADMINISTRATOR,
        tx ->
            tx.create(
                new Subscription(
                    ResourceName.of("subscriptions/" + tenant),
                    Meta.NEW,
                    tenant,
                    "",
                    Collections.unmodifiableSortedSet(new TreeSet<>()),
                    List.of(),
                    Map.of(),
                    Map.of()),
                "created"));
  }

  private void create(RequestContext context, String subscription, String id, String... prefixes) {
    var network =
        new VirtualNetwork(
            name(subscription, id),
            Meta.NEW,
            "eastus",
            Stream.of(prefixes).map(Cidr::of).toList(),
            List.of(),
            EndpointPolicy.DISABLED,
            Map.of());
    store.write(context, tx -> networks.create(tx, context, network));
  }

  /** How many share addresses, and the name of none. */
  private void requireShared(int others) {
    assertEquals(
        "created; warning: shares addresses with "
            + others
            + (others == 1 ? " other network" : " other networks")
            + ", so queries from them are answered from the public view unless a listener or key"
            + " names the network",
        lastReason());
  }

  private String lastReason() {
    var log = store.log();
    return log.after(new Revision(log.last().number() - 1), 10).getLast().reason();
  }

  private static ResourceName name(String subscription, String id) {
    return ResourceName.of(
        "subscriptions/"
            + subscription
            + "/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/"
            + id);
  }
}
