package io.postern.server.dnsview;

import io.postern.dns.snapshot.Lineage;
import io.postern.dns.view.ZoneIndex;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Change;
import io.postern.server.store.Change.Operation;
import io.postern.server.store.ChangeLog;
import io.postern.server.store.LogReader;
import io.postern.server.store.Progress;
import io.postern.server.store.ReadTx;
import io.postern.server.store.RevisionGate;
import io.postern.server.store.Scope;
import io.postern.server.store.Store;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the DNS index current: compiles everything at start, then follows the change log. Writes
 * wait for it, so that the very next query after an approval sees the approval. The served revision
 * only moves forward.
 *
 * <p>Where the index was kept that the last run ended with, and nothing was written since, that is
 * answered from at once, and everything is compiled meanwhile.
 */
public final class DnsPublisher implements LogReader, Supplier<ZoneIndex>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DnsPublisher.class);
  private static final int PAGE = 1000;
  private static final int CHANGES_AT_ONCE = 1000;

  /** How long it waits for a wake-up before it looks at the log by itself. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /**
   * How long a write waits for the first compilation, which goes on while kept zones are served.
   */
  private static final Duration COMPILED_WITHIN = Duration.ofMinutes(5);

  private static final Duration ENDED_WITHIN = Duration.ofSeconds(5);

  private final Store store;
  private final ChangeLog log;
  private final DnsServerSettings settings;
  private final KeptIndex kept;
  private final Duration pause;
  private final RevisionGate served = new RevisionGate(Revision.ZERO);
  private final Thread thread =
      Thread.ofPlatform().name("postern-dns-publisher").unstarted(this::follow);
  private final CountDownLatch compiled = new CountDownLatch(1);
  private volatile ZoneCompiler compiler;
  private Lineage lineage = Lineage.fresh();
  private volatile PublishedIndex newest = new PublishedIndex(lineage, ZoneIndex.empty());
  private volatile Runnable published = () -> {};
  private volatile boolean closing;

  @Inject
  DnsPublisher(Store store, ServerSettings settings) {
    this(store, settings, PATIENCE);
  }

  /**
   * @param pause after a failure
   */
  DnsPublisher(Store store, ServerSettings settings, Duration pause) {
    this.store = store;
    this.log = store.log();
    this.settings = settings.dns();
    this.kept = KeptIndex.in(settings, store);
    this.pause = pause;
    this.compiler = newCompiler();
  }

  private ZoneCompiler newCompiler() {
    return new ZoneCompiler(settings.publicRecursion(), ForSecondaries.of(settings));
  }

  /** Returns when all zones can be served: compiled, or as the last run has left them. */
  public void start() {
    kept.at(log.last()).ifPresentOrElse(this::beginWith, this::compileAll);
    store.waitFor(this);
    thread.start();
  }

  private void beginWith(PublishedIndex last) {
    var revision = last.index().revision();
    LOG.info("DNS answers as of revision {}, which was kept, and compiles anew", revision);
    newest = last;
    served.advance(new Revision(revision));
  }

  private void compileAll() {
    var fresh = newCompiler();
    var progress = new CompileProgress(System::nanoTime);
    var through =
        store.read(tx -> {
          for (var kind : ZoneCompiler.KINDS) putAll(fresh, tx, kind, progress);
          return tx.revision();
        });
    compiler = fresh;
    lineage = Lineage.fresh();
    publish(through);
    compiled.countDown();
    progress.end();
    LOG.debug("All zones are compiled as of revision {}", through.number());
  }

  private static <T extends Resource> void putAll(
      ZoneCompiler compiler, ReadTx tx, Kind<T> kind, CompileProgress progress) {
    var after = "";
    List<T> page;
    do {
      page = tx.list(kind, Scope.EVERYTHING, after, PAGE);
      for (var resource : page) {
        compiler.put(resource, tx.revision());
        after = resource.name().key();
      }
      progress.add(page.size());
    } while (page.size() == PAGE);
  }

  private void follow() {
    while (!closing) {
      try {
        if (compiled.getCount() > 0) compileAll();
        log.await(served.current(), PATIENCE);
        catchUp();
      } catch (ControlException e) {
        beginAnew(e);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        behind(e);
      }
    }
  }

  /** What was missed may not be kept any more, as on a server that was cut off for long. */
  private void beginAnew(ControlException why) {
    try {
      if (!why.isCompacted()) throw why;
      compileAll();
    } catch (RuntimeException e) {
      behind(e);
    }
  }

  /** Served stays where it is, writes report it, and the next round tries again. */
  private void behind(RuntimeException why) {
    LOG.error("DNS could not take in the changes after {}", served.current().token(), why);
    pauseBriefly();
  }

  private void catchUp() {
    List<Change> changes;
    do {
      changes = log.after(served.current(), CHANGES_AT_ONCE);
      for (var change : changes) apply(change);
      if (!changes.isEmpty()) publish(changes.getLast().revision());
    } while (!changes.isEmpty() && !closing);
  }

  private void apply(Change change) {
    if (change.operation() == Operation.DELETED)
      compiler.remove(change.resource(), change.revision());
    else compiler.put(change.resource(), change.revision());
  }

  private void publish(Revision through) {
    newest = new PublishedIndex(lineage, compiler.index(through));
    kept.keep(newest);
    served.advance(through);
    published.run();
  }

  private void pauseBriefly() {
    try {
      served.awaitAfter(served.current(), pause);
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  /** Runs something short whenever there is another index, on the thread that made it. */
  void whenPublished(Runnable action) {
    published = action;
  }

  /** What queries are answered from now. */
  @Override
  public ZoneIndex get() {
    return newest.index();
  }

  /** The same, and whose the ids in it are. */
  PublishedIndex published() {
    return newest;
  }

  /** How often names were looked up in a zone; 0 for one that is not served. */
  long queryVolume(ResourceName zone) {
    var id = compiler.zoneId(zone);
    var found = id.isPresent() ? newest.index().zone(id.getAsInt()) : null;
    return found == null ? 0 : found.queryVolume().total();
  }

  public Revision served() {
    return served.current();
  }

  /** How the served revision goes on. */
  Progress progress() {
    return served;
  }

  @Override
  public String name() {
    return "DNS";
  }

  @Override
  public boolean awaitServed(Revision revision, Duration timeout) throws InterruptedException {
    // What takes seconds after a start is no sign that something hangs.
    return compiled.await(COMPILED_WITHIN.toSeconds(), TimeUnit.SECONDS)
        && served.await(revision, timeout);
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      // With a time in milliseconds it may also be one that was never started.
      thread.join(ENDED_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kept.close();
  }
}
