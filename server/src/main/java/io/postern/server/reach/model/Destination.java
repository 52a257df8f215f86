package io.postern.server.reach.model;

import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.endpoint.model.PrivateEndpoint.EndpointMember;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.network.model.Subnet;
import io.postern.server.traffic.model.FlowEnd;
import io.postern.server.traffic.model.NetworkSecurityGroup;
import java.util.List;
import java.util.Optional;

/** Where traffic shall go. */
public sealed interface Destination {
  FlowEnd end();

  default IpAddress address() {
    return end().address();
  }

  /**
   * A private endpoint.
   *
   * @param member the one that has the address
   * @param subnet the endpoint's
   * @param group the security group of the subnet
   * @param providerNetworks the networks that the target's own addresses are in
   * @param asked the public names that were asked for, where the destination was given as a name
   */
  record Endpoint(
      PrivateEndpoint endpoint,
      EndpointMember member,
      Surroundings surroundings,
      Subnet subnet,
      Optional<NetworkSecurityGroup> group,
      List<ResourceName> providerNetworks,
      List<AskedName> asked,
      FlowEnd end)
      implements Destination {
    public Endpoint {
      providerNetworks = List.copyOf(providerNetworks);
      asked = List.copyOf(asked);
    }
  }

  /**
   * A name that was asked for and is a public name of a resource.
   *
   * @param owner the resource
   * @param groupIds the groups that the name leads to
   */
  record AskedName(String fqdn, ResourceName owner, List<String> groupIds) {
    public AskedName {
      groupIds = List.copyOf(groupIds);
    }
  }

  /**
   * Any other address of a virtual network.
   *
   * @param group the security group of its subnet
   * @param providerNetworks the networks of services that endpoints in the network lead to
   */
  record Machine(
      Surroundings surroundings,
      Optional<NetworkSecurityGroup> group,
      List<ResourceName> providerNetworks,
      FlowEnd end)
      implements Destination {
    public Machine {
      providerNetworks = List.copyOf(providerNetworks);
    }
  }

  /**
   * A public address.
   *
   * @param resource whose it is, as far as its name told
   * @param endpointApproved whether it has a private endpoint connection that is approved
   */
  record Public(Optional<PrivateLinkResource> resource, boolean endpointApproved, FlowEnd end)
      implements Destination {}

  /** A private address that the source finds in no network. */
  record Nowhere(FlowEnd end) implements Destination {}
}
