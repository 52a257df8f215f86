package io.postern.server.network;

import static io.postern.server.network.NetworkCalls.network;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.postern.server.testing.ControlPlane;
import io.postern.server.testing.Refusal;
import io.postern.v1.LoadBalancer;
import io.postern.v1.LoadBalancer.FrontendIpConfiguration;
import io.postern.v1.Subnet;
import io.postern.v1.Subnet.Delegation;
import io.postern.v1.Subnet.PrivateEndpointNetworkPolicies;
import io.postern.v1.Subnet.PrivateLinkServiceNetworkPolicies;
import io.postern.v1.UpdateSubnetRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubnetGrpcTest {
  private static final String HUB = network("contoso", "hub");

  @TempDir Path folder;
  private ControlPlane plane;
  private NetworkCalls calls;

  @BeforeEach
  void start() {
    plane = ControlPlane.start(folder);
    calls = NetworkCalls.asAdministrator(plane);
    NetworkCalls.subscribe(plane, "contoso");
    calls.createNetwork("contoso", "hub", "10.1.0.0/16", "fd00::/48");
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void aSubnetIsReadBackWithDefaultsAndCounters() {
    var created = calls.createSubnet(HUB, "apps", "10.1.0.0/24");

    var read = calls.getSubnet(HUB + "/subnets/apps");

    assertEquals(created, read);
    assertEquals(
        PrivateEndpointNetworkPolicies.PRIVATE_ENDPOINT_NETWORK_POLICIES_DISABLED,
        read.getPrivateEndpointNetworkPolicies());
    assertEquals(
        PrivateLinkServiceNetworkPolicies.PRIVATE_LINK_SERVICE_NETWORK_POLICIES_ENABLED,
        read.getPrivateLinkServiceNetworkPolicies());
    assertEquals(251, read.getAddressCounters(0).getFree());
  }

  @Test
  void countersFollowAnAddressFromFreeToUsedToRestingToFree() {
    var subnet = calls.createSubnet(HUB, "apps", "10.1.0.0/29").getName();

    var balancer = balancer(subnet, "");
    var used = calls.getSubnet(subnet).getAddressCounters(0);
    calls.deleteBalancer(balancer.getName());
    var resting = calls.getSubnet(subnet).getAddressCounters(0);
    plane.clock().advance(Duration.ofMinutes(1));
    var again = balancer(subnet, "");

    assertEquals("10.1.0.4", balancer.getFrontendIpConfigurations(0).getPrivateIpAddress());
    assertEquals(List.of(1L, 0L, 2L), counts(used));
    assertEquals(List.of(0L, 1L, 2L), counts(resting));
    assertEquals("10.1.0.4", again.getFrontendIpConfigurations(0).getPrivateIpAddress());
  }

  @Test
  void eachPrefixOfASubnetWithBothVersionsIsCountedByItself() {
    var subnet = calls.createSubnet(HUB, "apps", "fd00::/64", "10.1.0.0/29").getName();

    balancer(subnet, "fd00::7");
    var counters = calls.getSubnet(subnet).getAddressCountersList();

    assertEquals("fd00::/64", counters.get(0).getAddressPrefix());
    assertEquals(1, counters.get(0).getUsed());
    assertEquals(0, counters.get(1).getUsed());
  }

  @Test
  void prefixesThatAreNoSubnetsAreRefused() {
    assertEquals(List.of("subnet.address_prefixes"), prefixes().fields());
    assertEquals(List.of("subnet.address_prefixes[0]"), prefixes("10.1.0.0/30").fields());
    assertEquals(List.of("subnet.address_prefixes"), prefixes("fd00::/64").fields());
    assertEquals(
        List.of("subnet.address_prefixes[1]"), prefixes("10.1.0.0/24", "fd00::/60").fields());
    assertEquals(
        List.of("subnet.address_prefixes"), prefixes("10.1.0.0/24", "10.1.1.0/24").fields());
    assertEquals(List.of("subnet.address_prefixes[0]"), prefixes("10.9.0.0/24").fields());
  }

  @Test
  void anOverlapNamesTheOtherSubnet() {
    var other = calls.createSubnet(HUB, "apps", "10.1.0.0/24");

    var refused = prefixes("10.1.0.128/25");

    assertEquals("INVALID_FIELD", refused.reason());
    assertEquals(List.of("subnet.address_prefixes[0]"), refused.fields());
    assertTrue(refused.message().contains(other.getName()), refused.message());
  }

  @Test
  void thePrefixMovesOnlyWhileNoAddressIsHeld() {
    var subnet = calls.createSubnet(HUB, "apps", "10.1.0.0/24").getName();
    var balancer = balancer(subnet, "").getName();
    var moved = Subnet.newBuilder().setName(subnet).addAddressPrefixes("10.1.7.0/24").build();

    var refused = Refusal.of(() -> calls.updateSubnet(moved));
    calls.deleteBalancer(balancer);
    calls.updateSubnet(moved);

    assertEquals("RESOURCE_IN_USE", refused.reason());
    assertEquals(balancer, refused.metadata().get("blockers"));
    assertEquals(
        "10.1.7.4", balancer(subnet, "").getFrontendIpConfigurations(0).getPrivateIpAddress());
  }

  @Test
  void policiesDelegationsAndAssociationsAreChangedByAMask() {
    var name = calls.createSubnet(HUB, "apps", "10.1.0.0/24").getName();
    var group =
        NetworkCalls.group("contoso") + "/providers/Microsoft.Network/networkSecurityGroups/nsg";

    var updated =
        calls
            .subnets
            .updateSubnet(
                UpdateSubnetRequest.newBuilder()
                    .setSubnet(
                        Subnet.newBuilder()
                            .setName(name)
                            .addDelegations(
                                Delegation.newBuilder()
                                    .setName("web")
                                    .setServiceName("Microsoft.Web/serverFarms"))
                            .setNetworkSecurityGroup(group)
                            .setPrivateEndpointNetworkPolicies(
                                PrivateEndpointNetworkPolicies
                                    .PRIVATE_ENDPOINT_NETWORK_POLICIES_ENABLED))
                    .setUpdateMask(
                        FieldMask.newBuilder()
                            .addPaths("delegations")
                            .addPaths("network_security_group"))
                    .build())
            .getSubnet();

    assertEquals("Microsoft.Web/serverFarms", updated.getDelegations(0).getServiceName());
    assertEquals(group, updated.getNetworkSecurityGroup());
    assertEquals(
        PrivateEndpointNetworkPolicies.PRIVATE_ENDPOINT_NETWORK_POLICIES_DISABLED,
        updated.getPrivateEndpointNetworkPolicies());
  }

  @Test
  void badDelegationsAndAssociationsAreRefusedWithTheirPath() {
    var prefix = Subnet.newBuilder().addAddressPrefixes("10.1.0.0/24").build();
    var delegation = Delegation.newBuilder().setName("web").setServiceName("web farms");

    assertEquals(
        List.of("subnet.delegations[0].service_name"),
        refusal(prefix.toBuilder().addDelegations(delegation)).fields());
    assertEquals(
        List.of("subnet.delegations[1].name"),
        refusal(prefix.toBuilder().addDelegations(delegation).addDelegations(delegation)).fields());
    assertEquals(
        List.of("subnet.network_security_group"),
        refusal(prefix.toBuilder().setNetworkSecurityGroup(HUB)).fields());
    assertEquals(
        "UNKNOWN_FIELD_VALUE",
        refusal(prefix.toBuilder().setPrivateLinkServiceNetworkPoliciesValue(7)).reason());
  }

  @Test
  void anotherTenantsSecurityGroupDoesNotExist() {
    var alice = NetworkCalls.as("alice@contoso", plane);
    NetworkCalls.subscribe(plane, "fabrikam");
    var theirs =
        NetworkCalls.group("fabrikam") + "/providers/Microsoft.Network/networkSecurityGroups/nsg";
    var subnet =
        Subnet.newBuilder().addAddressPrefixes("10.1.0.0/24").setNetworkSecurityGroup(theirs);

    var refused = Refusal.of(() -> alice.createSubnet(HUB, "apps", subnet.build()));

    assertEquals(Status.Code.NOT_FOUND, refused.code());
  }

  @Test
  void aSubnetWithAHeldAddressIsNotDeletedAndNamesTheHolder() {
    var subnet = calls.createSubnet(HUB, "apps", "10.1.0.0/24").getName();
    var balancer = balancer(subnet, "").getName();

    var refused = Refusal.of(() -> calls.deleteSubnet(subnet));
    calls.deleteBalancer(balancer);
    calls.deleteSubnet(subnet);

    assertEquals("RESOURCE_IN_USE", refused.reason());
    assertEquals(balancer, refused.metadata().get("blockers"));
    var again = calls.createSubnet(HUB, "apps", "10.1.0.0/24").getAddressCounters(0);
    assertEquals(List.of(0L, 1L, 256L - 5 - 1), counts(again), "the freed one rests on");
  }

  private static List<Long> counts(Subnet.AddressCounters counters) {
    return List.of(counters.getUsed(), counters.getQuarantined(), counters.getFree());
  }

  private Refusal prefixes(String... prefixes) {
    return refusal(Subnet.newBuilder().addAllAddressPrefixes(List.of(prefixes)));
  }

  private Refusal refusal(Subnet.Builder subnet) {
    return Refusal.of(() -> calls.createSubnet(HUB, "other", subnet.build()));
  }

  private LoadBalancer balancer(String subnet, String address) {
    return calls.createBalancer(
        "contoso",
        "lb",
        LoadBalancer.newBuilder()
            .setRegion("eastus")
            .addFrontendIpConfigurations(
                FrontendIpConfiguration.newBuilder()
                    .setName("front")
                    .setSubnet(subnet)
                    .setPrivateIpAddress(address))
            .build());
  }
}
