package io.postern.cli.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import io.postern.v1.LoadBalancer;
import io.postern.v1.LoadBalancer.FrontendIpConfiguration;
import io.postern.v1.PrivateDnsZone;
import io.postern.v1.PrivateEndpoint;
import io.postern.v1.PrivateLinkService;
import io.postern.v1.SoaRecord;
import io.postern.v1.VirtualNetwork;
import io.postern.v1.VirtualNetworkPeering;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static final String NETWORK =
      "subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v";

  private static Wanted.Fields wanted(Message current, String yaml) {
    return new FieldReader(List.of("s", "g"))
        .fields(current.getDescriptorForType(), Yaml.document(yaml).orElseThrow());
  }

  private static List<String> differences(Message current, String yaml) {
    return Comparison.of(wanted(current, yaml), current).stream()
        .map(Difference::toString)
        .toList();
  }

  @Test
  void whatTheFileLeavesOutIsNotCompared() {
    var network =
        VirtualNetwork.newBuilder().addAddressPrefixes("10.0.0.0/8").putTags("a", "b").build();
    assertEquals(List.of(), differences(network, "{}"));
    assertEquals(List.of(), differences(network, "{addressPrefixes: [10.0.0.0/8]}"));
  }

  @Test
  void anExplicitFalseIsCompared() {
    var peering = VirtualNetworkPeering.newBuilder().setAllowForwardedTraffic(true).build();
    assertEquals(
        List.of("allowForwardedTraffic: true -> false"),
        differences(peering, "{allowForwardedTraffic: false}"));
  }

  @Test
  void listsAndMapsAreComparedAsAWhole() {
    var network =
        VirtualNetwork.newBuilder().addAddressPrefixes("10.0.0.0/8").putTags("a", "b").build();
    assertEquals(
        List.of(
            "addressPrefixes: [10.0.0.0/8] -> [10.0.0.0/8, 10.1.0.0/16]", "tags: {a: b} -> {c: d}"),
        differences(network, "{addressPrefixes: [10.0.0.0/8, 10.1.0.0/16], tags: {c: d}}"));
  }

  @Test
  void theOrderOfAnUnorderedListIsNoDifference() {
    var service =
        PrivateLinkService.newBuilder()
            .setVisibility(
                PrivateLinkService.Visibility.newBuilder()
                    .addSubscriptions("subscriptions/a")
                    .addSubscriptions("subscriptions/b"))
            .build();
    assertEquals(
        List.of(),
        differences(service, "{visibility: {subscriptions: [subscriptions/b, subscriptions/a]}}"));
  }

  @Test
  void whatTheServerFilledInInsideAListIsNoDifference() {
    var balancer =
        LoadBalancer.newBuilder()
            .addFrontendIpConfigurations(
                FrontendIpConfiguration.newBuilder()
                    .setName("f")
                    .setSubnet(NETWORK + "/subnets/n")
                    .setPrivateIpAddress("10.0.0.4"))
            .build();
    var yaml = "{frontendIpConfigurations: [{name: f, subnet: V/N}]}";
    assertEquals(List.of(), differences(balancer, yaml));
    assertEquals(
        balancer,
        Overlay.of(wanted(balancer, "{frontendIpConfigurations: [{name: f}]}"), balancer),
        "the address that the server chose stays");
  }

  @Test
  void aFieldInsideAnotherIsMaskedByItself() {
    var zone =
        PrivateDnsZone.newBuilder().setSoa(SoaRecord.newBuilder().setMinimumTtlSeconds(10)).build();
    var found = Comparison.of(wanted(zone, "{soa: {minimumTtlSeconds: 60}}"), zone);
    assertEquals(
        List.of(
            new Difference("soa.minimumTtlSeconds", "soa.minimum_ttl_seconds", "10", "60", false)),
        found);
  }

  @Test
  void whatCanOnlyBeSetAtCreateIsMarked() {
    var endpoint = PrivateEndpoint.newBuilder().setRegion("westeurope").build();
    var found =
        Comparison.of(
            wanted(endpoint, "{region: eastus, privateLinkServiceConnection: {manual: true}}"),
            endpoint);
    assertEquals(List.of(true, true), found.stream().map(Difference::isFixed).toList());
  }
}
