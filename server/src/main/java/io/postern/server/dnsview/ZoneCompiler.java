package io.postern.server.dnsview;

import io.postern.dns.view.ZoneIndex;
import io.postern.server.connection.model.Connection;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.network.model.Peering;
import io.postern.server.network.model.VirtualNetwork;
import io.postern.server.ruleset.model.ForwardingRuleset;
import io.postern.server.traffic.model.OnPremisesNetwork;
import io.postern.server.traffic.model.VirtualNetworkGateway;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.VirtualNetworkLink;
import io.postern.server.zone.model.ZoneGroup;
import java.util.List;
import java.util.OptionalInt;

/**
 * Compiles resources into the index that DNS answers from. Knows no store and no clock: the same
 * resources give the same index, whether they come all at once or change by change, and a change
 * costs what it touches.
 *
 * <p>Not safe for use by several threads; the index it gives out is immutable.
 */
final class ZoneCompiler {
  /**
   * The kinds that show in DNS, each after those it builds on: the order for compiling everything.
   */
  static final List<Kind<?>> KINDS =
      List.of(
          VirtualNetwork.KIND,
          VirtualNetworkGateway.KIND,
          OnPremisesNetwork.KIND,
          Peering.KIND,
          PrivateDnsZone.KIND,
          VirtualNetworkLink.KIND,
          ForwardingRuleset.KIND,
          RecordSet.KIND,
          PrivateLinkResource.KIND,
          PrivateEndpoint.KIND,
          ZoneGroup.KIND,
          Connection.KIND);

  private final Ids networkIds = new Ids();
  private final NetworkCompiler networks;
  private final ZoneContents zones;
  private final RulesetCompiler rulesets = new RulesetCompiler(networkIds);
  private final PublicSide publicSide = new PublicSide();
  private ZoneIndex index;

  /**
   * @param publicRecursion whether clients of no network may use the upstream resolvers
   */
  ZoneCompiler(boolean publicRecursion) {
    this(publicRecursion, ForSecondaries.NOTHING);
  }

  /**
   * @param publicRecursion whether clients of no network may use the upstream resolvers
   * @param extras what zones and views have besides, for the sake of secondaries
   */
  ZoneCompiler(boolean publicRecursion, ForSecondaries extras) {
    this.zones = new ZoneContents(networkIds, extras);
    this.networks = new NetworkCompiler(networkIds, zones, new Catalogs(extras.catalog()));
    this.index = ZoneIndex.empty().withPublicRecursion(publicRecursion);
  }

  /** Takes in a resource that is new or changed. */
  void put(Resource resource, Revision revision) {
    index =
        switch (resource) {
          case VirtualNetwork network -> networks.put(index, network, revision);
          case VirtualNetworkGateway gateway -> networks.put(index, gateway);
          case OnPremisesNetwork site -> networks.put(index, site);
          case Peering peering -> networks.put(index, peering, revision);
          case VirtualNetworkLink link -> networks.put(index, link, revision);
          case ForwardingRuleset ruleset -> rulesets.put(index, ruleset);
          case PrivateDnsZone zone -> zones.put(index, zone, revision);
          case RecordSet set -> zones.put(index, set, revision);
          case PrivateEndpoint endpoint -> zones.put(index, endpoint, revision);
          case ZoneGroup group -> zones.put(index, group, revision);
          case PrivateLinkResource target -> publicSide.put(index, target);
          case Connection connection -> publicSide.put(index, connection);
          default -> index;
        };
  }

  /** Takes out a resource, given as it was last. */
  void remove(Resource resource, Revision revision) {
    index =
        switch (resource) {
          case VirtualNetwork network -> networks.remove(index, network);
          case VirtualNetworkGateway gateway -> networks.remove(index, gateway);
          case OnPremisesNetwork site -> networks.remove(index, site);
          case Peering peering -> networks.remove(index, peering, revision);
          case VirtualNetworkLink link -> networks.remove(index, link, revision);
          case ForwardingRuleset ruleset -> rulesets.remove(index, ruleset);
          case PrivateDnsZone zone -> zones.remove(index, zone);
          case RecordSet set -> zones.remove(index, set, revision);
          case PrivateEndpoint endpoint -> zones.remove(index, endpoint, revision);
          case ZoneGroup group -> zones.remove(index, group, revision);
          case PrivateLinkResource target -> publicSide.remove(index, target);
          case Connection connection -> publicSide.remove(index, connection);
          default -> index;
        };
  }

  /** The id of a zone that is served; empty for another. May be asked by any thread. */
  OptionalInt zoneId(ResourceName zone) {
    return zones.find(zone);
  }

  /** The index with everything taken in so far. */
  ZoneIndex index(Revision through) {
    index = index.withRevision(through.number());
    return index;
  }
}
