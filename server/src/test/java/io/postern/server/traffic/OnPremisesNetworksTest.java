package io.postern.server.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.network.model.VirtualNetwork.EndpointPolicy;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.testing.SequentialIds;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnPremisesNetworksTest {
  private static final RequestContext ALICE =
      new RequestContext(
          Principal.of("alice@contoso", "contoso"), Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path folder;
  private JdbcStore store;
  private OnPremisesNetworks sites;

  @BeforeEach
  void open() {
    store = JdbcStore.openFile(folder.resolve("test"), 2, new SequentialIds());
    var policy = new Policy();
    sites = new OnPremisesNetworks(new Writes(policy, new PermittedResources(policy)));
    put(
        new Subscription(
            ResourceName.of("subscriptions/contoso"),
            Meta.NEW,
            "contoso",
            "",
            Collections.unmodifiableSortedSet(new TreeSet<>()),
            List.of(),
            Map.of(),
            Map.of()));
    put(network("one", "10.1.0.0/16"));
    put(network("two", "10.2.0.0/16"));
    put(gateway("vpn", "one"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aNetworkThatSharesItsAddressesIsCountedAtCreate() {
    create(site("home", "192.168.0.0/16"));
    assertEquals("created", lastReason());

    create(site("branch", "10.2.7.0/24"));
    assertTrue(
        lastReason().startsWith("created; warning: shares addresses with 1 other network, "),
        lastReason());
  }

  @Test
  void andWhenItsAddressesBecomeOthers() {
    create(site("home", "192.168.0.0/16"));
    update(site("home", "10.2.0.0/16"));
    assertTrue(
        lastReason().startsWith("updated; warning: shares addresses with 1 other network, "),
        lastReason());
  }

  private void put(Resource resource) {
    store.write(
        new RequestContext(Principal.ADMINISTRATOR, ALICE.now()),
        tx -> tx.create(resource, "created"));
  }

  private void create(OnPremisesNetwork site) {
    store.write(ALICE, tx -> sites.create(tx, ALICE, site));
  }

  private void update(OnPremisesNetwork site) {
    store.write(ALICE, tx -> sites.update(tx, ALICE, site, ""));
  }

  private String lastReason() {
    var log = store.log();
    return log.after(new Revision(log.last().number() - 1), 10).getLast().reason();
  }

  private static ResourceName name(String type, String id) {
    return ResourceName.of(
        "subscriptions/contoso/resourceGroups/g/providers/Microsoft.Network/" + type + "/" + id);
  }

  private static VirtualNetwork network(String id, String prefix) {
    return new VirtualNetwork(
        name("virtualNetworks", id),
        Meta.NEW,
        "eastus",
        List.of(Cidr.of(prefix)),
        List.of(),
        EndpointPolicy.DISABLED,
        Map.of());
  }

  private static VirtualNetworkGateway gateway(String id, String network) {
    return new VirtualNetworkGateway(
        name("virtualNetworkGateways", id),
        Meta.NEW,
        "eastus",
        VirtualNetworkGateway.Type.VPN,
        name("virtualNetworks", network),
        Map.of());
  }

  private static OnPremisesNetwork site(String id, String prefix) {
    return new OnPremisesNetwork(
        name("onPremisesNetworks", id),
        Meta.NEW,
        List.of(Cidr.of(prefix)),
        List.of(name("virtualNetworkGateways", "vpn")),
        Map.of());
  }
}
