package io.postern.server.webhook;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Delivery;
import io.postern.server.store.Delivery.Failure;
import io.postern.server.store.Store;
import io.postern.server.watch.Bell;
import io.postern.server.watch.FilteredLog;
import io.postern.server.webhook.model.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers for one webhook, on a thread of its own: one batch at a time, the next once the receiver
 * has taken it. Others tell it of changes and to stop; all else is its own thread's.
 */
final class Courier implements Runnable {
  /** How long it waits before it looks by itself whether there is anything to do. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  /** How exactly the time of a retry is met. */
  private static final Duration TICK = Duration.ofMillis(50);

  /** How far it may go on without anything to deliver before that is noted. */
  private static final long NOTED_AFTER_REVISIONS = 1000;

  private static final Duration NOTED_AFTER = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** What all couriers of a server share. */
  record Tools(
      Store store,
      FilteredLog log,
      SigningKeys keys,
      Receivers receivers,
      Backoff backoff,
      InstantSource clock) {}

  private final Tools tools;
  private final String uid;
  private final Bell bell = new Bell();
  private volatile Webhook current;
  private volatile boolean stopped;

  // Of its own thread.
  private Webhook served;
  private @Nullable Delivery known;
  private Optional<String> tenant = Optional.empty();
  private @Nullable Batch due;
  private @Nullable Webhook gone;
  private Revision noted = Revision.ZERO;
  private Instant notedAt = Instant.EPOCH;

  Courier(Tools tools, Webhook webhook) {
    this.tools = tools;
    this.uid = webhook.meta().uid();
    this.current = webhook;
    this.served = webhook;
  }

  /** Goes on with the webhook as it is now. */
  void changed(Webhook webhook) {
    current = webhook;
    bell.ring();
  }

  /** Says that there are changes. */
  void wake() {
    bell.ring();
  }

  /** Has it end, after the request that is under way. */
  void stop() {
    stopped = true;
    bell.ring();
  }

  @Override
  public void run() {
    boolean told = false;
    while (!stopped) {
      try {
        if (!turn()) bell.await(IDLE);
        told = false;
      } catch (InterruptedException e) {
        stopped = true;
      } catch (RuntimeException e) {
        if (!told) LOG.warn("The webhook {} cannot be delivered for just now", served.name(), e);
        told = true;
        rest();
      }
    }
    noteIfMoved(1, Duration.ZERO);
  }

  private void rest() {
    try {
      bell.await(IDLE);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  /** One step; false when there is nothing to do until something happens. */
  private boolean turn() throws InterruptedException {
    var webhook = current;
    // Learnt before it is told to stop, which it will be.
    if (!webhook.enabled()) return false;
    var from = whereIs(webhook);
    if (from == null || webhook.equals(gone)) return false;
    var left = Duration.between(tools.clock.instant(), nextAttempt(from));
    if (left.isPositive()) {
      bell.await(left.compareTo(TICK) < 0 ? left : TICK);
      return true;
    }
    var batch = due == null ? next(webhook, from) : due;
    due = batch;
    if (batch == null) {
      var now = known;
      return now != null && now.position().isAfter(from.position());
    }
    post(webhook, from, batch);
    return true;
  }

  /** Where the webhook is; null when it is gone. What was changed is tried at once. */
  private @Nullable Delivery whereIs(Webhook webhook) {
    if (!webhook.equals(served)) {
      due = null;
      var before = known;
      if (before != null)
        known =
            new Delivery(
                before.position(), before.replays(), before.deliveredAt(), Optional.empty());
      served = webhook;
    }
    var now = known;
    if (now != null && now.replays() >= webhook.replay().count()) return now;
    return load(webhook);
  }

  private @Nullable Delivery load(Webhook webhook) {
    due = null;
    var found =
        tools.store.read(tx -> {
          tenant = webhook.name().subscription().flatMap(tx::tenantOf);
          return tx.delivery(uid);
        });
    var now = tenant.isPresent() ? found.orElse(null) : null;
    known = now;
    if (now == null) stopped = true;
    else noted(now);
    return now;
  }

  private static Instant nextAttempt(Delivery delivery) {
    return delivery.failure().map(Failure::nextAttempt).orElse(Instant.MIN);
  }

  /** The next batch, if there is anything for the webhook in what is read at once. */
  private @Nullable Batch next(Webhook webhook, Delivery from) {
    try {
      var piece = tools.log.after(wanted(webhook), reader(webhook), from.position());
      if (!piece.changes().isEmpty()) return Batch.of(source(), uid, piece);
      known = from.at(piece.through());
      noteIfMoved(NOTED_AFTER_REVISIONS, NOTED_AFTER);
      return null;
    } catch (ControlException e) {
      if (!e.isCompacted()) throw e;
      var oldest = tools.store.log().oldest();
      return Batch.resync(source(), uid, from.position(), oldest, tools.clock.instant());
    }
  }

  private static FilteredLog.Wanted wanted(Webhook webhook) {
    var selection = webhook.selection();
    return new FilteredLog.Wanted(
        selection.kinds(), selection.scope(), selection.namePrefix(), selection.withPrevious());
  }

  /** Sees what whoever wrote the webhook sees, as a caller of the webhook's tenant. */
  private Principal reader(Webhook webhook) {
    var whose = webhook.selection().allTenants() ? Optional.<String>empty() : tenant;
    return new Principal(webhook.reader().principal(), whose, webhook.reader().actions());
  }

  private String source() {
    return "urn:uuid:" + tools.store.identity();
  }

  private void post(Webhook webhook, Delivery from, Batch batch) throws InterruptedException {
    var outcome = outcome(webhook, batch);
    var now = tools.clock.instant();
    switch (outcome) {
      case Outcome.Taken() -> {
        due = null;
        note(from.taken(batch.through(), now));
      }
      case Outcome.Gone() -> {
        note(from.failed(failure(from, 410, "The receiver is gone.", Duration.ZERO, now)));
        disable(webhook, now);
      }
      case Outcome.Failed failed -> {
        // What fails because this server stops is nobody's failure.
        if (!stopped) note(failed(from, failed, now));
      }
    }
  }

  private Outcome outcome(Webhook webhook, Batch batch) throws InterruptedException {
    var key = tools.keys.find().filter(it -> it.id().equals(webhook.signing().keyId()));
    if (key.isEmpty())
      return Outcome.Failed.because(
          "The key that the secret was made with is not at this server; bring it back, or rotate"
              + " the secret.");
    var now = tools.clock.instant();
    var time = Long.toString(now.getEpochSecond());
    var body = new String(batch.body(), StandardCharsets.UTF_8);
    var signed = batch.id() + "." + time + "." + body;
    return tools.receivers.post(
        webhook.url().uri(),
        Map.of(
            "Content-Type",
            Batch.MEDIA_TYPE,
            "webhook-id",
            batch.id(),
            "webhook-timestamp",
            time,
            "webhook-signature",
            key.get().signatures(uid, webhook.signing(), now, signed)),
        batch.body());
  }

  private Delivery failed(Delivery from, Outcome.Failed why, Instant now) {
    var wait = tools.backoff.after(attempts(from), why.retryAfter());
    return from.failed(failure(from, why.status(), why.error(), wait, now));
  }

  private static Failure failure(
      Delivery from, int status, String error, Duration wait, Instant now) {
    var since = from.failure().map(Failure::since).orElse(now);
    return new Failure(since, attempts(from), now.plus(wait), status, error);
  }

  /** How often it has failed with the attempt that has just been made. */
  private static long attempts(Delivery before) {
    return before.failure().map(Failure::attempts).orElse(0L) + 1;
  }

  private void disable(Webhook webhook, Instant now) {
    gone = webhook;
    var _ =
        tools.store.write(
            new RequestContext(Principal.SYSTEM, now),
            tx -> {
              var stored =
                  tx.find(Webhook.KIND, webhook.name())
                      .filter(it -> it.meta().updated().equals(webhook.meta().updated()));
              stored.ifPresent(
                  it -> tx.update(it.disabled(), "the receiver answered with 410 Gone"));
              return stored.isPresent();
            });
  }

  private void noteIfMoved(long revisions, Duration time) {
    var now = known;
    if (now == null || now.position().number() - noted.number() < 1) return;
    boolean far = now.position().number() - noted.number() >= revisions;
    boolean late = !tools.clock.instant().isBefore(notedAt.plus(time));
    if (!far && !late) return;
    try {
      note(now);
    } catch (RuntimeException e) {
      LOG.debug("It cannot be noted where the webhook {} is", served.name(), e);
    }
  }

  /** Notes where it is; where the webhook was told to begin again meanwhile, that counts. */
  private void note(Delivery delivery) {
    known = delivery;
    if (!tools.store.deliveries().save(uid, delivery)) known = null;
    else noted(delivery);
  }

  private void noted(Delivery delivery) {
    noted = delivery.position();
    notedAt = tools.clock.instant();
  }
}
