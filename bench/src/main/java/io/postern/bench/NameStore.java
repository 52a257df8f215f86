package io.postern.bench;

import io.postern.server.kernel.Cidr;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.ResourceName;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.zone.model.ClaimPolicy;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordData;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.ResolutionPolicy;
import io.postern.server.zone.model.Soa;
import io.postern.server.zone.model.VirtualNetworkLink;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A store full of names: zones of ten thousand addresses each, and networks that are linked to one
 * of them each. The same rows as calls would make, but many to a write.
 */
final class NameStore {
  private static final int NAMES_OF_A_ZONE = 10_000;
  private static final String GROUP = "subscriptions/bench/resourceGroups/g";
  private static final String PROVIDER = GROUP + "/providers/Microsoft.Network/";

  private NameStore() {}

  static ResourceName network(int number) {
    return ResourceName.of(PROVIDER + "virtualNetworks/vnet" + number);
  }

  private static String apex(int zone) {
    return "z" + zone + ".corp.example";
  }

  /** The full name of a number. */
  static String name(int number) {
    return "acct" + number + "." + apex(number / NAMES_OF_A_ZONE);
  }

  /** The address of a number. */
  static String address(int number) {
    return "10.%d.%d.%d".formatted(number >> 16 & 255, number >> 8 & 255, number & 255);
  }

  static void fill(Path folder, int names, int networks) {
    int zones = (names + NAMES_OF_A_ZONE - 1) / NAMES_OF_A_ZONE;
    try (var store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds())) {
      BulkWrites.make(store, 1, (tx, number) -> tx.create(subscription(), "created"));
      BulkWrites.make(store, zones, (tx, number) -> tx.create(zone(number), "created"));
      BulkWrites.make(store, names, (tx, number) -> tx.create(recordSet(number), "created"));
      BulkWrites.make(
          store,
          networks,
          (tx, number) -> {
            tx.create(vnet(number), "created");
            tx.create(link(number, number % zones), "created");
          });
    }
  }

  private static Subscription subscription() {
    return new Subscription(
        ResourceName.of("subscriptions/bench"),
        Meta.NEW,
        "bench",
        "",
        new TreeSet<>(),
        List.of(),
        Map.of("recordSetsPerZone", 100_000L),
        Map.of());
  }

  private static ResourceName zoneName(int number) {
    return ResourceName.of(PROVIDER + "privateDnsZones/" + apex(number));
  }

  private static PrivateDnsZone zone(int number) {
    var name = zoneName(number);
    return new PrivateDnsZone(
        name, Meta.NEW, Soa.standard(PrivateDnsZone.apex(name)), ClaimPolicy.PER_VNET, Map.of());
  }

  private static RecordSet recordSet(int number) {
    var zone = zoneName(number / NAMES_OF_A_ZONE);
    return new RecordSet(
        RecordSet.name(zone, RecordType.A, "acct" + number, "name"),
        Meta.NEW,
        10,
        List.of(RecordData.address(IpAddress.parse(address(number), "address"))),
        Map.of());
  }

  private static VirtualNetwork vnet(int number) {
    var prefix = "10.%d.%d.0/24".formatted(number >> 8 & 255, number & 255);
    return new VirtualNetwork(
        network(number),
        Meta.NEW,
        Population.REGION,
        List.of(Cidr.of(prefix)),
        List.of(),
        VirtualNetwork.EndpointPolicy.DISABLED,
        Map.of());
  }

  private static VirtualNetworkLink link(int network, int zone) {
    return new VirtualNetworkLink(
        zoneName(zone).child("virtualNetworkLinks", "vnet" + network),
        Meta.NEW,
        network(network),
        false,
        ResolutionPolicy.DEFAULT,
        Map.of());
  }
}
