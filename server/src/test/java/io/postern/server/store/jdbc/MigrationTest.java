package io.postern.server.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.network.model.Subnet;
import io.postern.server.network.model.Subnet.EndpointNetworkPolicies;
import io.postern.server.network.model.Subnet.ServiceNetworkPolicies;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.network.model.VirtualNetwork.EndpointPolicy;
import io.postern.server.store.AddressBook.Range;
import io.postern.server.store.AddressBook.Usage;
import io.postern.server.store.ReadTx.Entry;
import io.postern.server.store.jdbc.document.Documents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of an earlier version, opened by this one. */
class MigrationTest {
  private static final ResourceName NETWORK =
      ResourceName.of(
          "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/Vnet-A");
  private static final ResourceName SUBNET = NETWORK.child("subnets", "default");
  private static final ResourceName OWNER = NETWORK.child("owners", "one");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final RequestContext CONTEXT = new RequestContext(Principal.ADMINISTRATOR, NOW);

  @TempDir Path folder;

  /** As version 3 wrote it: names in full, wherever a row belongs to one. */
  @BeforeEach
  void storeAsVersion3() {
    var url = "jdbc:h2:file:" + folder.resolve("postern").toAbsolutePath();
    Flyway.configure()
        .dataSource(url, "postern", "")
        .locations("classpath:db/h2")
        .target("3")
        .load()
        .migrate();
    var meta = new Meta("u", new Revision(1), new Revision(1), NOW, NOW);
    Jdbi.create(url, "postern", "")
        .useTransaction(handle -> {
          store(handle, network(meta));
          store(handle, subnet(meta));
          handle.execute(
              "INSERT INTO reference (holder_key, role, target_key, holder_kind, holder_name,"
                  + " blocking) VALUES (?, 'virtualNetwork', ?, 'subnet', ?, TRUE)",
              SUBNET.key(),
              NETWORK.key(),
              SUBNET.text());
          handle.execute(
              "INSERT INTO free_range (subnet_key, family, first_ip, last_ip) VALUES (?, 4, ?, ?)",
              SUBNET.key(),
              IpAddress.of("10.1.0.6").hex(),
              IpAddress.of("10.1.0.254").hex());
          handle.execute(
              "INSERT INTO address (subnet_key, ip, owner_name, rest_until) VALUES (?, ?, ?, NULL)",
              SUBNET.key(),
              IpAddress.of("10.1.0.4").hex(),
              OWNER.text());
          handle.execute(
              "INSERT INTO address (subnet_key, ip, owner_name, rest_until) VALUES (?, ?, ?, ?)",
              SUBNET.key(),
              IpAddress.of("10.1.0.5").hex(),
              OWNER.text(),
              NOW.toEpochMilli());
          handle.execute(
              "INSERT INTO address_usage (subnet_key, family, held, quarantined) VALUES (?, 4, 1,"
                  + " 1)",
              SUBNET.key());
          handle.execute(
              "INSERT INTO journal (owner_key, revision, position, body) VALUES (?, 1, 0,"
                  + " 'opened')",
              NETWORK.key());
          handle.execute("UPDATE counter SET amount = 1 WHERE name = 'revision'");
        });
  }

  private static void store(Handle handle, Resource resource) {
    handle.execute(
        "INSERT INTO resource (name_key, kind, body) VALUES (?, ?, ?)",
        resource.name().key(),
        resource.kind().id(),
        new Documents().text(resource));
  }

  private static VirtualNetwork network(Meta meta) {
    return new VirtualNetwork(
        NETWORK,
        meta,
        "eastus",
        List.of(Cidr.of("10.1.0.0/16")),
        List.of(),
        EndpointPolicy.DISABLED,
        Map.of());
  }

  private static Subnet subnet(Meta meta) {
    return new Subnet(
        SUBNET,
        meta,
        List.of(Cidr.of("10.1.0.0/24")),
        EndpointNetworkPolicies.DISABLED,
        ServiceNetworkPolicies.ENABLED,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private JdbcStore open() {
    return JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds());
  }

  @Test
  void everythingIsFoundByItsName() {
    try (var store = open()) {
      var _ =
          store.read(tx -> {
            assertEquals("Vnet-A", tx.get(VirtualNetwork.KIND, NETWORK).name().id());
            assertEquals(
                List.of(SUBNET),
                tx.referrers(Subnet.KIND, "virtualNetwork", NETWORK, 10).stream()
                    .map(Subnet::name)
                    .toList());
            assertEquals(List.of(SUBNET), tx.blockers(NETWORK, 10));
            assertEquals(Optional.of(SUBNET), tx.anyWithin(NETWORK));
            assertEquals(List.of(new Entry(new Revision(1), "opened")), tx.entries(NETWORK, 10));
            var book = tx.addresses(SUBNET);
            assertEquals(Optional.of(OWNER), book.holder(IpAddress.of("10.1.0.4")));
            assertEquals(Optional.empty(), book.holder(IpAddress.of("10.1.0.5")));
            assertEquals(new Usage(1, 1), book.usage(true));
            assertEquals(
                Optional.of(new Range(IpAddress.of("10.1.0.6"), IpAddress.of("10.1.0.254"))),
                book.lowestFree(true));
            return tx.revision();
          });
    }
  }

  @Test
  void whatWasThereIsChangedAndDeletedBesideWhatIsNew() {
    try (var store = open()) {
      var refused =
          assertThrows(
              ControlException.class,
              () ->
                  store.write(
                      CONTEXT,
                      tx -> {
                        tx.delete(tx.get(VirtualNetwork.KIND, NETWORK), "deleted");
                        return tx;
                      }));
      assertEquals(SUBNET.text(), problem(refused).metadata().get("blockers"));
      var second = ResourceName.of(NETWORK.text() + "2");
      var _ =
          store.write(
              CONTEXT,
              tx -> {
                var old = tx.get(Subnet.KIND, SUBNET);
                tx.delete(old, "deleted");
                tx.delete(tx.get(VirtualNetwork.KIND, NETWORK), "deleted");
                var created =
                    new VirtualNetwork(
                        second,
                        Meta.NEW,
                        "eastus",
                        List.of(Cidr.of("10.2.0.0/16")),
                        List.of(),
                        EndpointPolicy.DISABLED,
                        Map.of());
                return tx.create(created, "created");
              });
      var _ =
          store.read(tx -> {
            assertEquals(Optional.empty(), tx.find(VirtualNetwork.KIND, NETWORK));
            assertEquals(List.of(), tx.entries(NETWORK, 10));
            assertEquals(List.of(), tx.blockers(NETWORK, 10));
            assertEquals(second, tx.get(VirtualNetwork.KIND, second).name());
            return tx.revision();
          });
    }
  }

  private static Problem problem(ControlException thrown) {
    return thrown.error().problem();
  }
}
