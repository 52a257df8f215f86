package io.postern.server.watch;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Rights;
import io.postern.server.kernel.Tenants;
import java.util.Optional;

/**
 * The caller of a watch, and what it may see.
 *
 * @param rights what it was given when the watch began; when that changes, the watch ends
 */
record Viewer(Policy policy, Principal principal, Rights rights) {
  static Viewer of(Tenants tenants, Policy policy, Principal principal) {
    return new Viewer(policy, principal, policy.rights(tenants, principal));
  }

  /**
   * @param tenant whose the resource was when it was as it would be shown
   */
  boolean sees(WatchedKind kind, ResourceName name, Optional<String> tenant) {
    var action = kind.kind().action("read", name);
    return policy.permits(rights, principal, action, name, tenant.orElse(""));
  }

  /** Whether the caller may read what somebody of the tenant has, whatever its kind. */
  boolean reads(ResourceName name, String tenant) {
    return policy.permits(rights, principal, name.armType() + "/read", name, tenant);
  }

  /**
   * Whether the caller is told who made a change: as in the audit, not where that is somebody of
   * another tenant. Only the ids of a tenant's callers have an {@code @}, and end with the tenant.
   */
  boolean knows(String actor) {
    return principal.isAdministrator()
        || !actor.contains("@")
        || actor.endsWith("@" + principal.party());
  }

  /** What keeps the tokens of one tenant's watches from being another's. */
  String realm() {
    return principal.tenant().map(tenant -> "tenant " + tenant).orElse("administrator");
  }

  /** What keeps a token from being used with other rights; 0 for who may see the whole tenant. */
  long rightsDigest() {
    var text = rights.text();
    return text.isEmpty() ? 0 : ResumeToken.digest(text);
  }

  /** Whether a tenant's roles and denials are those of this caller. */
  boolean isOf(Optional<String> tenant) {
    return principal.tenant().isPresent() && principal.tenant().equals(tenant);
  }

  boolean hasSameRights(Tenants tenants) {
    return policy.rights(tenants, principal).text().equals(rights.text());
  }

  /**
   * @throws ControlException {@code RightsChanged} when the caller may see other things by now
   */
  void requireSameRights(Tenants tenants) {
    if (!hasSameRights(tenants)) throw ControlException.of(rightsChanged());
  }

  static ControlError rightsChanged() {
    return new ControlError.RightsChanged(
        Problem.of(
            Reason.RIGHTS_CHANGED,
            "What you may see was changed; watch again without a token for a new snapshot."));
  }
}
