package io.postern.dns.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Whoever gave out the ids of an index's zones and networks: indexes can be compared, and one be
 * turned into the other, only if it was the same.
 */
public record Lineage(UUID id) {
  /** One that nobody had before. */
  public static Lineage fresh() {
    return new Lineage(UUID.randomUUID());
  }

  /**
   * The one that was written as {@code text}.
   *
   * @throws IllegalArgumentException if that is no UUID
   */
  public static Lineage parse(String text) {
    return new Lineage(UUID.fromString(text));
  }

  /** The one of what is extracted from indexes of this one, in the same way each time. */
  public Lineage extracted(String way) {
    return new Lineage(UUID.nameUUIDFromBytes((id + " " + way).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
