package io.postern.server.auth;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Tenants;

/**
 * What a caller may do: an administrator everything, a tenant's caller everything within the
 * subscriptions of its tenant and nothing outside; of that, what the call is limited to.
 *
 * <p>Actions have Azure's names. What a caller may not read does not exist for it, so that a
 * refusal says NOT_FOUND; what it may read and not change is PERMISSION_DENIED. Neither depends on
 * whether there is such a resource.
 */
public final class Policy {
  private static final String READ = "read";
  private static final String JOIN = "join/action";

  /**
   * Whether a caller may perform an action, such as {@code
   * Microsoft.Network/privateEndpoints/write}, on a resource.
   */
  public boolean permits(
      Tenants tenants, Principal principal, String action, ResourceName resource) {
    return principal.actions().include(action)
        && (principal.isAdministrator()
            || principal.tenant().equals(resource.subscription().flatMap(tenants::tenantOf)));
  }

  /** Whether a caller may read a resource of a kind. */
  public boolean permitsRead(
      Tenants tenants, Principal principal, Kind<?> kind, ResourceName resource) {
    return permits(tenants, principal, kind.action(READ, resource), resource);
  }

  /**
   * Refuses a caller that may not act on a resource of a kind.
   *
   * @param verb the end of the action's name: {@code read}, {@code write}, {@code delete}, {@code
   *     join/action}
   * @throws ControlException {@code NotFound}, or {@code PermissionDenied} if the caller may read
   *     it
   */
  public void require(
      Tenants tenants, RequestContext context, Kind<?> kind, String verb, ResourceName resource) {
    requireAction(tenants, context, kind, kind.action(verb, resource), resource);
  }

  /** The same for an action that has another name than its resource. */
  public void requireAction(
      Tenants tenants, RequestContext context, Kind<?> kind, String action, ResourceName resource) {
    var principal = context.principal();
    if (permits(tenants, principal, action, resource)) return;
    throw permitsRead(tenants, principal, kind, resource)
        ? denied(principal, action, resource)
        : ControlException.notFound(kind.label(), resource);
  }

  /**
   * Refuses a caller that may not act on everything there is, whosever it is: only administrators
   * may.
   *
   * @throws ControlException {@code PermissionDenied}
   */
  public void requireForEverything(Principal principal, String action) {
    if (principal.isAdministrator() && principal.actions().include(action)) return;
    throw ControlException.of(
        new ControlError.PermissionDenied(
            Problem.of(
                    Reason.AUTHORIZATION_FAILED,
                    "Only an administrator of the server whose call is not limited to other actions"
                        + " may "
                        + action
                        + ".")
                .with("action", action)));
  }

  private static ControlException denied(
      Principal principal, String action, ResourceName resource) {
    return ControlException.of(
        new ControlError.PermissionDenied(
            Problem.of(
                    reason(action),
                    principal.id()
                        + " is limited to other actions than "
                        + action
                        + " on '"
                        + resource
                        + "'; have somebody call who may.")
                .with("action", action)));
  }

  /** What it takes to use one resource for another is what Azure calls linked. */
  private static Reason reason(String action) {
    return action.endsWith("/" + JOIN)
        ? Reason.LINKED_AUTHORIZATION_FAILED
        : Reason.AUTHORIZATION_FAILED;
  }
}
