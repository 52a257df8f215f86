package io.postern.server.kernel;

import java.time.Instant;

/**
 * What the store knows of every resource.
 *
 * @param uid given once, never reused, also when a resource of the same name is made again
 * @param created the revision that made the resource
 * @param updated the revision of its last change; its etag
 */
public record Meta(
    String uid, Revision created, Revision updated, Instant createTime, Instant updateTime) {
  /** The bookkeeping of a resource that was not stored yet. */
  public static final Meta NEW =
      new Meta("", Revision.ZERO, Revision.ZERO, Instant.EPOCH, Instant.EPOCH);

  public String etag() {
    return updated.equals(Revision.ZERO) ? "" : "\"" + updated.number() + "\"";
  }

  /**
   * Refuses a write whose etag is not the resource's; an empty etag means that the caller does not
   * care.
   */
  public void requireEtag(String etag, ResourceName name) {
    if (etag.isEmpty() || etag.equals("*") || etag.equals(etag())) return;
    throw ControlException.of(
        new ControlError.StaleEtag(
            Problem.of(
                    Reason.ETAG_MISMATCH,
                    "'"
                        + name
                        + "' was changed since it was read; get it again and repeat the change.")
                .with("resource", name.text())
                .with("etag", etag())));
  }
}
