package io.postern.server.dnsview;

import io.postern.dns.snapshot.Lineage;
import io.postern.server.dnsview.IndexFeed.Next;
import io.postern.server.kernel.Revision;
import io.postern.server.store.Progress;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Brings one node up to date and keeps it so. It sends no faster than the node reads, and holds
 * nothing for it meanwhile.
 */
final class NodeStream {
  /** How long a node hears nothing at most. */
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

  private final IndexFeed feed;
  private final Progress published;
  private final Sender sender;
  private final BooleanSupplier ready;
  private final Semaphore woken = new Semaphore(0);
  private volatile boolean ended;
  private Lineage lineage;
  private long revision;

  /** Sends pieces to the node. */
  interface Sender {
    /** A sign of life. */
    void alive(Revision newest);

    /**
     * @param first whether a whole index of this lineage begins with it
     * @param reached the revision that it ends a unit of; 0 if it does not
     */
    void block(byte[] octets, int length, boolean first, long reached, PublishedIndex newest);
  }

  /**
   * @param lineage of the index that the node has
   * @param revision of that index
   */
  NodeStream(
      IndexFeed feed,
      Progress published,
      Sender sender,
      BooleanSupplier ready,
      Lineage lineage,
      long revision) {
    this.feed = feed;
    this.published = published;
    this.sender = sender;
    this.ready = ready;
    this.lineage = lineage;
    this.revision = revision;
  }

  /** Something is other than it was: the node reads on, or has left. */
  void wake() {
    woken.release();
  }

  void end() {
    ended = true;
    wake();
  }

  void run() throws InterruptedException {
    while (!ended) {
      switch (feed.after(lineage, revision)) {
        case Next.Differences(var units, var reached) -> {
          for (var unit : units) send(unit, reached);
          if (units.isEmpty()) sender.alive(published.current());
        }
        case Next.Whole(var index) -> send(index);
      }
      if (!ended) published.await(new Revision(revision).next(), SIGN_OF_LIFE);
    }
  }

  private void send(IndexFeed.Unit unit, PublishedIndex newest) throws InterruptedException {
    var blocks = unit.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      awaitReady();
      if (ended) return;
      long reached = i == blocks.size() - 1 ? unit.after() : 0;
      sender.block(blocks.get(i), blocks.get(i).length, false, reached, newest);
    }
    revision = unit.after();
  }

  private void send(PublishedIndex whole) throws InterruptedException {
    new WholeIndex(whole, this::awaitReady, () -> ended, sender).send();
    lineage = whole.lineage();
    revision = whole.index().revision();
  }

  private void awaitReady() throws InterruptedException {
    while (!ended && !ready.getAsBoolean()) {
      var _ = woken.tryAcquire(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
    }
    woken.drainPermits();
  }
}
