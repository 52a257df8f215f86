package io.postern.server.watch;

import io.postern.server.auth.Policy;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.ResourceName;
import java.util.Optional;

/** The caller of a watch, and what it may see. */
record Viewer(Policy policy, Principal principal) {
  /**
   * @param tenant whose the resource was when it was as it would be shown
   */
  boolean sees(WatchedKind kind, ResourceName name, Optional<String> tenant) {
    return policy.permitsRead(subscription -> tenant, principal, kind.kind(), name);
  }

  /** Whether the caller may read what somebody of the tenant has, whatever its kind. */
  boolean reads(ResourceName name, String tenant) {
    return policy.permits(
        subscription -> Optional.of(tenant), principal, name.armType() + "/read", name);
  }

  /** What keeps the tokens of one tenant's watches from being another's. */
  String realm() {
    return principal.tenant().map(tenant -> "tenant " + tenant).orElse("administrator");
  }
}
