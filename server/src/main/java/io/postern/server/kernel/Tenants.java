package io.postern.server.kernel;

import java.util.List;
import java.util.Optional;

/** Tells whose names are, and what was given to whom there: the facts that permissions rest on. */
public interface Tenants {
  /**
   * @param subscription a name such as {@code subscriptions/s}
   */
  Optional<String> tenantOf(ResourceName subscription);

  /** What was given to the callers of a tenant, and taken from them. */
  Grants grantsOf(String tenant);

  /** The locks on a subscription and on what lies in it. */
  List<ScopeLock> locksIn(ResourceName subscription);

  /**
   * Looks for a subscription where it is stored, although it is in memory: who may not see whether
   * there is one shall wait as long as for one that is not there.
   */
  default void lookUp(ResourceName subscription) {}

  /** The tenant that a name lies in: the one it names, or the one its subscription belongs to. */
  default Optional<String> ownerOf(ResourceName name) {
    return name.tenant().or(() -> name.subscription().flatMap(this::tenantOf));
  }
}
