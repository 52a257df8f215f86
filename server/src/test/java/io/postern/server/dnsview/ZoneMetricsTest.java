package io.postern.server.dnsview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status.Code;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.DnsServiceGrpc;
import io.postern.v1.GetZoneMetricsRequest;
import io.postern.v1.Metric;
import io.postern.v1.QueryRequest;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured of a zone (Rules §13). */
class ZoneMetricsTest {
  private static final String NAME = "acct1." + Lab.BLOB_ZONE;

  @TempDir private Path folder;
  private DnsLab dns;
  private String zone = "";

  @BeforeEach
  void start() {
    dns = DnsLab.start(folder, "vnet-a");
    var network = dns.lab.network("vnet-a", "10.1.0.0/16");
    zone = dns.lab.zone(Lab.BLOB_ZONE);
    dns.lab.link(zone, network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    dns.published("pe1", "vnet-a", dns.lab.storage("acct1"), "blob", zone);
  }

  @AfterEach
  void stop() {
    dns.close();
  }

  @Test
  void queriesRecordSetsAndLinksHaveAzuresNames() {
    var metrics = metrics(zone);

    assertEquals(
        List.of(
            "QueryVolume",
            "RecordSetCount",
            "RecordSetCapacityUtilization",
            "VirtualNetworkLinkCount",
            "VirtualNetworkLinkCapacityUtilization",
            "VirtualNetworkWithRegistrationLinkCount",
            "VirtualNetworkWithRegistrationCapacityUtilization"),
        metrics.stream().map(Metric::getName).toList());
    // The SOA and the endpoint's record, of 25,000; one link, of 1,000.
    assertEquals(
        List.of(0.0, 2.0, 100.0 * 2 / 25_000, 1.0, 100.0 * 1 / 1_000, 0.0, 0.0),
        metrics.stream().map(Metric::getValue).toList());
  }

  @Test
  void lookUpsForClientsAreCountedAndNoOthers() {
    dns.ask("vnet-a", NAME, "A");
    dns.ask("vnet-a", "nobody." + Lab.BLOB_ZONE, "A");
    dns.ask("vnet-a", "example.org", "A");
    dns.ask("", NAME, "A");
    var _ =
        dns.plane
            .stub(DnsServiceGrpc::newBlockingStub)
            .query(
                QueryRequest.newBuilder()
                    .setVirtualNetwork(DnsLab.network("vnet-a"))
                    .setName(NAME)
                    .build());

    assertEquals(2.0, queryVolume());
  }

  /** A zone is compiled anew at each of its changes. */
  @Test
  void theVolumeOutlastsChangesOfTheZone() {
    dns.ask("vnet-a", NAME, "A");
    dns.address(zone, "host", 60, "10.1.0.99");
    dns.ask("vnet-a", "host." + Lab.BLOB_ZONE, "A");

    assertEquals(2.0, queryVolume());
  }

  @Test
  void aZoneThatIsNotThereHasNone() {
    var refused = Refusal.of(() -> metrics(zone + "x"));

    assertEquals(Code.NOT_FOUND, refused.code());
  }

  private double queryVolume() {
    return metrics(zone).getFirst().getValue();
  }

  private List<Metric> metrics(String name) {
    return dns.plane
        .stub(DnsServiceGrpc::newBlockingStub)
        .getZoneMetrics(GetZoneMetricsRequest.newBuilder().setName(name).build())
        .getMetricsList();
  }
}
