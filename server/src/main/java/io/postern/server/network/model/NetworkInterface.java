package io.postern.server.network.model;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.util.List;

/**
 * A network interface: the addresses that a private endpoint or a private link service holds in a
 * subnet. It is made and deleted with its owner and never written by a caller.
 *
 * @param owner the private endpoint or private link service
 * @param ipConfigurations exactly one of them is primary
 */
public record NetworkInterface(
    ResourceName name,
    Meta meta,
    String region,
    ResourceName subnet,
    ResourceName owner,
    List<IpConfiguration> ipConfigurations)
    implements Resource {
  public static final Kind<NetworkInterface> KIND =
      Kind.inGroup(
          "networkInterface",
          NetworkInterface.class,
          "network interface",
          "Microsoft.Network/networkInterfaces/*");

  private static final String ENDPOINT = "Microsoft.Network/privateEndpoints";

  /**
   * One address of an interface.
   *
   * @param groupId the group of the target, such as {@code blob}; empty for a private link service
   * @param memberName the member of the group that the address leads to; empty likewise
   * @param fqdns the public names that lead to this address through a private zone
   */
  public record IpConfiguration(
      String name,
      String groupId,
      String memberName,
      IpAddress address,
      boolean primary,
      List<String> fqdns) {
    public IpConfiguration {
      fqdns = List.copyOf(fqdns);
    }
  }

  public NetworkInterface {
    Subnet.KIND.require(subnet, "subnet");
    Checks.distinct(
        ipConfigurations.stream().map(IpConfiguration::name).toList(),
        "ip_configurations",
        "IP configuration");
    if (ipConfigurations.stream().filter(IpConfiguration::primary).count() != 1)
      throw new IllegalArgumentException(
          "Exactly one address of the interface '" + name + "' must be primary.");
    ipConfigurations = List.copyOf(ipConfigurations);
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public NetworkInterface withMeta(Meta other) {
    return new NetworkInterface(name, other, region, subnet, owner, ipConfigurations);
  }

  public NetworkInterface withConfigurations(List<IpConfiguration> others) {
    return new NetworkInterface(name, meta, region, subnet, owner, others);
  }

  /**
   * The subnet, loosely: the owner blocks its deletion, and is what a person can delete instead.
   */
  @Override
  public List<Reference> references() {
    return List.of(Reference.loose("subnet", subnet), Reference.loose("owner", owner));
  }

  /** Whether the owner is a private endpoint; otherwise it is a private link service. */
  public boolean belongsToEndpoint() {
    return owner.armType().equalsIgnoreCase(ENDPOINT);
  }
}
