package io.postern.server.webhook;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.Scope;
import io.postern.server.store.Store;
import io.postern.server.watch.FilteredLog;
import io.postern.server.webhook.model.Webhook;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a courier for each webhook that is enabled, for as long as this server is the one that
 * leads of those that share the store. Learns of webhooks from the log, like everything else.
 *
 * <p>A webhook never has two couriers at this server: one that was told to stop is waited for. When
 * another server takes the lead, its couriers may begin while the last requests of this one's are
 * under way; what both deliver has the same ids.
 */
public final class WebhookDispatcher implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration END_WITHIN = Duration.ofSeconds(5);
  private static final int PAGE = 1000;
  private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);

  private final Store store;
  private final Courier.Tools tools;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  // Of its own thread.
  private final Map<String, Webhook> wanted = new HashMap<>();
  private final Map<String, Running> couriers = new HashMap<>();
  private Revision cursor = Revision.ZERO;
  private boolean leads;

  @Inject
  WebhookDispatcher(
      Store store,
      FilteredLog log,
      SigningKeys keys,
      Receivers receivers,
      Backoff backoff,
      InstantSource clock) {
    this.store = store;
    this.tools = new Courier.Tools(store, log, keys, receivers, backoff, clock);
  }

  private record Running(Courier courier, Thread thread) {}

  /** Starts to deliver. */
  public void start() {
    thread = Thread.ofPlatform().name("postern-webhooks").start(this::run);
  }

  private void run() {
    boolean told = false;
    while (stopping.getCount() > 0) {
      try {
        round();
        told = false;
      } catch (InterruptedException e) {
        stopping.countDown();
      } catch (RuntimeException e) {
        if (!told) LOG.warn("Webhooks cannot be looked after just now", e);
        told = true;
        pause();
      }
    }
    wanted.clear();
    reconcile();
  }

  private void round() throws InterruptedException {
    if (!store.leads()) {
      leads = false;
      wanted.clear();
      reconcile();
      var _ = stopping.await(POLL.toNanos(), TimeUnit.NANOSECONDS);
      return;
    }
    if (!leads) {
      listAll();
      leads = true;
    } else if (store.log().await(cursor, POLL).isAfter(cursor)) {
      follow();
    }
    reconcile();
  }

  private void pause() {
    try {
      var _ = stopping.await(POLL.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      stopping.countDown();
    }
  }

  private void listAll() {
    wanted.clear();
    cursor =
        store.read(tx -> {
          String after = "";
          List<Webhook> page;
          do {
            page = tx.list(Webhook.KIND, Scope.EVERYTHING, after, PAGE);
            page.forEach(this::want);
            after = page.isEmpty() ? after : page.getLast().name().key();
          } while (page.size() == PAGE);
          return tx.revision();
        });
  }

  private void want(Webhook webhook) {
    if (webhook.enabled()) wanted.put(webhook.meta().uid(), webhook);
    else wanted.remove(webhook.meta().uid());
  }

  private void follow() {
    try {
      var end = store.log().last();
      var changes = store.log().after(cursor, PAGE);
      changes.forEach(this::take);
      var through = changes.isEmpty() ? end : changes.getLast().revision();
      boolean all = changes.size() < PAGE;
      cursor = all && end.isAfter(through) ? end : through;
    } catch (ControlException e) {
      if (!e.isCompacted()) throw e;
      listAll();
    }
    couriers.values().forEach(running -> running.courier.wake());
  }

  private void take(Change change) {
    if (!(change.resource() instanceof Webhook webhook)) return;
    if (change.operation() == Change.Operation.DELETED) wanted.remove(webhook.meta().uid());
    else want(webhook);
    var running = couriers.get(webhook.meta().uid());
    if (running != null) running.courier.changed(webhook);
  }

  /** Has couriers for those webhooks that are wanted, and for no others. */
  private void reconcile() {
    couriers.values().removeIf(running -> !running.thread.isAlive());
    couriers.forEach((uid, running) -> {
      if (!wanted.containsKey(uid)) running.courier.stop();
    });
    wanted.values().stream()
        .filter(webhook -> !couriers.containsKey(webhook.meta().uid()))
        .toList()
        .forEach(this::begin);
  }

  private void begin(Webhook webhook) {
    var courier = new Courier(tools, webhook);
    var name = "postern-webhook-" + webhook.meta().uid();
    var running = new Running(courier, Thread.ofVirtual().name(name).start(courier));
    couriers.put(webhook.meta().uid(), running);
  }

  /** Ends what is under way. Never by interruption, which would close the database file. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      if (thread != null) thread.join();
      tools.receivers().close();
      for (var running : couriers.values()) {
        if (!running.thread.join(END_WITHIN))
          LOG.warn("The courier {} did not end in time", running.thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
