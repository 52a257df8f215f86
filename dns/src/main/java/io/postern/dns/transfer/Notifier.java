package io.postern.dns.transfer;

import io.postern.dns.view.ZoneIndex;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells secondaries that zones have changed (RFC 1996): at once, all zones when it starts, again
 * until there is an answer, and not for ever. One thread for all of them.
 */
public final class Notifier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Notifier.class);
  private static final int MAX_ANSWER = 4096;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);
  private static final long LONGEST_REST = Duration.ofMinutes(1).toNanos();

  /** Where one change follows the other, all zones are gone through so often and not more. */
  private static final long LOOK_SPACING = Duration.ofMillis(20).toNanos();

  private final Supplier<ZoneIndex> indexes;
  private final Selector selector;
  private final List<NotifyLine> lines = new ArrayList<>();
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private final Thread thread =
      Thread.ofPlatform().name("dns-notify").daemon().unstarted(this::serve);
  private long lookedAtNanos = System.nanoTime() - LOOK_SPACING;

  private Notifier(Supplier<ZoneIndex> indexes) throws IOException {
    this.indexes = indexes;
    this.selector = Selector.open();
  }

  /**
   * Begins to tell secondaries of what the supplier has.
   *
   * @param own addresses that zones are asked for at
   * @throws IOException if there is no socket to be had; nothing is left open then
   */
  public static Notifier start(
      List<Secondary> secondaries, List<InetAddress> own, Supplier<ZoneIndex> indexes)
      throws IOException {
    var notifier = new Notifier(indexes);
    try {
      for (var secondary : secondaries) {
        var line = NotifyLine.open(secondary, own);
        notifier.lines.add(line);
        line.channel().register(notifier.selector, SelectionKey.OP_READ, line);
      }
    } catch (IOException e) {
      notifier.closeAll();
      throw e;
    }
    notifier.thread.start();
    return notifier;
  }

  /** The supplier has another index; costs next to nothing. */
  public void indexChanged() {
    if (changed.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  private void serve() {
    var buffer = ByteBuffer.allocate(MAX_ANSWER);
    while (selector.isOpen()) {
      try {
        step(buffer);
      } catch (ClosedSelectorException e) {
        return;
      } catch (IOException | RuntimeException e) {
        log.error("Secondaries are no longer told of changes", e);
        return;
      }
    }
  }

  private void step(ByteBuffer buffer) throws IOException {
    var now = System.nanoTime();
    if (now - lookedAtNanos >= LOOK_SPACING && changed.getAndSet(false)) {
      lookedAtNanos = now;
      var index = indexes.get();
      lines.forEach(line -> line.look(index, now));
    }
    var next = changed.get() ? lookedAtNanos + LOOK_SPACING : now + LONGEST_REST;
    for (var line : lines) {
      var due = line.say(now, LONGEST_REST);
      next = due - next < 0 ? due : next;
    }
    // Never 0, which would be for ever; one millisecond late is soon enough.
    selector.select(key -> hear(key, buffer), Math.max(1, (next - now) / 1_000_000 + 1));
  }

  private static void hear(SelectionKey key, ByteBuffer buffer) {
    if (key.attachment() instanceof NotifyLine line) {
      line.hear(buffer);
    }
  }

  @Override
  public void close() {
    closeAll();
    try {
      thread.join(CLOSE_WAIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeAll() {
    try {
      selector.close();
      for (var line : lines) {
        line.close();
      }
    } catch (IOException e) {
      log.warn("Could not close the sockets to secondaries", e);
    }
  }
}
