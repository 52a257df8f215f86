package io.postern.server.zone;

import io.postern.server.kernel.ResourceName;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.subscription.model.Quota;
import io.postern.server.zone.RecordSetEntry.ShownClaim;
import io.postern.server.zone.claim.ClaimReads;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.ZoneGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The record sets of a zone, stored and derived together.
 *
 * <p>One record set costs its claims. A page costs its record sets and their claims, and besides
 * the zone groups of the zone, read once for the names they claim: the store finds groups by a
 * name, not names in order. Endpoints are read for the names of the page only.
 */
final class RecordSetReads {
  /** The most zone groups that are read for one zone. */
  private static final int MAX_GROUPS = 100_000;

  private RecordSetReads() {}

  /** The record set of a name; empty when nobody made or claims it. */
  static Optional<RecordSetEntry> find(ReadTx tx, PrivateDnsZone zone, ResourceName name) {
    var entry = entry(tx, zone, name, tx.find(RecordSet.KIND, name));
    return entry.isEmpty() ? Optional.empty() : Optional.of(entry);
  }

  /**
   * The record sets of a zone in order of their names.
   *
   * @param type empty for all
   * @param afterKey only names after this key
   */
  static List<RecordSetEntry> list(
      ReadTx tx, PrivateDnsZone zone, Optional<RecordType> type, String afterKey, int limit) {
    var scope = scope(zone, type);
    Map<ResourceName, RecordSet> stored = new HashMap<>();
    for (var set : tx.list(RecordSet.KIND, scope, afterKey, limit)) stored.put(set.name(), set);
    var names = new TreeSet<>(stored.keySet());
    var unstored = unstored(tx, zone);
    for (var name : unstored) {
      if (!scope.covers(name) || name.key().compareTo(afterKey) <= 0) continue;
      names.add(name);
      if (names.size() > limit) names.pollLast();
    }
    var entries = new ArrayList<RecordSetEntry>();
    for (var name : names) {
      var handMade = Optional.ofNullable(stored.get(name));
      // A set that nobody claims is not looked up again for its claims.
      entries.add(
          unstored.contains(name)
              ? entry(tx, zone, name, handMade)
              : new RecordSetEntry(name, zone, handMade, List.of()));
    }
    return entries;
  }

  /** How many record sets {@link #list} would give in all. */
  static long count(ReadTx tx, PrivateDnsZone zone) {
    long stored = tx.count(Quota.RECORD_SETS_PER_ZONE.within(zone.name()));
    var unstored = unstored(tx, zone);
    if (stored > 0) unstored.removeIf(name -> tx.find(RecordSet.KIND, name).isPresent());
    return stored + unstored.size();
  }

  private static Scope scope(PrivateDnsZone zone, Optional<RecordType> type) {
    var all = Scope.under(zone.name());
    return type.map(one -> new Scope(all.prefix() + one.name().toLowerCase(Locale.ROOT) + "/"))
        .orElse(all);
  }

  /** The names that need no row to be there: the SOA's and those that endpoints claim. */
  private static Set<ResourceName> unstored(ReadTx tx, PrivateDnsZone zone) {
    var names = new HashSet<ResourceName>();
    names.add(RecordSet.name(zone.name(), RecordType.SOA, "@", "name"));
    for (var group : tx.referrers(ZoneGroup.KIND, ZoneGroup.ZONE, zone.name(), MAX_GROUPS)) {
      for (var name : group.claimed()) if (name.isWithin(zone.name())) names.add(name);
    }
    return names;
  }

  private static RecordSetEntry entry(
      ReadTx tx, PrivateDnsZone zone, ResourceName name, Optional<RecordSet> handMade) {
    return new RecordSetEntry(name, zone, handMade, claims(tx, zone, name, handMade));
  }

  private static List<ShownClaim> claims(
      ReadTx tx, PrivateDnsZone zone, ResourceName name, Optional<RecordSet> handMade) {
    var type = RecordSet.type(name);
    if (!type.isAddress()) return List.of();
    var all = ClaimReads.at(tx, zone.name(), name.id());
    var ofType = all.ofType(type);
    if (ofType.isEmpty()) return List.of();
    boolean isShadowed =
        handMade.isPresent() || ClaimReads.handMade(tx, zone.name(), name.id(), type);
    return ofType.stream()
        .map(claim -> new ShownClaim(claim, all.status(claim, zone.claimPolicy(), isShadowed)))
        .toList();
  }
}
