package io.postern.server.zone;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.ReadTx;
import io.postern.server.store.Scope;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.zone.WantedZone.Skipped;
import io.postern.server.zone.model.DerivedRecord;
import io.postern.server.zone.model.DnsStatus;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordData;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.Soa;
import io.postern.server.zone.model.ZoneImport;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Makes the record sets of a zone those of a zone file, all of them or none. */
final class ImportZone {
  /** How many record sets are read at a time. */
  private static final int BATCH = 1000;

  private final Policy policy;
  private final CallRates rates;

  @Inject
  ImportZone(Policy policy, CallRates rates) {
    this.policy = policy;
    this.rates = rates;
  }

  /**
   * Imports a file.
   *
   * @param etag of the zone; empty: not compared
   * @param file read for this zone
   */
  ImportedZone run(
      WriteTx tx,
      RequestContext context,
      ResourceName name,
      String etag,
      ZoneFile file,
      ZoneImport.Mode mode) {
    policy.require(tx, context, PrivateDnsZone.KIND, "write", name);
    policy.require(tx, context, RecordSet.KIND, "write", name);
    if (mode == ZoneImport.Mode.REPLACE)
      policy.require(tx, context, RecordSet.KIND, "delete", name);
    var zone = tx.get(PrivateDnsZone.KIND, name);
    zone.meta().requireEtag(etag, name);
    // The whole file is one change of the zone, however many record sets it has.
    rates.require(tx, context, Quota.ZONE_UPDATES_PER_MINUTE, name);

    var faults = file.faults().copy();
    var wanted = file.wanted();
    var skipped = new ArrayList<>(wanted.skipped());
    var sets = withoutClaimed(tx, zone, wanted, skipped);
    var plan = ZoneImport.decide(recordSets(tx, zone), sets, mode);
    plan.conflicts().forEach((set, other) -> addConflict(faults, wanted, set, other));
    faults.requireNone();

    requireRoom(tx, zone, plan);
    for (var set : plan.deleted()) tx.delete(set, "not in the imported zone file");
    for (var set : plan.updated()) tx.update(set, "imported");
    for (var set : plan.created()) tx.create(set, "imported");
    skipped.sort(Comparator.comparingInt(Skipped::line));
    return new ImportedZone(plan, importSoa(tx, zone, wanted.soa()), skipped);
  }

  private static List<RecordSet> recordSets(ReadTx tx, PrivateDnsZone zone) {
    var all = new ArrayList<RecordSet>();
    List<RecordSet> batch;
    do {
      var after = all.isEmpty() ? "" : all.getLast().name().key();
      batch = tx.list(RecordSet.KIND, Scope.under(zone.name()), after, BATCH);
      all.addAll(batch);
    } while (batch.size() == BATCH);
    return all;
  }

  /**
   * The sets of the file but for those that only repeat what endpoints claim: made by hand they
   * would stand in front of the claims and outlive the endpoints.
   */
  private static List<RecordSet> withoutClaimed(
      ReadTx tx, PrivateDnsZone zone, WantedZone wanted, List<Skipped> skipped) {
    var sets = new ArrayList<RecordSet>();
    for (var each : wanted.sets().values()) {
      if (!repeatsClaims(tx, zone, each.set())) {
        sets.add(each.set());
        continue;
      }
      skipped.add(
          new Skipped(
              each.line(), "Private endpoints claim just these records; the set is left to them."));
    }
    return sets;
  }

  private static boolean repeatsClaims(ReadTx tx, PrivateDnsZone zone, RecordSet set) {
    if (!set.type().isAddress() || set.ttlSeconds() != DerivedRecord.TTL_SECONDS) return false;
    var entry = RecordSetReads.find(tx, zone, set.name());
    if (entry.isEmpty() || entry.get().handMade().isPresent()) return false;
    var claimed = new HashSet<RecordData>();
    for (var shown : entry.get().claims()) {
      if (shown.status() == DnsStatus.PUBLISHED)
        for (var address : shown.claim().record().addresses())
          claimed.add(RecordData.address(address));
    }
    return claimed.equals(Set.copyOf(set.records()));
  }

  private static void addConflict(
      ZoneFileFaults faults, WantedZone wanted, ResourceName set, RecordType other) {
    var file = wanted.sets().get(set);
    if (file == null) throw new IllegalStateException("A conflict is of a set of the file: " + set);
    faults.add(
        file.line(),
        "'"
            + file.set().fqdn()
            + "' has records of type "
            + other
            + ", too, and a CNAME stands alone at its name");
  }

  private static void requireRoom(ReadTx tx, PrivateDnsZone zone, ZoneImport plan) {
    if (plan.created().isEmpty()) return;
    var subscription = tx.get(Subscription.KIND, zone.name().subscription().orElseThrow());
    var quota = Quota.RECORD_SETS_PER_ZONE;
    // The SOA counts towards the limit, and room is asked for the last of the new ones.
    long others = tx.count(quota.within(zone.name())) - plan.deleted().size();
    quota.requireRoom(subscription, others + plan.created().size());
  }

  private static Optional<ResourceName> importSoa(
      WriteTx tx, PrivateDnsZone zone, Optional<Soa> soa) {
    if (soa.filter(Predicate.not(zone.soa()::equals)).isEmpty()) return Optional.empty();
    var changed = tx.update(zone.withSoa(soa.get()), "imported");
    return Optional.of(RecordSet.name(changed.name(), RecordType.SOA, "@", "name"));
  }
}
