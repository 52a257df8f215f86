package io.postern.bench.changes;

import io.postern.client.PosternClient;
import io.postern.server.app.PosternServer;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.DnsServerSettings.ListenerSettings;
import io.postern.server.config.GrpcSettings;
import io.postern.server.config.RuleSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RandomIds;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.Store;
import io.postern.server.store.jdbc.JdbcStore;
import io.postern.server.zone.model.RecordData;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.v1.ARecord;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.Subscription;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server of ours, with its store on the disk, changed by its API. */
record PosternTarget(PosternServer server, PosternClient client) implements ChangedServer {
  private static final int OF_A_WRITE = 1_000;
  private static final String GROUP = "subscriptions/bench/resourceGroups/g";
  private static final ResourceName NETWORK =
      ResourceName.of(GROUP + "/providers/Microsoft.Network/virtualNetworks/asking");
  private static final ResourceName PRIVATE_ZONE =
      ResourceName.of(GROUP + "/providers/Microsoft.Network/privateDnsZones/" + ZONE);

  static PosternTarget start(Path folder, int names) throws IOException {
    var settings = settings(folder);
    try (var server = PosternServer.start(settings);
        var client = client(server)) {
      prepare(client);
    }
    try (var store = JdbcStore.openFile(folder.resolve("postern"), 2, new RandomIds())) {
      for (int first = 0; first < names; first += OF_A_WRITE)
        write(store, first, Math.min(names, first + OF_A_WRITE));
    }
    var server = PosternServer.start(settings);
    return new PosternTarget(server, client(server));
  }

  private static void prepare(PosternClient client) {
    client.subscriptions().create("bench", Subscription.newBuilder().setTenant("bench").build());
    client.subscriptions().registerProvider("subscriptions/bench", "Microsoft.Network");
    client
        .virtualNetworks()
        .create(
            GROUP,
            NETWORK.id(),
            VirtualNetwork.newBuilder()
                .setRegion("eastus")
                .addAddressPrefixes("10.0.0.0/8")
                .build());
    client.privateDnsZones().create(GROUP, ZONE, PrivateDnsZone.getDefaultInstance());
    client
        .virtualNetworkLinks()
        .create(
            PRIVATE_ZONE.text(),
            "asking",
            VirtualNetworkLink.newBuilder().setVirtualNetwork(NETWORK.text()).build());
  }

  private static void write(Store store, int first, int end) {
    store.write(
        new RequestContext(Principal.SYSTEM, Clock.systemUTC().instant()),
        tx -> {
          for (int i = first; i < end; i++) {
            var address = new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i};
            tx.create(
                new RecordSet(
                    setName(ChangedServer.label(i)),
                    Meta.NEW,
                    300,
                    List.of(RecordData.address(IpAddress.of(address))),
                    Map.of()),
                "created");
          }
          return true;
        });
  }

  private static ResourceName setName(String label) {
    return RecordSet.name(PRIVATE_ZONE, RecordType.A, label, "name");
  }

  private static ServerSettings settings(Path folder) throws IOException {
    var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var dns = DnsServerSettings.DEFAULT;
    return ServerSettings.in(folder)
        .with(AuthSettings.DECLARED)
        .with(GrpcSettings.DEFAULT.withAddress(free))
        .with(new RuleSettings(RuleSettings.DEFAULT.provenDomains(), false))
        .with(
            new DnsServerSettings(
                List.of(new ListenerSettings(free, Optional.of(NETWORK.text()))),
                dns.upstreams(),
                dns.upstreamTimeout(),
                dns.refuseUnknownClients(),
                dns.publicRecursion()));
  }

  private static PosternClient client(PosternServer server) {
    return PosternClient.builder()
        .address("127.0.0.1", server.grpcAddress().getPort())
        .plaintext()
        .build();
  }

  @Override
  public String name() {
    return "Postern";
  }

  @Override
  public InetSocketAddress dns() {
    return server.dnsAddresses().getFirst();
  }

  @Override
  public void change(String label, InetAddress address) {
    client
        .recordSets()
        .update(
            io.postern.v1.RecordSet.newBuilder()
                .setName(setName(label).text())
                .setType(io.postern.v1.RecordType.RECORD_TYPE_A)
                .addARecords(ARecord.newBuilder().setIpv4Address(address.getHostAddress()))
                .build(),
            "a_records");
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
