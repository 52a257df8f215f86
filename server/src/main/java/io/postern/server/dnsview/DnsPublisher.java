package io.postern.server.dnsview;

import io.postern.dns.view.ZoneIndex;
import io.postern.server.config.DnsServerSettings;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the DNS index current: compiles everything at start, then follows the change log. Writes
 * wait for it, so that the very next query after an approval sees the approval. The served revision
 * only moves forward.
 */
public final class DnsPublisher implements LogReader, Supplier<ZoneIndex>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DnsPublisher.class);
  private static final int PAGE = 1000;
  private static final int CHANGES_AT_ONCE = 1000;

  /** How long it waits for a wake-up before it looks at the log by itself. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Store store;
  private final ChangeLog log;
  private final DnsServerSettings settings;
  private final Duration pause;
  private final RevisionGate served = new RevisionGate(Revision.ZERO);
  private final Thread thread =
      Thread.ofPlatform().name("postern-dns-publisher").unstarted(this::follow);
  private volatile ZoneCompiler compiler;
  private volatile ZoneIndex index = ZoneIndex.empty();
  private volatile Runnable published = () -> {};
  private volatile boolean closing;

  @Inject
  DnsPublisher(Store store, DnsServerSettings settings) {
    this(store, settings, PATIENCE);
  }

  /**
   * @param pause after a failure
   */
  DnsPublisher(Store store, DnsServerSettings settings, Duration pause) {
    this.store = store;
    this.log = store.log();
    this.settings = settings;
    this.pause = pause;
    this.compiler = newCompiler();
  }

  private ZoneCompiler newCompiler() {
    return new ZoneCompiler(settings.publicRecursion(), ForSecondaries.of(settings));
  }

  /** Compiles all zones; returns when they can be served. */
  public void start() {
    compileAll();
    store.waitFor(this);
    thread.start();
  }

  private void compileAll() {
    var fresh = newCompiler();
    var through =
        store.read(tx -> {
          for (var kind : ZoneCompiler.KINDS) putAll(fresh, tx, kind);
          return tx.revision();
        });
    compiler = fresh;
    publish(through);
  }

  private static <T extends Resource> void putAll(ZoneCompiler compiler, ReadTx tx, Kind<T> kind) {
    var after = "";
    List<T> page;
    do {
      page = tx.list(kind, Scope.EVERYTHING, after, PAGE);
      for (var resource : page) {
        compiler.put(resource, tx.revision());
        after = resource.name().key();
      }
    } while (page.size() == PAGE);
  }

  private void follow() {
    while (!closing) {
      try {
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
    index = compiler.index(through);
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
    return index;
  }

  /** How often names were looked up in a zone; 0 for one that is not served. */
  long queryVolume(ResourceName zone) {
    var id = compiler.zoneId(zone);
    var found = id.isPresent() ? index.zone(id.getAsInt()) : null;
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
    return served.await(revision, timeout);
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
  }
}
