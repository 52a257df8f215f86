package io.postern.server.store;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import java.time.Instant;
import java.util.Optional;

/**
 * One change to one resource.
 *
 * @param resource the resource after the change; for a deletion, as it was last
 * @param before the resource before the change; empty for a creation
 * @param tenant whose the resource was when it was changed: after a deletion the same name can
 *     become another tenant's, who must not see what came before
 * @param actor who made the change
 * @param reason why, in a few words
 */
public record Change(
    Revision revision,
    Operation operation,
    Resource resource,
    Optional<Resource> before,
    Optional<String> tenant,
    String actor,
    String reason,
    Instant time) {
  public enum Operation {
    CREATED,
    UPDATED,
    DELETED
  }

  public ResourceName name() {
    return resource.name();
  }

  public Kind<?> kind() {
    return resource.kind();
  }

  /** Whether the resource points at another one in this role, or did so before. */
  public boolean pointsAt(String role, ResourceName target) {
    return pointsAt(resource, role, target)
        || before.isPresent() && pointsAt(before.get(), role, target);
  }

  private static boolean pointsAt(Resource resource, String role, ResourceName target) {
    return resource.references().stream()
        .anyMatch(it -> it.role().equals(role) && it.target().equals(target));
  }
}
