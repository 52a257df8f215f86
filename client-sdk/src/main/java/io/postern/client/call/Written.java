package io.postern.client.call;

import io.postern.v1.Plan;
import java.util.Optional;

/**
 * The answer to a write.
 *
 * @param value the resource as it is after the write, with the fields the server fills in
 * @param revisionToken the revision of the write, opaque. When the call returns, the server that
 *     took it has it on disk, in its DNS and in its watches
 * @param plan all that the write would do, when it was only checked; empty for one that was made
 */
public record Written<R>(R value, String revisionToken, Optional<Plan> plan) {
  /** The answer to a write that was made. */
  public Written(R value, String revisionToken) {
    this(value, revisionToken, Optional.empty());
  }
}
