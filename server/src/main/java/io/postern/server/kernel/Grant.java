package io.postern.server.kernel;

import java.util.Set;

/**
 * A rule about who may do what and where: a role assignment with its role, or a deny assignment.
 *
 * @param name of the assignment
 * @param scope where it holds: there and on everything below
 * @param principal whom it is for: a caller's id, or {@link #EVERYONE} of the tenant
 * @param except callers it is not for all the same
 */
public record Grant(
    ResourceName name, ResourceName scope, String principal, Set<String> except, Actions actions) {
  /** Stands for every caller of the tenant. */
  public static final String EVERYONE = "*";

  public Grant {
    except = Set.copyOf(except);
  }

  boolean isFor(String caller) {
    return (principal.equals(EVERYONE) || principal.equals(caller)) && !except.contains(caller);
  }

  /** Whether it holds for any of the names that begin so. */
  boolean touches(String prefix) {
    var within = scope.key() + "/";
    return scope.isTenant() || prefix.startsWith(within) || within.startsWith(prefix);
  }

  /** Whether it says anything about an action on a resource of the tenant. */
  boolean covers(String action, ResourceName resource) {
    return (scope.isTenant() || resource.isWithin(scope)) && actions.include(action);
  }
}
