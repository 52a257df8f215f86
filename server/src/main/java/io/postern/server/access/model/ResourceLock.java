package io.postern.server.access.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.ScopeLock;
import java.util.List;

/** A lock, on the subscription, group or resource its name stands under and on all below. */
public record ResourceLock(ResourceName name, Meta meta, ScopeLock.Level level, String notes)
    implements Resource {
  public static final Kind<ResourceLock> KIND =
      Kind.underAnyScope(
          "resourceLock", ResourceLock.class, "lock", "Microsoft.Authorization/locks/*");

  /** Most of them in a subscription: each write may have to look at all. */
  public static final int MAX_IN_SUBSCRIPTION = 500;

  public ResourceLock {
    AccessChecks.id(name, "resource_lock_id");
    AccessChecks.scope(name.parent(), "parent");
    AccessChecks.text(notes, "resource_lock.notes");
    if (name.parent().isTenant())
      throw ControlException.invalid(
          Reason.NAME_MALFORMED,
          "parent",
          "A lock is on a subscription, a resource group or a resource.");
  }

  /** What it counts towards. */
  public static Tally in(ResourceName subscription) {
    return new Tally("resourceLocks", subscription);
  }

  /** What it says, as writes are held off by it. */
  public ScopeLock lock() {
    return new ScopeLock(name, name.parent(), level);
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public ResourceLock withMeta(Meta other) {
    return new ResourceLock(name, other, level, notes);
  }

  @Override
  public List<Tally> tallies() {
    return name.subscription().map(ResourceLock::in).stream().toList();
  }
}
