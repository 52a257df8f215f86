package io.postern.dns.view;

import io.postern.dns.name.DnsName;
import io.postern.dns.name.NameOctets;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.PersistentMap;
import io.postern.dns.zone.Zone;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that queries are answered from, at one revision: zones, networks, public names and prefixes.
 *
 * <p>Immutable; each {@code with…} gives a new index that shares everything it does not change, so
 * a change costs what it touches. A query takes the current index once and never looks again. Ids
 * of zones and networks are given out by whoever builds the index; zones are held once, however
 * many networks link to them.
 */
public final class ZoneIndex {
  private final long revision;
  private final PersistentMap<Integer, Zone> zones;
  private final PersistentMap<Integer, Network> networks;
  private final PersistentMap<String, Integer> networkIds;
  private final PublicNames publicNames;
  private final PrefixTable prefixes;
  private final NetworkView publicView;

  /** A zone as one network sees it. */
  public record LinkedZone(Zone zone, boolean redirectsMissingNames) {}

  /** A network as the index knows it: its key from configuration, its view, its prefixes. */
  public record Network(String key, NetworkView view, Set<Prefix> prefixes) {
    public Network {
      prefixes = Set.copyOf(prefixes);
    }
  }

  private ZoneIndex(
      long revision,
      PersistentMap<Integer, Zone> zones,
      PersistentMap<Integer, Network> networks,
      PersistentMap<String, Integer> networkIds,
      PublicNames publicNames,
      PrefixTable prefixes,
      NetworkView publicView) {
    this.revision = revision;
    this.zones = zones;
    this.networks = networks;
    this.networkIds = networkIds;
    this.publicNames = publicNames;
    this.prefixes = prefixes;
    this.publicView = publicView;
  }

  /** An index at revision 0 that knows nothing and asks nobody. */
  public static ZoneIndex empty() {
    return new ZoneIndex(
        0,
        PersistentMap.empty(),
        PersistentMap.empty(),
        PersistentMap.empty(),
        PublicNames.empty(),
        PrefixTable.empty(),
        NetworkView.of(NetworkView.NO_NETWORK, false));
  }

  /** The revision of the control plane's log through which this index is complete. */
  public long revision() {
    return revision;
  }

  public @Nullable Zone zone(int zoneId) {
    return zones.findByHash(zoneId);
  }

  public @Nullable NetworkView view(int networkId) {
    var network = networks.findByHash(networkId);
    return network == null ? null : network.view();
  }

  /** The view of the network that configuration calls {@code key}. */
  public @Nullable NetworkView view(String key) {
    var id = networkIds.get(key);
    return id == null ? null : view(id);
  }

  /** The id of the network that configuration calls {@code key}. */
  public OptionalInt networkId(String key) {
    var id = networkIds.get(key);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** What configuration calls the network with an id; null if there is none. */
  public @Nullable String networkKey(int networkId) {
    var network = networks.findByHash(networkId);
    return network == null ? null : network.key();
  }

  /** Told of what differs in two indexes, each with what it was and is; null where it is not. */
  public interface Difference {
    void zone(int zoneId, @Nullable Zone before, @Nullable Zone after);

    void network(@Nullable Network before, @Nullable Network after);
  }

  /**
   * Tells which zones and networks are not the same in two indexes that have their ids from one
   * source. Costs what was changed on the way from one to the other.
   */
  public static void compare(ZoneIndex before, ZoneIndex after, Difference told) {
    PersistentMap.compare(before.zones, after.zones, told::zone);
    PersistentMap.compare(before.networks, after.networks, (id, was, is) -> told.network(was, is));
  }

  /** The network with an id; null if there is none. */
  public @Nullable Network network(int networkId) {
    return networks.findByHash(networkId);
  }

  public PublicNames publicNames() {
    return publicNames;
  }

  public PrefixTable prefixes() {
    return prefixes;
  }

  /** What clients see that belong to no network: no zone, the public names only. */
  public NetworkView publicView() {
    return publicView;
  }

  /** The longest zone that is linked to the view and holds {@code name}. */
  public @Nullable LinkedZone linkedZone(NetworkView view, DnsName name) {
    if (view.links().isEmpty()) {
      return null;
    }
    for (var apex = name; ; apex = apex.parent()) {
      var link = view.links().get(apex);
      var zone = link == null ? null : zone(link.zoneId());
      if (link != null && zone != null) {
        return new LinkedZone(zone, link.redirectsMissingNames());
      }
      if (apex.isRoot()) {
        return null;
      }
    }
  }

  /**
   * What stands at {@code name} in a zone where the network has a claim of its own on it, whether
   * it sees the zone or not; null if it has none.
   */
  public @Nullable Node claimedNode(NetworkView view, DnsName name) {
    for (var apex = name; !apex.isRoot(); apex = apex.parent()) {
      var zoneIds = view.claimed().get(apex);
      for (int zoneId : zoneIds == null ? List.<Integer>of() : zoneIds) {
        var zone = zone(zoneId);
        var node = zone == null ? null : zone.node(name);
        if (node != null && !node.claimsOf(view.networkId()).isEmpty()) {
          return node;
        }
      }
    }
    return null;
  }

  /**
   * The view's link to the zone whose apex is this ancestor of a name; null if there is no such
   * zone or no link to it.
   */
  public @Nullable Link link(NetworkView view, NameOctets name, int ancestor) {
    var link = view.links().find(name, ancestor, name.hash(ancestor), NameOctets::is);
    return link == null || zone(link.zoneId()) == null ? null : link;
  }

  /**
   * Whether the network may have a claim of its own on a name, in a zone that it sees or not; false
   * is for sure. Makes no object.
   */
  public boolean mayHaveClaim(NetworkView view, NameOctets name) {
    if (view.claimed().isEmpty()) {
      return false;
    }
    for (int apex = 0; apex < name.labels(); apex++) {
      var zoneIds = view.claimed().find(name, apex, name.hash(apex), NameOctets::is);
      for (int i = 0; zoneIds != null && i < zoneIds.size(); i++) {
        var zone = zone(zoneIds.get(i));
        if (zone != null && zone.packed(name, 0, apex) != null) {
          return true;
        }
      }
    }
    return false;
  }

  public ZoneIndex withRevision(long completeThrough) {
    return new ZoneIndex(
        completeThrough, zones, networks, networkIds, publicNames, prefixes, publicView);
  }

  /** Adds the zone or puts it in place of the one with this id. */
  public ZoneIndex withZone(int zoneId, Zone zone) {
    return withZones(zones.with(zoneId, zone));
  }

  /** Removes the zone; links that still lead to it count as absent. */
  public ZoneIndex withoutZone(int zoneId) {
    return withZones(zones.without(zoneId));
  }

  private ZoneIndex withZones(PersistentMap<Integer, Zone> changed) {
    return new ZoneIndex(
        revision, changed, networks, networkIds, publicNames, prefixes, publicView);
  }

  /**
   * Adds the network, or replaces its key, view and prefixes.
   *
   * @throws IllegalArgumentException if another network has this key
   */
  public ZoneIndex withNetwork(String key, NetworkView view, Set<Prefix> addressSpace) {
    var id = view.networkId();
    var holder = networkIds.get(key);
    if (holder != null && holder != id) {
      throw new IllegalArgumentException("network " + holder + " already has the key " + key);
    }
    var before = networks.get(id);
    var keys = before == null ? networkIds : networkIds.without(before.key());
    var spaceBefore = before == null ? Set.<Prefix>of() : before.prefixes();
    return new ZoneIndex(
        revision,
        zones,
        networks.with(id, new Network(key, view, addressSpace)),
        keys.with(key, id),
        publicNames,
        moved(id, spaceBefore, addressSpace),
        publicView);
  }

  /**
   * Replaces the view of a network that is in the index.
   *
   * @throws IllegalArgumentException if it is not
   */
  public ZoneIndex withView(NetworkView view) {
    var network = networks.get(view.networkId());
    if (network == null) {
      throw new IllegalArgumentException("no network " + view.networkId());
    }
    var changed = new Network(network.key(), view, network.prefixes());
    return new ZoneIndex(
        revision,
        zones,
        networks.with(view.networkId(), changed),
        networkIds,
        publicNames,
        prefixes,
        publicView);
  }

  /** Removes the network with its view, key and prefixes. */
  public ZoneIndex withoutNetwork(int networkId) {
    var network = networks.get(networkId);
    if (network == null) {
      return this;
    }
    return new ZoneIndex(
        revision,
        zones,
        networks.without(networkId),
        networkIds.without(network.key()),
        publicNames,
        moved(networkId, network.prefixes(), Set.of()),
        publicView);
  }

  private PrefixTable moved(int networkId, Set<Prefix> before, Set<Prefix> after) {
    var table = prefixes;
    for (var prefix : before) {
      table = after.contains(prefix) ? table : table.without(prefix, networkId);
    }
    for (var prefix : after) {
      table = table.with(prefix, networkId);
    }
    return table;
  }

  /** Adds the public name or replaces the one of this fqdn. */
  public ZoneIndex withPublicName(PublicName name) {
    return withPublicNames(publicNames.with(name));
  }

  public ZoneIndex withoutPublicName(DnsName fqdn) {
    return withPublicNames(publicNames.without(fqdn));
  }

  /** Puts others in place of all public names. */
  public ZoneIndex withPublicNames(PublicNames changed) {
    return new ZoneIndex(revision, zones, networks, networkIds, changed, prefixes, publicView);
  }

  /** Whether clients that belong to no network may have names asked upstream for them. */
  public ZoneIndex withPublicRecursion(boolean allowed) {
    return new ZoneIndex(
        revision,
        zones,
        networks,
        networkIds,
        publicNames,
        prefixes,
        publicView.withRecursionAllowed(allowed));
  }
}
