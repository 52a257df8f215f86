package io.postern.server.dnsview;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.RecordSet;
import io.postern.server.connection.model.Connection;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PublicRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The public names of resources, with the hop to their private-link name while any endpoint leads
 * to them, and the public records that resources may share.
 */
final class PublicSide {
  private final Map<ResourceName, PrivateLinkResource> resources = new HashMap<>();
  private final Map<ResourceName, Set<ResourceName>> connections = new HashMap<>();
  private final Map<String, Map<ResourceName, List<PublicRecord>>> shared = new HashMap<>();

  ZoneIndex put(ZoneIndex index, PrivateLinkResource resource) {
    var old = resources.put(resource.name(), resource);
    var cleared = old == null ? index : withoutNames(index, old);
    return withNames(cleared, resource);
  }

  ZoneIndex remove(ZoneIndex index, PrivateLinkResource resource) {
    var old = resources.remove(resource.name());
    return old == null ? index : withoutNames(index, old);
  }

  ZoneIndex put(ZoneIndex index, Connection connection) {
    var known = connections.computeIfAbsent(connection.target(), absent -> new HashSet<>());
    boolean first = known.isEmpty();
    known.add(connection.name());
    return first ? refresh(index, connection.target()) : index;
  }

  ZoneIndex remove(ZoneIndex index, Connection connection) {
    var known = connections.getOrDefault(connection.target(), new HashSet<>());
    known.remove(connection.name());
    if (!known.isEmpty()) return index;
    connections.remove(connection.target());
    return refresh(index, connection.target());
  }

  /** Takes the names out first: without an endpoint, one that has no records is not ours. */
  private ZoneIndex refresh(ZoneIndex index, ResourceName target) {
    var resource = resources.get(target);
    return resource == null ? index : withNames(withoutNames(index, resource), resource);
  }

  private ZoneIndex withNames(ZoneIndex index, PrivateLinkResource resource) {
    boolean hasEndpoint = connections.containsKey(resource.name());
    var changed = index;
    for (var name : names(resource, hasEndpoint)) changed = changed.withPublicName(name);
    var byName = new LinkedHashMap<String, List<PublicRecord>>();
    for (var record : resource.publicRecords()) {
      byName.computeIfAbsent(
          record.name(),
          name ->
              resource.publicRecords().stream()
                  .filter(other -> other.name().equals(name))
                  .toList());
    }
    for (var entry : byName.entrySet()) {
      shared
          .computeIfAbsent(entry.getKey(), absent -> new HashMap<>())
          .put(resource.name(), entry.getValue());
      changed =
          changed.withPublicName(
              PublicName.of(DnsName.parse(entry.getKey()), sets(entry.getValue())));
    }
    return changed;
  }

  private ZoneIndex withoutNames(ZoneIndex index, PrivateLinkResource resource) {
    var changed = index;
    for (var name : names(resource, true)) changed = changed.withoutPublicName(name.fqdn());
    for (var fqdn : resource.publicRecords().stream().map(PublicRecord::name).distinct().toList()) {
      var owners = shared.getOrDefault(fqdn, new HashMap<>());
      owners.remove(resource.name());
      if (!owners.isEmpty()) continue;
      shared.remove(fqdn);
      changed = changed.withoutPublicName(DnsName.parse(fqdn));
    }
    return changed;
  }

  /**
   * A name without records is left to the upstream resolvers, unless an endpoint makes it an alias.
   */
  private static List<PublicName> names(PrivateLinkResource resource, boolean hasEndpoint) {
    var records = new LinkedHashMap<String, List<RecordSet>>();
    var hops = new HashMap<String, String>();
    for (var member : resource.members()) {
      for (var name : member.names()) {
        records.putIfAbsent(name.fqdn(), List.of());
        if (!name.privateLinkName().isEmpty())
          hops.putIfAbsent(name.fqdn(), name.privateLinkName());
      }
    }
    for (var name : resource.publicNames()) records.put(name.fqdn(), sets(name.records()));
    return records.entrySet().stream()
        .filter(entry -> hasEndpoint || !entry.getValue().isEmpty())
        .map(entry -> name(entry.getKey(), entry.getValue(), hops.get(entry.getKey()), hasEndpoint))
        .toList();
  }

  private static PublicName name(
      String fqdn, List<RecordSet> records, @Nullable String hop, boolean hasEndpoint) {
    var name = PublicName.of(DnsName.parse(fqdn), records);
    // A name that is the private-link name itself, as AKS has it, needs no hop to itself.
    return hop == null || hop.equals(fqdn)
        ? name
        : name.withPrivateLink(DnsName.parse(hop), hasEndpoint);
  }

  private static List<RecordSet> sets(List<PublicRecord> records) {
    return records.stream().map(DnsRecords::recordSet).toList();
  }
}
