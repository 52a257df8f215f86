package io.postern.server.app;

import io.postern.server.config.AuditSettings;
import io.postern.server.config.ServerSettings.StoreSettings;
import io.postern.server.connection.ExpiryJob;
import io.postern.server.identity.TokenUse;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.store.Store;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that run by the clock: ending what is due, forgetting old changes. One thread, one job
 * at a time. Of servers that share a store, one does what concerns the store, and each what
 * concerns its own callers.
 */
final class Background implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);
  private static final long EXPIRY_SECONDS = 1;
  private static final long TOKEN_SECONDS = 1;
  private static final long COMPACTION_SECONDS = 60;
  private static final int ENTRIES_AT_ONCE = 1000;

  private final ExpiryJob expiry;
  private final TokenUse tokenUse;
  private final Store store;
  private final StoreSettings settings;
  private final AuditSettings audit;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("postern-background").factory());

  @Inject
  Background(
      ExpiryJob expiry,
      TokenUse tokenUse,
      Store store,
      StoreSettings settings,
      AuditSettings audit,
      InstantSource clock) {
    this.expiry = expiry;
    this.tokenUse = tokenUse;
    this.store = store;
    this.settings = settings;
    this.audit = audit;
    this.clock = clock;
  }

  void start() {
    every(EXPIRY_SECONDS, "expiry", expiry);
    everywhere(TOKEN_SECONDS, "use of tokens", tokenUse);
    every(
        COMPACTION_SECONDS,
        "compaction",
        () -> store.log().compact(clock.instant().minus(settings.changesKeptFor())));
    every(COMPACTION_SECONDS, "audit", this::forgetAudit);
  }

  /** In parts, so that no write has to wait for long. */
  private void forgetAudit() {
    var context = new RequestContext(Principal.SYSTEM, clock.instant());
    var before = clock.instant().minus(audit.keepFor());
    while (store.write(context, tx -> tx.cutAudit(before, ENTRIES_AT_ONCE)).value()
        == ENTRIES_AT_ONCE) {
      LOG.debug("{} entries of the audit were cut off", ENTRIES_AT_ONCE);
    }
  }

  private void every(long seconds, String name, Runnable job) {
    everywhere(
        seconds,
        name,
        () -> {
          if (store.leads() && store.trouble().isEmpty()) job.run();
        });
  }

  private void everywhere(long seconds, String name, Runnable job) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> {
              try {
                job.run();
              } catch (RuntimeException e) {
                // What is wrong with the store was said when it was found.
                if (store.trouble().isPresent()) LOG.debug("The job {} failed", name, e);
                else LOG.error("The job {} failed and will be tried again", name, e);
              }
            },
            seconds,
            seconds,
            TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      timer.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
