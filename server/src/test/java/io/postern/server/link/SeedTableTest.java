package io.postern.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.v1.PrivateLinkResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the overview's table of resource types, asked for as that table writes it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeedTableTest {
  private static final String SERVICES = "Microsoft.Network/privateLinkServices";

  private ControlPlane plane;
  private Lab lab;
  private String network;
  private int number;

  /** A row: the type and the subresource in the table's own spelling. */
  record Row(String type, String subresource) {}

  @BeforeAll
  void start(@TempDir Path folder) {
    plane = ControlPlane.start(folder);
    lab = Lab.in(plane);
    network = lab.network("vnet-a", "10.1.0.0/16");
    network = lab.subnet(network, "wide", "10.1.16.0/20").replace("/subnets/wide", "");
  }

  @AfterAll
  void stop() {
    plane.close();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRowIsAcceptedInItsOwnSpelling(Row row) {
    number++;
    var target = target(row);
    var wanted = Lab.wanted(network, target, true).setSubnet(network + "/subnets/wide");
    if (!row.type.equals(SERVICES))
      wanted.getPrivateLinkServiceConnectionBuilder().addGroupIds(row.subresource);

    var endpoint = lab.endpoint("pe" + number, wanted);

    assertEquals(target, endpoint.getPrivateLinkServiceConnection().getTarget());
    assertFalse(endpoint.getNetworkInterfacesList().isEmpty());
  }

  private String target(Row row) {
    if (row.type.equals(SERVICES))
      return lab.service("pls", io.postern.v1.PrivateLinkService.newBuilder()).getName();
    return lab.resource(
        Lab.PROVIDER,
        "r" + number,
        PrivateLinkResource.newBuilder()
            .setType(row.type)
            .setRegion(Lab.REGION)
            .putParameters("frontendIpConfigurationName", "front")
            .putParameters("storageAccount", "sa" + number)
            .putParameters("dnsPrefix", "p" + number)
            .putParameters("hash", "h" + number)
            .build());
  }

  static Stream<Row> rows() throws IOException {
    try (var file = SeedTableTest.class.getResourceAsStream("/catalogue/resource-types.tsv")) {
      var bytes = Objects.requireNonNull(file).readAllBytes();
      var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      var columns = List.of(lines.getFirst().split("\t", -1));
      int type = columns.indexOf("seed_resource_type");
      int subresource = columns.indexOf("seed_subresource");
      return lines.stream()
          .skip(1)
          .map(line -> line.split("\t", -1))
          .filter(cells -> cells.length > subresource && !cells[type].isEmpty())
          .flatMap(cells -> spelled(cells[type], cells[subresource]))
          .distinct();
    }
  }

  /** The table writes several subresources of one type into one cell. */
  private static Stream<Row> spelled(String type, String subresources) {
    return Stream.of(subresources.split(", ")).map(one -> new Row(type, one));
  }
}
