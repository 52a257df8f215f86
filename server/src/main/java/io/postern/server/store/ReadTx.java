package io.postern.server.store;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.kernel.Tenants;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A consistent view of everything stored, at one revision. Valid only inside the call that gave it.
 */
public interface ReadTx extends Tenants {
  Revision revision();

  <T extends Resource> Optional<T> find(Kind<T> kind, ResourceName name);

  /**
   * Like {@link #find}, for a resource that the caller named.
   *
   * @throws ControlException {@code NotFound}
   */
  default <T extends Resource> T get(Kind<T> kind, ResourceName name) {
    return find(kind, name).orElseThrow(() -> ControlException.notFound(kind.label(), name));
  }

  /**
   * Resources of a kind under a name, at any depth, in order of their names.
   *
   * @param afterKey only names after this key; empty for the first page
   */
  <T extends Resource> List<T> list(Kind<T> kind, Scope scope, String afterKey, int limit);

  /** The resources of a kind that point at this one in this role, in order of their names. */
  <T extends Resource> List<T> referrers(Kind<T> kind, String role, ResourceName target, int limit);

  /** The names of resources that keep this one from being deleted. */
  List<ResourceName> blockers(ResourceName target, int limit);

  /** Resources of a kind whose time has come, the most overdue first. */
  <T extends Resource> List<T> due(Kind<T> kind, Instant now, int limit);

  /** Any one resource that lies under a name, at any depth. */
  Optional<ResourceName> anyWithin(ResourceName name);

  /** How many resources count towards a tally. */
  long count(Resource.Tally tally);

  /** Who holds a unique value. */
  Optional<ResourceName> holder(String space, String value);

  /** The free ranges, held addresses and counters of a subnet. */
  AddressBook addresses(ResourceName subnet);

  /**
   * The resources of a kind that point at this one in this role, each in turn: for those that may
   * be too many to have at once.
   */
  <T extends Resource> void eachReferrer(
      Kind<T> kind, String role, ResourceName target, Consumer<T> each);

  /** Who did and asked for what. */
  AuditTrail audit();

  /** What was changed, for as long as the audit vouches for it. */
  KeptChanges changesKept();

  /** The transitions of a connection, newest first. */
  List<Entry> entries(ResourceName owner, int limit);

  /** How far the webhook with this uid is; empty when there is none. */
  Optional<Delivery> delivery(String uid);

  /** A line of a resource's journal, such as one transition of a connection. */
  record Entry(Revision revision, String body) {}
}
