package io.postern.server.store;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import java.time.Instant;

/**
 * One change to one resource.
 *
 * @param resource the resource after the change; for a deletion, as it was last
 * @param actor who made the change
 * @param reason why, in a few words
 */
public record Change(
    Revision revision,
    Operation operation,
    Resource resource,
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
}
