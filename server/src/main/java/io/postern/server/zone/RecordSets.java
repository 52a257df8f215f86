package io.postern.server.zone;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.ReadTx;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Quota;
import io.postern.server.subscription.model.Subscription;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.Soa;
import jakarta.inject.Inject;

/**
 * The use cases on record sets made by hand. What endpoints claim is shown beside them and changed
 * by nobody; the SOA is a part of its zone, shown and changed as if it were a record set.
 */
final class RecordSets {
  private final Policy policy;
  private final CallRates rates;

  @Inject
  RecordSets(Policy policy, CallRates rates) {
    this.policy = policy;
    this.rates = rates;
  }

  /** A record set as it is shown, made by hand or claimed. */
  RecordSetEntry get(ReadTx tx, RequestContext context, ResourceName name) {
    policy.require(tx, context, RecordSet.KIND, "read", name);
    return shown(tx, name);
  }

  /** The same for whoever just wrote it. */
  static RecordSetEntry shown(ReadTx tx, ResourceName name) {
    return tx.find(PrivateDnsZone.KIND, name.parent())
        .flatMap(zone -> RecordSetReads.find(tx, zone, name))
        .orElseThrow(() -> ControlException.notFound(RecordSet.KIND.label(), name));
  }

  RecordSet create(WriteTx tx, RequestContext context, RecordSet wanted) {
    policy.require(tx, context, RecordSet.KIND, "write", wanted.name());
    var zone = tx.get(PrivateDnsZone.KIND, wanted.zone());
    requireRate(tx, context, zone.name());
    var subscription = tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow());
    var quota = Quota.RECORD_SETS_PER_ZONE;
    // The SOA counts towards the limit; claims are limited by the endpoints that make them.
    quota.requireRoom(subscription, tx.count(quota.within(zone.name())) + 1);
    Quota.RECORDS_PER_RECORD_SET.requireAtMost(subscription, wanted.records().size());
    requireNoAliasBeside(tx, wanted);
    return tx.create(wanted, "created");
  }

  RecordSet update(WriteTx tx, RequestContext context, RecordSet wanted, String etag) {
    load(tx, context, wanted.name(), "write", etag);
    requireRate(tx, context, wanted.name());
    Quota.RECORDS_PER_RECORD_SET.requireAtMost(
        tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow()),
        wanted.records().size());
    return tx.update(wanted, "updated");
  }

  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = load(tx, context, name, "delete", etag);
    requireRate(tx, context, name);
    tx.delete(current, "deleted");
  }

  /** The zone whose SOA a write is about; the etag is the zone's. */
  PrivateDnsZone loadSoa(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    policy.require(tx, context, RecordSet.KIND, "write", name);
    var zone =
        tx.find(PrivateDnsZone.KIND, name.parent())
            .filter(found -> name.id().equals("@"))
            .orElseThrow(() -> ControlException.notFound(RecordSet.KIND.label(), name));
    zone.meta().requireEtag(etag, name);
    requireRate(tx, context, name);
    return zone;
  }

  void updateSoa(WriteTx tx, PrivateDnsZone zone, Soa wanted) {
    tx.update(zone.withSoa(wanted), "updated");
  }

  /** The record set made by hand that a write is about. */
  RecordSet load(WriteTx tx, RequestContext context, ResourceName name, String verb, String etag) {
    policy.require(tx, context, RecordSet.KIND, verb, name);
    requireNotSoa(RecordSet.type(name), "name");
    var current = tx.find(RecordSet.KIND, name).orElseThrow(() -> notMadeByHand(tx, name));
    current.meta().requireEtag(etag, name);
    return current;
  }

  private void requireRate(ReadTx tx, RequestContext context, ResourceName within) {
    rates.require(tx, context, Quota.RECORD_SET_WRITES_PER_MINUTE, within);
  }

  static void requireNotSoa(RecordType type, String field) {
    if (type != RecordType.SOA) return;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        field,
        "The SOA record comes and goes with its zone; update it in place of this.");
  }

  private static ControlException notMadeByHand(ReadTx tx, ResourceName name) {
    boolean isClaimed =
        tx.find(PrivateDnsZone.KIND, name.parent())
            .flatMap(zone -> RecordSetReads.find(tx, zone, name))
            .isPresent();
    if (!isClaimed) return ControlException.notFound(RecordSet.KIND.label(), name);
    return ControlException.of(
        new ControlError.NotFound(
            Problem.of(
                    Reason.RESOURCE_NOT_FOUND,
                    "The record set '"
                        + name
                        + "' has no records made by hand, only those of private endpoints; change"
                        + " their zone groups, or create a record set that takes their place.")
                .with("resource", name.text())));
  }

  /** No other data stands at the name of a CNAME (RFC 1034 §3.6.2), nor does the zone's SOA. */
  private static void requireNoAliasBeside(ReadTx tx, RecordSet wanted) {
    if (wanted.type() != RecordType.CNAME) {
      if (tx.find(RecordSet.KIND, beside(wanted, RecordType.CNAME)).isPresent())
        throw conflict(wanted, RecordType.CNAME);
      return;
    }
    if (wanted.relativeName().equals("@")) throw conflict(wanted, RecordType.SOA);
    for (var type : RecordType.values()) {
      if (type == RecordType.CNAME || type == RecordType.SOA) continue;
      if (tx.find(RecordSet.KIND, beside(wanted, type)).isPresent()) throw conflict(wanted, type);
    }
  }

  private static ResourceName beside(RecordSet set, RecordType type) {
    return RecordSet.name(set.zone(), type, set.relativeName(), "name");
  }

  private static ControlException conflict(RecordSet wanted, RecordType existing) {
    return ControlException.precondition(
        Problem.inField(
                Reason.CNAME_CONFLICT,
                "record_set.type",
                "'"
                    + wanted.fqdn()
                    + "' has a record set of type "
                    + existing
                    + ", and a CNAME stands alone at its name; choose another name or type.")
            .with("fqdn", wanted.fqdn().text())
            .with("existing", existing.name()));
  }
}
