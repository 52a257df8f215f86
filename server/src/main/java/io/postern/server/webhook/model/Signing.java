package io.postern.server.webhook.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Which secret a webhook is signed with. The secret itself is stored nowhere: it follows from the
 * server's key, the webhook's uid and the generation.
 *
 * @param generation how many secrets there have been; 0 before the first
 * @param keyId which key of a server makes the secret; empty before the first
 * @param previousUntil until when the secret before counts as well
 */
public record Signing(long generation, String keyId, Optional<Instant> previousUntil) {
  public static final Signing NONE = new Signing(0, "", Optional.empty());

  /** With the next secret. One that another key made cannot be made again, so it ends at once. */
  Signing next(String newKeyId, Instant now) {
    boolean lasts = generation > 0 && keyId.equals(newKeyId);
    return new Signing(
        generation + 1,
        newKeyId,
        lasts ? Optional.of(now.plus(Webhook.OLD_SECRET_LASTS)) : Optional.empty());
  }

  /** Whether the secret before still counts. */
  public boolean hasPrevious(Instant now) {
    return previousUntil.filter(now::isBefore).isPresent();
  }
}
