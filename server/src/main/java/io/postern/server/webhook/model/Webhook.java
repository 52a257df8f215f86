package io.postern.server.webhook.model;

import io.postern.server.kernel.Actions;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.network.model.Checks;
import io.postern.server.subscription.model.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A webhook: what is posted to which receiver. How far it is stands beside it, for it moves with
 * every delivery and is no change that anybody should be told of.
 *
 * @param url where to
 * @param selection what
 * @param reader whoever wrote it last: it is shown no more than they are
 * @param enabled whether it delivers
 * @param signing which secret it is signed with
 * @param replay where it was last told to begin again
 */
public record Webhook(
    ResourceName name,
    Meta meta,
    ReceiverUrl url,
    Selection selection,
    Reader reader,
    boolean enabled,
    Signing signing,
    Replay replay,
    Map<String, String> tags)
    implements Resource {
  public static final Kind<Webhook> KIND =
      Kind.inGroup("webhook", Webhook.class, "webhook", "Postern/webhooks/*");

  /** How long requests are signed with the secret before as well. */
  public static final Duration OLD_SECRET_LASTS = Duration.ofHours(1);

  public Webhook {
    Checks.id(name, 1, 80, "webhook_id");
    tags = Map.copyOf(tags);
  }

  /**
   * Whom a webhook reads as.
   *
   * @param principal whose roles count
   * @param actions what they limited themselves to
   */
  public record Reader(String principal, Actions actions) {
    /** Of a webhook that nobody has written yet. */
    public static final Reader NOBODY = new Reader("", Actions.ALL);
  }

  /** Where a webhook begins again, and for the how many-th time. */
  public record Replay(long count, Revision after) {
    public static final Replay NONE = new Replay(0, Revision.ZERO);
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public Webhook withMeta(Meta other) {
    return new Webhook(name, other, url, selection, reader, enabled, signing, replay, tags);
  }

  /** The same, read by somebody else. */
  public Webhook withReader(Reader other) {
    return new Webhook(name, meta, url, selection, other, enabled, signing, replay, tags);
  }

  /** The same, not delivering any more. */
  public Webhook disabled() {
    return new Webhook(name, meta, url, selection, reader, false, signing, replay, tags);
  }

  /** The same with a new secret, made with the key of this id. */
  public Webhook rotated(String keyId, Instant now) {
    return new Webhook(
        name, meta, url, selection, reader, enabled, signing.next(keyId, now), replay, tags);
  }

  /** The same, to begin again after a revision. */
  public Webhook replayed(Revision after) {
    var again = new Replay(replay.count() + 1, after);
    return new Webhook(name, meta, url, selection, reader, enabled, signing, again, tags);
  }

  @Override
  public List<Tally> tallies() {
    return List.of(Quota.WEBHOOKS.within(name.subscription().orElseThrow()));
  }
}
