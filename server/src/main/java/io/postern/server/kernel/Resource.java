package io.postern.server.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A resource of the model: an immutable value with a name, what the store knows about it, and what
 * it points at.
 */
public interface Resource {
  Kind<?> kind();

  ResourceName name();

  Meta meta();

  /** The same resource with other bookkeeping; only the store calls this. */
  Resource withMeta(Meta meta);

  /**
   * The resources this one points at. The store keeps them, refuses to delete what is pointed at,
   * and finds pointers back.
   */
  default List<Reference> references() {
    return List.of();
  }

  /**
   * Values that no two resources may have, such as an alias. The store refuses the second holder.
   */
  default List<Hold> holds() {
    return List.of();
  }

  /**
   * What this resource counts towards, such as {@code privateEndpoints of subscriptions/s}. The
   * store keeps one number for each, so that a limit costs the same to check however much exists.
   */
  default List<Tally> tallies() {
    return List.of();
  }

  /**
   * When time itself changes this resource, such as an approval that runs out. The store finds what
   * is due.
   */
  default Optional<Instant> due() {
    return Optional.empty();
  }

  /** A number of resources: those of one sort within one name. */
  record Tally(String sort, ResourceName within) {}

  /**
   * A pointer from one resource to another.
   *
   * @param role what the target is to the resource, such as {@code subnet}
   * @param blocking whether the target cannot be deleted while the pointer exists
   */
  record Reference(String role, ResourceName target, boolean blocking) {
    public static Reference blocking(String role, ResourceName target) {
      return new Reference(role, target, true);
    }

    public static Reference loose(String role, ResourceName target) {
      return new Reference(role, target, false);
    }
  }

  /** A value held by one resource alone within a space, such as {@code alias}. */
  record Hold(String space, String value) {}
}
