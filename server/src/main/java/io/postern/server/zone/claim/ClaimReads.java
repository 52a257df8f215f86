package io.postern.server.zone.claim;

import io.postern.server.endpoint.model.PrivateEndpoint;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.zone.model.Claim;
import io.postern.server.zone.model.ClaimPolicy;
import io.postern.server.zone.model.DnsStatus;
import io.postern.server.zone.model.DomainName;
import io.postern.server.zone.model.NameClaims;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.ZoneGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the claims on a name, and the records of an endpoint. Each costs what it returns, however
 * many endpoints keep their records in the zone: zone groups are found by the names they claim.
 */
public final class ClaimReads {
  /** The most endpoints that are read for one name. */
  private static final int MAX_CLAIMANTS = 10_000;

  private ClaimReads() {}

  /** The claims on a relative name of a zone. */
  public static NameClaims at(ReadTx tx, ResourceName zone, String relativeName) {
    var groups = new LinkedHashMap<ResourceName, ZoneGroup>();
    for (var type : List.of(RecordType.A, RecordType.AAAA)) {
      for (var group :
          claimants(tx, RecordSet.name(zone, type, relativeName, "name"), MAX_CLAIMANTS))
        groups.putIfAbsent(group.name(), group);
    }
    var apex = PrivateDnsZone.apex(zone);
    var claims = new ArrayList<Claim>();
    for (var group : groups.values()) {
      var endpoint = tx.find(PrivateEndpoint.KIND, group.privateEndpoint());
      if (endpoint.isEmpty()) continue;
      for (var claim : Claim.of(group, endpoint.get(), apex))
        if (claim.record().relativeName().equalsIgnoreCase(relativeName)) claims.add(claim);
    }
    return new NameClaims(claims);
  }

  /** The zone groups whose endpoints claim a record set. */
  public static List<ZoneGroup> claimants(ReadTx tx, ResourceName recordSet, int limit) {
    return tx.referrers(ZoneGroup.KIND, ZoneGroup.CLAIMED, recordSet, limit);
  }

  /** Whether a record made by hand stands where addresses of a type would be claimed. */
  public static boolean handMade(
      ReadTx tx, ResourceName zone, String relativeName, RecordType type) {
    return tx.find(RecordSet.KIND, RecordSet.name(zone, type, relativeName, "name")).isPresent()
        || tx.find(RecordSet.KIND, RecordSet.name(zone, RecordType.CNAME, relativeName, "name"))
            .isPresent();
  }

  /** The zone group of an endpoint, if it has one. */
  public static Optional<ZoneGroup> groupOf(ReadTx tx, ResourceName endpoint) {
    return tx.list(ZoneGroup.KIND, Scope.under(endpoint), "", 1).stream().findFirst();
  }

  /** What DNS does with the names of an endpoint, zone by zone. */
  public static List<EndpointRecord> of(ReadTx tx, PrivateEndpoint endpoint) {
    var group = groupOf(tx, endpoint.name());
    if (group.isEmpty()) return List.of();
    var records = new ArrayList<EndpointRecord>();
    for (var zone : group.get().zones()) {
      var policy =
          tx.find(PrivateDnsZone.KIND, zone)
              .map(PrivateDnsZone::claimPolicy)
              .orElse(ClaimPolicy.PER_VNET);
      for (var claims : byName(group.get(), endpoint, PrivateDnsZone.apex(zone)).values())
        records.add(record(tx, zone, policy, claims));
    }
    return records;
  }

  private record NameAndType(String relativeName, RecordType type) {}

  private static Map<NameAndType, List<Claim>> byName(
      ZoneGroup group, PrivateEndpoint endpoint, DomainName apex) {
    var claims = new LinkedHashMap<NameAndType, List<Claim>>();
    for (var claim : Claim.of(group, endpoint, apex)) {
      var key = new NameAndType(claim.record().relativeName(), claim.type());
      claims.computeIfAbsent(key, none -> new ArrayList<>()).add(claim);
    }
    return claims;
  }

  /** One record of the claims that the members of an endpoint have on one name and type. */
  private static EndpointRecord record(
      ReadTx tx, ResourceName zone, ClaimPolicy policy, List<Claim> own) {
    var first = own.getFirst();
    var relativeName = first.record().relativeName();
    boolean handMade = handMade(tx, zone, relativeName, first.type());
    // The claims of others are read only where they matter: a thousand endpoints of one target
    // would otherwise read a thousand each.
    var all = policy.hasOneWinner() ? at(tx, zone, relativeName) : new NameClaims(own);
    var status = all.status(first, policy, handMade);
    boolean shadowedByEndpoint = status == DnsStatus.SHADOWED && !handMade;
    var addresses = new LinkedHashSet<IpAddress>();
    for (var claim : own) addresses.addAll(claim.record().addresses());
    return new EndpointRecord(
        zone,
        PrivateDnsZone.apex(zone).resolve(relativeName, "name"),
        first.type(),
        List.copyOf(addresses),
        status,
        shadowedByEndpoint ? all.winner(policy).map(Claim::endpoint) : Optional.empty());
  }
}
