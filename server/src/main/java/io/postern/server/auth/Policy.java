package io.postern.server.auth;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Rights;
import io.postern.server.kernel.ScopeLock;
import io.postern.server.kernel.Tenants;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a caller may do: an administrator everything, a tenant's caller what its tenant gives it and
 * nothing outside; of that, what the call is limited to. A tenant that gave no role to anyone gives
 * everything to each of its callers; see {@link Rights}.
 *
 * <p>Actions have Azure's names. What a caller may not read does not exist for it, so that a
 * refusal says NOT_FOUND; what it may read and not change is PERMISSION_DENIED. Neither depends on
 * whether there is such a resource. What is permitted may be held off by a lock all the same, which
 * binds administrators as well.
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
    if (principal.isAdministrator()) return principal.actions().include(action);
    var owner = tenants.ownerOf(resource);
    return owner.isPresent() && permits(tenants, principal, action, resource, owner.get());
  }

  /**
   * The same for a resource of a tenant that its name need not lead to, such as a subscription that
   * is yet to be made.
   */
  public boolean permits(
      Tenants tenants, Principal principal, String action, ResourceName resource, String tenant) {
    boolean atHome = principal.isAdministrator() || principal.tenant().equals(Optional.of(tenant));
    return atHome && permits(rights(tenants, principal), principal, action, resource, tenant);
  }

  /** The same by rights that were looked up before. */
  public boolean permits(
      Rights rights, Principal principal, String action, ResourceName resource, String tenant) {
    return principal.actions().include(action)
        && (principal.isAdministrator()
            || principal.tenant().equals(Optional.of(tenant))
                && rights.decide(action, resource).isAllowed());
  }

  /** What a caller was given in its own tenant, which is everything for an administrator. */
  public Rights rights(Tenants tenants, Principal principal) {
    return principal
        .tenant()
        .map(tenant -> tenants.grantsOf(tenant).of(principal.id()))
        .orElse(Rights.ALL);
  }

  /**
   * Whether there may be anything for a caller in a subscription, below names that begin so. Where
   * there is not, a list has nothing, and looks at nothing: that would take the longer the more is
   * there.
   *
   * @param prefix in lower case, ends in a slash
   */
  public boolean reaches(
      Tenants tenants, Principal principal, ResourceName subscription, String prefix) {
    if (principal.isAdministrator()) return true;
    var owner = tenants.ownerOf(subscription);
    hide(tenants, principal, subscription);
    return owner.isPresent()
        && principal.tenant().equals(owner)
        && rights(tenants, principal).reach(prefix);
  }

  /** Whether a caller may read a resource of a kind. */
  public boolean permitsRead(
      Tenants tenants, Principal principal, Kind<?> kind, ResourceName resource) {
    return permits(tenants, principal, kind.action(READ, resource), resource);
  }

  /** Tells the resources that a caller may read, whatever their kinds: those it is told of. */
  public Predicate<ResourceName> readable(Tenants tenants, Principal principal) {
    return resource -> permits(tenants, principal, resource.armType() + "/" + READ, resource);
  }

  /**
   * Refuses a caller that may not act on a resource of a kind.
   *
   * @param verb the end of the action's name: {@code read}, {@code write}, {@code delete}, {@code
   *     join/action}
   * @throws ControlException {@code NotFound}, or {@code PermissionDenied} if the caller may read
   *     it; {@code PreconditionFailed} when it may, and a lock holds it off
   */
  public void require(
      Tenants tenants, RequestContext context, Kind<?> kind, String verb, ResourceName resource) {
    requireAction(tenants, context, kind, kind.action(verb, resource), resource);
  }

  /** The same for an action that has another name than its resource. */
  public void requireAction(
      Tenants tenants, RequestContext context, Kind<?> kind, String action, ResourceName resource) {
    var principal = context.principal();
    if (permits(tenants, principal, action, resource)) {
      requireUnlocked(tenants, action, resource);
      return;
    }
    if (permitsRead(tenants, principal, kind, resource)) throw denied(principal, action, resource);
    hide(tenants, principal, resource);
    throw ControlException.notFound(kind.label(), resource);
  }

  /** Has a refusal take as long as if the subscription of another tenant were not there. */
  private static void hide(Tenants tenants, Principal principal, ResourceName resource) {
    var owner = tenants.ownerOf(resource);
    if (owner.isPresent() && !principal.tenant().equals(owner))
      resource.subscription().ifPresent(tenants::lookUp);
  }

  /** Reading and using need no look at the locks, which would cost each of them one. */
  private static void requireUnlocked(Tenants tenants, String action, ResourceName resource) {
    if (action.endsWith("/" + READ) || action.endsWith("/" + JOIN)) return;
    resource
        .subscription()
        .ifPresent(
            subscription -> ScopeLock.requireNone(tenants.locksIn(subscription), action, resource));
  }

  /**
   * Refuses a caller that may not perform an action on what belongs to all tenants together.
   *
   * @throws ControlException {@code PermissionDenied}
   */
  public void requireOnAll(RequestContext context, String action) {
    var principal = context.principal();
    if (principal.isAdministrator() && principal.actions().include(action)) return;
    throw ControlException.of(
        new ControlError.PermissionDenied(
            Problem.of(
                    Reason.AUTHORIZATION_FAILED,
                    principal.id()
                        + " may not perform "
                        + action
                        + " for all tenants; have an administrator call.")
                .with("action", action)));
  }

  private static ControlException denied(
      Principal principal, String action, ResourceName resource) {
    return ControlException.of(
        new ControlError.PermissionDenied(
            Problem.of(
                    reason(action),
                    principal.id()
                        + " may not perform "
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
