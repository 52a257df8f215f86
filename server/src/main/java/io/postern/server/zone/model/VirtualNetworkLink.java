package io.postern.server.zone.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.subscription.model.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A virtual-network link: puts a zone into the view of a network.
 *
 * <p>A link dies with its network (Rules §7.10). Its reference blocks all the same, so that no link
 * can outlive its network: whoever deletes a network first deletes the links that {@code
 * tx.referrers(VirtualNetworkLink.KIND, VirtualNetworkLink.NETWORK, network, …)} finds.
 */
public record VirtualNetworkLink(
    ResourceName name,
    Meta meta,
    ResourceName virtualNetwork,
    boolean registrationEnabled,
    ResolutionPolicy resolutionPolicy,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<VirtualNetworkLink> KIND =
      Kind.inGroup(
          "virtualNetworkLink",
          VirtualNetworkLink.class,
          "virtual-network link",
          "Microsoft.Network/privateDnsZones/*/virtualNetworkLinks/*");

  /** The role of the network among a link's references. */
  public static final String NETWORK = "virtualNetwork";

  /** The space of names in the view of a network: each is linked once. */
  private static final String LINKED_NAME = "linkedName";

  /** The space of networks that register their machines: each does so in one zone. */
  private static final String REGISTRATION = "registrationNetwork";

  public VirtualNetworkLink {
    ChildId.require(name, "virtual_network_link_id");
    tags = Map.copyOf(tags);
    boolean redirects = resolutionPolicy == ResolutionPolicy.NX_DOMAIN_REDIRECT;
    var apex = PrivateDnsZone.apex(name.parent());
    if (redirects && !PrivateDnsZone.followsPrivateEndpoints(apex)) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "virtual_network_link.resolution_policy",
          "NXDOMAIN redirect is for zones that follow private endpoints, such as"
              + " privatelink.blob.core.windows.net; for '"
              + apex
              + "' leave the policy at its default.");
    }
  }

  public ResourceName zone() {
    return name.parent();
  }

  /** The DNS name of the linked zone. */
  public DomainName apex() {
    return PrivateDnsZone.apex(zone());
  }

  /** What at most one link can hold: this zone's name in the view of this network. */
  public Hold linkedName() {
    return new Hold(LINKED_NAME, virtualNetwork.key() + " " + apex());
  }

  /** What at most one link of a network can hold: its registration. */
  public Hold registration() {
    return new Hold(REGISTRATION, virtualNetwork.key());
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public VirtualNetworkLink withMeta(Meta other) {
    return new VirtualNetworkLink(
        name, other, virtualNetwork, registrationEnabled, resolutionPolicy, tags);
  }

  @Override
  public List<Reference> references() {
    return List.of(Reference.blocking(NETWORK, virtualNetwork));
  }

  @Override
  public List<Hold> holds() {
    return registrationEnabled ? List.of(linkedName(), registration()) : List.of(linkedName());
  }

  @Override
  public List<Tally> tallies() {
    var tallies = new ArrayList<Tally>();
    tallies.add(Quota.VIRTUAL_NETWORK_LINKS_PER_ZONE.within(zone()));
    tallies.add(Quota.ZONES_PER_VIRTUAL_NETWORK.within(virtualNetwork));
    if (registrationEnabled) tallies.add(Quota.REGISTRATION_LINKS_PER_ZONE.within(zone()));
    return tallies;
  }
}
