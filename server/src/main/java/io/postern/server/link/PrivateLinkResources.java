package io.postern.server.link;

import io.postern.server.auth.Policy;
import io.postern.server.config.ServerSettings.StoreSettings;
import io.postern.server.connection.ledger.ConnectionLedger;
import io.postern.server.connection.ledger.Reconciliation;
import io.postern.server.endpoint.address.LiveMembers;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Resource.Hold;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PublicRecord;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.WriteTx;
import io.postern.server.subscription.model.Subscription;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;

/** The use cases that create, change and delete private-link resources. */
final class PrivateLinkResources {
  /** How many resources that share a public record are compared. */
  private static final int SHARERS_COMPARED = 8;

  private final Policy policy;
  private final PermittedResources permitted;
  private final StoreSettings settings;
  private final NameProofs proofs;

  @Inject
  PrivateLinkResources(
      Policy policy, PermittedResources permitted, StoreSettings settings, NameProofs proofs) {
    this.policy = policy;
    this.permitted = permitted;
    this.settings = settings;
    this.proofs = proofs;
  }

  PrivateLinkResource create(WriteTx tx, RequestContext context, PrivateLinkResource wanted) {
    policy.require(tx, context, PrivateLinkResource.KIND, "write", wanted.name());
    tx.get(Subscription.KIND, wanted.name().subscription().orElseThrow());
    proofs.require(tx, wanted);
    requireNames(tx, wanted);
    return tx.create(wanted, "created");
  }

  PrivateLinkResource update(
      WriteTx tx, RequestContext context, PrivateLinkResource wanted, String etag) {
    var current =
        permitted.get(tx, context, PrivateLinkResource.KIND, "write", wanted.name(), etag);
    requireSame(current.variant(), wanted.variant(), "kind");
    requireSame(current.region(), wanted.region(), "region");
    proofs.require(tx, wanted);
    requireNames(tx, wanted);
    var updated = tx.update(wanted, "updated");
    Reconciliation.listsChanged(tx, wanted.name(), current.lists(), wanted.lists());
    if (!current.members().equals(updated.members()))
      LiveMembers.follow(tx, updated, settings.addressQuarantine());
    return updated;
  }

  private static void requireSame(String current, String wanted, String field) {
    if (current.equals(wanted)) return;
    throw ControlException.invalid(
        Reason.FIELD_IMMUTABLE,
        "private_link_resource." + field,
        "The " + field + " of a resource is settled when it is created.");
  }

  /**
   * The resource goes at once; endpoints that lead to it are disconnected, and stay until their
   * owners delete them.
   */
  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, PrivateLinkResource.KIND, "delete", name, etag);
    ConnectionLedger.disconnectAll(tx, context, name);
    tx.delete(current, "deleted");
  }

  /**
   * Public names belong to one resource; records that several declare must be the same in all of
   * them.
   */
  private static void requireNames(WriteTx tx, PrivateLinkResource wanted) {
    for (var hold : wanted.holds()) {
      var holder = tx.holder(hold.space(), hold.value());
      if (holder.isPresent() && !holder.get().equals(wanted.name())) throw taken(hold.value());
      if (!sharers(tx, hold.value(), wanted).isEmpty()) throw taken(hold.value());
    }
    var names = new HashSet<String>();
    wanted.publicRecords().forEach(record -> names.add(record.name()));
    for (var name : names) {
      if (tx.holder(PrivateLinkResource.PUBLIC_NAME, name)
          .filter(holder -> !holder.equals(wanted.name()))
          .isPresent()) throw taken(name);
      if (wanted.holds().contains(new Hold(PrivateLinkResource.PUBLIC_NAME, name)))
        throw taken(name);
      var ours = records(wanted, name);
      for (var other : sharers(tx, name, wanted)) {
        if (!new HashSet<>(records(other, name)).equals(new HashSet<>(ours))) throw taken(name);
      }
    }
  }

  private static List<PublicRecord> records(PrivateLinkResource resource, String name) {
    return resource.publicRecords().stream().filter(record -> record.name().equals(name)).toList();
  }

  private static List<PrivateLinkResource> sharers(
      WriteTx tx, String name, PrivateLinkResource wanted) {
    var all =
        tx.referrers(
            PrivateLinkResource.KIND,
            PrivateLinkResource.PUBLIC_RECORD,
            PrivateLinkResource.recordName(name),
            SHARERS_COMPARED);
    return all.stream().filter(other -> !other.name().equals(wanted.name())).toList();
  }

  /** Says nothing of whose the name is: that may be another tenant. */
  private static ControlException taken(String name) {
    return ControlException.of(
        new ControlError.AlreadyExists(
            Problem.inField(
                    Reason.PUBLIC_NAME_TAKEN,
                    "private_link_resource.public_names",
                    "The public name '"
                        + name
                        + "' belongs to another resource, or has other records there; choose"
                        + " another name.")
                .with("fqdn", name)));
  }
}
