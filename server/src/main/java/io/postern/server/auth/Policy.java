package io.postern.server.auth;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Tenants;
import java.util.Optional;

/**
 * What a caller may do: an administrator everything, a tenant's caller everything within the
 * subscriptions of its tenant and nothing outside. What a caller may not see does not exist for it,
 * so a refusal reads as NOT_FOUND.
 *
 * <p>Actions have Azure's names, so that finer rules can be put in this place without touching a
 * use case.
 */
public final class Policy {
  /**
   * Whether a caller may perform an action, such as {@code
   * Microsoft.Network/privateEndpoints/write}, on a resource.
   */
  public boolean permits(
      Tenants tenants, Principal principal, String action, ResourceName resource) {
    return decide(principal, action, resource.subscription().flatMap(tenants::tenantOf));
  }

  /** The decision by itself: no look-ups. */
  static boolean decide(Principal principal, String action, Optional<String> owner) {
    if (action.isEmpty()) throw new IllegalArgumentException("An action has a name.");
    return principal.isAdministrator() || principal.tenant().equals(owner);
  }

  /**
   * Refuses a caller that may not act on a resource of a kind.
   *
   * @param verb the end of the action's name: {@code read}, {@code write}, {@code delete}, {@code
   *     join/action}
   * @throws ControlException {@code NotFound}
   */
  public void require(
      Tenants tenants, RequestContext context, Kind<?> kind, String verb, ResourceName resource) {
    if (!permits(tenants, context.principal(), kind.action(verb), resource))
      throw ControlException.notFound(kind.label(), resource);
  }
}
