package io.postern.server.dnsview;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.RecordSet;
import io.postern.server.connection.model.Connection;
import io.postern.server.kernel.NameHash;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PublicRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The public names of resources, with the hop to their private-link name while any endpoint leads
 * to them, and the public records that resources may share.
 */
final class PublicSide {
  private final Map<ResourceName, PrivateLinkResource> resources = new HashMap<>();

  /** By target, each by the hash of its name: there may be a million. */
  private final Map<ResourceName, Set<UUID>> connections = new HashMap<>();

  /** The resources that have a public name: one, but for names that all of a type have. */
  private final Map<String, SortedSet<ResourceName>> named = new HashMap<>();

  private final Map<String, Map<ResourceName, List<PublicRecord>>> shared = new HashMap<>();

  ZoneIndex put(ZoneIndex index, PrivateLinkResource resource) {
    var old = resources.put(resource.name(), resource);
    var before = old == null ? Set.<String>of() : fqdns(old);
    var now = fqdns(resource);
    for (var fqdn : before) if (!now.contains(fqdn)) forget(fqdn, resource.name());
    for (var fqdn : now)
      named.computeIfAbsent(fqdn, absent -> new TreeSet<>()).add(resource.name());
    var cleared = old == null ? index : withoutRecords(index, old);
    return withRecords(published(published(cleared, before), now), resource);
  }

  ZoneIndex remove(ZoneIndex index, PrivateLinkResource resource) {
    var old = resources.remove(resource.name());
    if (old == null) return index;
    var before = fqdns(old);
    for (var fqdn : before) forget(fqdn, old.name());
    return withoutRecords(published(index, before), old);
  }

  private void forget(String fqdn, ResourceName owner) {
    var owners = named.getOrDefault(fqdn, new TreeSet<>());
    owners.remove(owner);
    if (owners.isEmpty()) named.remove(fqdn);
  }

  ZoneIndex put(ZoneIndex index, Connection connection) {
    var known = connections.computeIfAbsent(connection.target(), absent -> new HashSet<>());
    boolean first = known.isEmpty();
    known.add(NameHash.of(connection.name()));
    return first ? refresh(index, connection.target()) : index;
  }

  ZoneIndex remove(ZoneIndex index, Connection connection) {
    var known = connections.getOrDefault(connection.target(), new HashSet<>());
    known.remove(NameHash.of(connection.name()));
    if (!known.isEmpty()) return index;
    connections.remove(connection.target());
    return refresh(index, connection.target());
  }

  private ZoneIndex refresh(ZoneIndex index, ResourceName target) {
    var resource = resources.get(target);
    return resource == null ? index : published(index, fqdns(resource));
  }

  /** All names that the public side can have because of a resource. */
  static Set<String> names(PrivateLinkResource resource) {
    var names = fqdns(resource);
    for (var member : resource.members())
      for (var name : member.names()) names.add(name.privateLinkName());
    for (var shared : resource.publicRecords()) names.add(shared.name());
    return names;
  }

  private static Set<String> fqdns(PrivateLinkResource resource) {
    var fqdns = new LinkedHashSet<String>();
    for (var member : resource.members()) for (var name : member.names()) fqdns.add(name.fqdn());
    for (var name : resource.publicNames()) fqdns.add(name.fqdn());
    return fqdns;
  }

  private ZoneIndex published(ZoneIndex index, Set<String> fqdns) {
    var changed = index;
    for (var fqdn : fqdns) {
      var name = published(fqdn);
      changed =
          name == null
              ? changed.withoutPublicName(DnsName.parse(fqdn))
              : changed.withPublicName(name);
    }
    return changed;
  }

  /**
   * A name without records is left to the upstream resolvers, unless an endpoint makes it an alias.
   * A name that all resources of a type have, such as a portal's, is an alias as soon as one of
   * them has an endpoint.
   */
  private @Nullable PublicName published(String fqdn) {
    var records = List.<RecordSet>of();
    String hop = null;
    boolean hasEndpoint = false;
    for (var owner : named.getOrDefault(fqdn, new TreeSet<>())) {
      var resource = Objects.requireNonNull(resources.get(owner));
      hasEndpoint |= connections.containsKey(owner);
      if (hop == null) hop = hop(resource, fqdn);
      for (var name : resource.publicNames())
        if (name.fqdn().equals(fqdn)) records = sets(name.records());
    }
    return hasEndpoint || !records.isEmpty() ? name(fqdn, records, hop, hasEndpoint) : null;
  }

  private static @Nullable String hop(PrivateLinkResource resource, String fqdn) {
    for (var member : resource.members()) {
      for (var name : member.names())
        if (name.fqdn().equals(fqdn) && !name.privateLinkName().isEmpty())
          return name.privateLinkName();
    }
    return null;
  }

  private ZoneIndex withRecords(ZoneIndex index, PrivateLinkResource resource) {
    var changed = index;
    var byName = new LinkedHashMap<String, List<PublicRecord>>();
    for (var record : resource.publicRecords())
      byName.computeIfAbsent(record.name(), absent -> new ArrayList<>()).add(record);
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

  private ZoneIndex withoutRecords(ZoneIndex index, PrivateLinkResource resource) {
    var changed = index;
    for (var fqdn : resource.publicRecords().stream().map(PublicRecord::name).distinct().toList()) {
      var owners = shared.getOrDefault(fqdn, new HashMap<>());
      owners.remove(resource.name());
      if (!owners.isEmpty()) continue;
      shared.remove(fqdn);
      changed = changed.withoutPublicName(DnsName.parse(fqdn));
    }
    return changed;
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
