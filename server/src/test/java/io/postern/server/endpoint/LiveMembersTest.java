package io.postern.server.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Lab;
import io.postern.server.testing.Refusal;
import io.postern.v1.NetworkInterface;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateLinkResource;
import io.postern.v1.PrivateLinkResourceServiceGrpc;
import io.postern.v1.UpdatePrivateLinkResourceRequest;
import io.postern.v1.VirtualNetworkLink.ResolutionPolicy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A target gains and loses members while endpoints lead to it (Rules §6). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveMembersTest {
  private static final String REGISTRY = "Microsoft.ContainerRegistry/registries";

  private ControlPlane plane;
  private EndpointBench bench;

  @BeforeAll
  void start(@TempDir Path folder) {
    plane = ControlPlane.start(folder);
    bench = new EndpointBench(plane);
  }

  @AfterAll
  void stop() {
    plane.close();
  }

  @Test
  void aNewRegionGivesALiveEndpointAnAddressAndARecordTogether() {
    var registry = bench.resource("reg1", REGISTRY);
    var subnet = bench.lab.subnet(bench.network, "live", "10.1.8.0/28");
    var endpoint = create("live", registry, "registry", subnet);
    bench.lab.approve(endpoint);
    var zone = bench.lab.zone("privatelink.azurecr.io");
    bench.lab.link(zone, bench.network, ResolutionPolicy.RESOLUTION_POLICY_DEFAULT);
    bench.lab.zoneGroup(endpoint.getName(), zone);

    replicas(registry, "westus");
    var grown = bench.lab.get(endpoint);
    var west = ask("reg1.westus.data.azurecr.io");
    var nic = bench.networkInterface(endpoint);
    replicas(registry);
    var shrunk = bench.networkInterface(endpoint);

    assertTrue(west.endsWith(" A 10.1.8.6"), west);
    assertTrue(
        grown.getDnsRecordsList().stream()
            .anyMatch(record -> record.getFqdn().equals("reg1.westus.data.privatelink.azurecr.io")),
        grown::toString);
    assertEquals(
        List.of(
            "registry 10.1.8.4", "registry_data_eastus 10.1.8.5", "registry_data_westus 10.1.8.6"),
        addresses(nic));
    assertEquals(List.of("registry 10.1.8.4", "registry_data_eastus 10.1.8.5"), addresses(shrunk));
    assertTrue(!ask("reg1.westus.data.azurecr.io").contains("10.1.8.6"));
    // The address rests: a registry that grows again gets the next one.
    replicas(registry, "westus");
    assertTrue(ask("reg1.westus.data.azurecr.io").endsWith(" A 10.1.8.7"));
  }

  @Test
  void aNewCosmosRegionAddsAMemberInBothVersionsOfADualStackEndpoint() {
    var account = bench.resource("acct", "Microsoft.AzureCosmosDB/databaseAccounts");
    var subnet = dualStack("dual");
    var wanted =
        Lab.wanted(bench.network, account, true, "SQL")
            .setSubnet(subnet)
            .setIpVersionType(PrivateEndpoint.IpVersionType.IP_VERSION_TYPE_DUAL_STACK);
    var endpoint = bench.create("cosmos", wanted);

    replicas(account, "westus");

    assertEquals(6, bench.networkInterface(endpoint).getIpConfigurationsCount());
    assertTrue(
        bench.lab.get(endpoint).getCustomDnsConfigsList().stream()
            .anyMatch(config ->
                config.getFqdn().equals("acct-westus.documents.azure.com")
                    && config.getIpAddressesCount() == 2));
  }

  @Test
  void aMemberThatFindsNoAddressRefusesTheChangeAndNamesTheConnectionAlone() {
    var registry = bench.resource("reg2", REGISTRY);
    var subnet = bench.lab.subnet(bench.network, "tight", "10.1.9.0/29");
    var endpoint = create("tight", registry, "registry", subnet);

    var refused = Refusal.of(() -> replicas(registry, "westus", "westus2"));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.code());
    assertEquals("MEMBER_ADDRESS_UNAVAILABLE", refused.reason());
    assertEquals(Lab.connectionOf(endpoint), refused.metadata().get("connection"));
    assertEquals(2, bench.networkInterface(endpoint).getIpConfigurationsCount());
  }

  private String dualStack(String id) {
    var network =
        io.postern.v1.VirtualNetworkServiceGrpc.newBlockingStub(plane.channel())
            .createVirtualNetwork(
                io.postern.v1.CreateVirtualNetworkRequest.newBuilder()
                    .setParent(Lab.CONSUMER)
                    .setVirtualNetworkId(id)
                    .setVirtualNetwork(
                        io.postern.v1.VirtualNetwork.newBuilder()
                            .setRegion(Lab.REGION)
                            .addAddressPrefixes("10.9.0.0/16")
                            .addAddressPrefixes("fd00:9::/48"))
                    .build())
            .getVirtualNetwork()
            .getName();
    return io.postern.v1.SubnetServiceGrpc.newBlockingStub(plane.channel())
        .createSubnet(
            io.postern.v1.CreateSubnetRequest.newBuilder()
                .setParent(network)
                .setSubnetId("both")
                .setSubnet(
                    io.postern.v1.Subnet.newBuilder()
                        .addAddressPrefixes("10.9.0.0/24")
                        .addAddressPrefixes("fd00:9::/64"))
                .build())
        .getSubnet()
        .getName();
  }

  private PrivateEndpoint create(String id, String target, String group, String subnet) {
    return bench.create(id, Lab.wanted(bench.network, target, true, group).setSubnet(subnet));
  }

  private void replicas(String resource, String... regions) {
    var _ =
        plane
            .stub(PrivateLinkResourceServiceGrpc::newBlockingStub)
            .updatePrivateLinkResource(
                UpdatePrivateLinkResourceRequest.newBuilder()
                    .setPrivateLinkResource(
                        PrivateLinkResource.newBuilder()
                            .setName(resource)
                            .addAllReplicaRegions(List.of(regions)))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("replica_regions"))
                    .build());
  }

  private String ask(String name) {
    return bench.lab.ask(bench.network, name, "A");
  }

  private static List<String> addresses(NetworkInterface nic) {
    return nic.getIpConfigurationsList().stream()
        .map(it -> it.getMemberName() + " " + it.getPrivateIpAddress())
        .toList();
  }
}
