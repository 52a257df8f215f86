package io.postern.server.dnsview;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.Claim;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.Zone;
import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.NameHash;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.zone.model.DerivedRecord;
import io.postern.server.zone.model.DerivedRecords;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.ZoneGroup;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What stands in private zones: record sets made by hand, and the claims of endpoints through their
 * zone groups. A claim is derived here and nowhere stored; it is live while its endpoint's
 * connection serves, and dormant otherwise, for the reason that it keeps.
 */
final class ZoneContents {
  private final Ids zoneIds = new Ids();
  private final Ids networkIds;
  private final ForSecondaries extras;
  private final ClaimedZones claimedZones = new ClaimedZones(zoneIds);

  /** By the hash of the endpoint's name, as are the groups. */
  private final Map<UUID, Claimant> claimants = new HashMap<>();

  private final Map<UUID, Claims> groups = new HashMap<>();

  /** Where an endpoint claims names, and since when. */
  private record Claims(long order, List<ResourceName> zones) {
    static Claims of(ZoneGroup group) {
      return new Claims(group.claimOrder(), List.copyOf(group.zones()));
    }
  }

  ZoneContents(Ids networkIds, ForSecondaries extras) {
    this.networkIds = networkIds;
    this.extras = extras;
  }

  int idOf(ResourceName zone) {
    return zoneIds.of(zone);
  }

  /** The id of a zone that is served; empty for another. May be asked by any thread. */
  OptionalInt find(ResourceName zone) {
    return zoneIds.find(zone);
  }

  /** A view that is new, with the zones that the network's endpoints have claims in. */
  NetworkView withClaimed(NetworkView view) {
    return claimedZones.in(view);
  }

  ZoneIndex put(ZoneIndex index, PrivateDnsZone zone, Revision revision) {
    int id = zoneIds.of(zone.name());
    var known = index.zone(id);
    var soa = DnsRecords.soa(zone.soa());
    var policy = DnsRecords.policy(zone.claimPolicy());
    var changed =
        known == null
            ? Zone.empty(DnsRecords.name(zone.apex()), soa, policy, revision.number())
            : known.withSoaSettings(soa).withClaimPolicy(policy).withRevision(revision.number());
    return index.withZone(id, extras.withServers(changed));
  }

  /**
   * The zone with a serial that says it has changed: what some network is answered from it has,
   * though nothing in it.
   */
  static ZoneIndex touched(ZoneIndex index, int zoneId, Revision revision) {
    var zone = index.zone(zoneId);
    return zone == null ? index : index.withZone(zoneId, zone.withRevision(revision.number()));
  }

  ZoneIndex remove(ZoneIndex index, PrivateDnsZone zone) {
    int id = zoneIds.of(zone.name());
    zoneIds.forget(zone.name());
    return index.zone(id) == null ? index : index.withoutZone(id);
  }

  ZoneIndex put(ZoneIndex index, io.postern.server.zone.model.RecordSet set, Revision revision) {
    var records = DnsRecords.recordSet(set);
    return change(
        index,
        set.zone(),
        DnsRecords.name(set.fqdn()),
        revision,
        node -> {
          var sets = others(node, records.type());
          sets.add(records);
          return new Node(sets, node.claims());
        });
  }

  ZoneIndex remove(ZoneIndex index, io.postern.server.zone.model.RecordSet set, Revision revision) {
    var type = RecordType.parse(set.type().name());
    return change(
        index,
        set.zone(),
        DnsRecords.name(set.fqdn()),
        revision,
        node -> new Node(others(node, type), node.claims()));
  }

  private static List<RecordSet> others(Node node, RecordType type) {
    var sets = new ArrayList<RecordSet>();
    for (var set : node.recordSets()) if (!set.type().equals(type)) sets.add(set);
    return sets;
  }

  ZoneIndex put(ZoneIndex index, PrivateEndpoint endpoint, Revision revision) {
    var key = NameHash.of(endpoint.name());
    var claimant = Claimant.of(endpoint, networkIds);
    var old = claimants.put(key, claimant);
    var group = groups.get(key);
    if (group == null) return index;
    var cleared = old == null ? index : withoutClaims(index, group, old, revision);
    return withClaims(cleared, group, claimant, revision);
  }

  ZoneIndex remove(ZoneIndex index, PrivateEndpoint endpoint, Revision revision) {
    var key = NameHash.of(endpoint.name());
    var old = claimants.remove(key);
    var group = groups.get(key);
    return old == null || group == null ? index : withoutClaims(index, group, old, revision);
  }

  ZoneIndex put(ZoneIndex index, ZoneGroup group, Revision revision) {
    var key = NameHash.of(group.privateEndpoint());
    var claims = Claims.of(group);
    var old = groups.put(key, claims);
    var claimant = claimants.get(key);
    if (claimant == null) return index;
    var cleared = old == null ? index : withoutClaims(index, old, claimant, revision);
    return withClaims(cleared, claims, claimant, revision);
  }

  ZoneIndex remove(ZoneIndex index, ZoneGroup group, Revision revision) {
    var key = NameHash.of(group.privateEndpoint());
    var old = groups.remove(key);
    var claimant = claimants.get(key);
    return old == null || claimant == null ? index : withoutClaims(index, old, claimant, revision);
  }

  private ZoneIndex withClaims(
      ZoneIndex index, Claims group, Claimant claimant, Revision revision) {
    var changed = index;
    for (var zone : group.zones()) {
      changed = claimedZones.add(changed, claimant.network(), zone);
      for (var name : claimed(claimant, zone).entrySet()) {
        var claim = new Claim(claimant.network(), group.order(), claimant.state(), name.getValue());
        changed =
            change(
                changed,
                zone,
                name.getKey(),
                revision,
                node -> {
                  var claims = claimsBut(node, group.order());
                  claims.add(claim);
                  return new Node(node.recordSets(), claims);
                });
      }
    }
    return changed;
  }

  private ZoneIndex withoutClaims(
      ZoneIndex index, Claims group, Claimant claimant, Revision revision) {
    var changed = index;
    for (var zone : group.zones()) {
      changed = claimedZones.remove(changed, claimant.network(), zone);
      for (var name : claimed(claimant, zone).keySet()) {
        changed =
            change(
                changed,
                zone,
                name,
                revision,
                node -> new Node(node.recordSets(), claimsBut(node, group.order())));
      }
    }
    return changed;
  }

  /**
   * The claims of all other endpoints: the order tells them apart, for no two zone groups are of
   * one revision.
   */
  private static List<Claim> claimsBut(Node node, long order) {
    var claims = new ArrayList<Claim>();
    for (var claim : node.claims()) if (claim.order() != order) claims.add(claim);
    return claims;
  }

  /** The address sets that an endpoint claims in a zone, by full name. */
  private static Map<DnsName, List<RecordSet>> claimed(Claimant claimant, ResourceName zone) {
    var apex = PrivateDnsZone.apex(zone);
    var addresses = new LinkedHashMap<DnsName, Map<RecordType, List<InetAddress>>>();
    for (var record : DerivedRecords.of(claimant.members(), apex)) {
      var byType =
          addresses.computeIfAbsent(
              DnsRecords.name(apex).resolve(record.relativeName()),
              absent -> new LinkedHashMap<>());
      var list =
          byType.computeIfAbsent(
              RecordType.parse(record.type().name()), absent -> new ArrayList<>());
      record.addresses().forEach(address -> list.add(address.toInetAddress()));
    }
    var sets = new LinkedHashMap<DnsName, List<RecordSet>>();
    addresses.forEach((name, byType) ->
        sets.put(
            name,
            byType.values().stream()
                .map(list -> RecordSet.addresses(DerivedRecord.TTL_SECONDS, list))
                .toList()));
    return sets;
  }

  private ZoneIndex change(
      ZoneIndex index,
      ResourceName zone,
      DnsName name,
      Revision revision,
      UnaryOperator<Node> edit) {
    int id = zoneIds.of(zone);
    var known = index.zone(id);
    // The zone went before what stood in it, in the same write.
    if (known == null) return index;
    var before = known.node(name);
    var after = edit.apply(before == null ? Node.EMPTY : before);
    var changed = after.isEmpty() ? known.withoutNode(name) : known.withNode(name, after);
    return index.withZone(id, changed.withRevision(revision.number()));
  }
}
