package io.postern.server.kernel;

import java.util.Optional;

/** Tells which tenant a subscription belongs to. */
@FunctionalInterface
public interface Tenants {
  /**
   * @param subscription a name such as {@code subscriptions/s}
   */
  Optional<String> tenantOf(ResourceName subscription);
}
