package io.postern.cli.watch;

import io.postern.cli.session.Session;
import io.postern.client.watch.Watch;
import io.postern.client.watch.WatchPosition;
import java.util.concurrent.CompletableFuture;

/**
 * When a watch has shown enough, and what it says then. It ends behind a whole message of the
 * server's, so that the token it leaves repeats nothing and skips nothing.
 */
final class Ending {
  private final Session session;
  private final long wanted;
  private final CompletableFuture<Watch> watch = new CompletableFuture<>();
  private boolean isTold;
  private long changes;

  /**
   * @param wanted how many changes are enough, what was there at the beginning not counted
   */
  Ending(Session session, long wanted) {
    this.session = session;
    this.wanted = wanted;
  }

  /** Counts a change. Like {@link #reached}, called by the thread of the watch only. */
  void count() {
    changes++;
  }

  /** Ends the watch if that was enough. The message that was being told has been told whole. */
  void reached() {
    if (changes >= wanted) watch.join().close();
  }

  /** Waits until enough was shown, the watch failed, or Ctrl-C was pressed. */
  void await(Watch started) {
    watch.complete(started);
    var atCtrlC = Thread.ofPlatform().unstarted(this::close);
    Runtime.getRuntime().addShutdownHook(atCtrlC);
    try {
      started.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      remove(atCtrlC);
      close();
    }
  }

  /**
   * Closes the watch and says where to go on. Called again while that is being said, it waits: the
   * process ends when the hook for Ctrl-C returns, and would take the line with it.
   */
  synchronized void close() {
    var closing = watch.join();
    closing.close();
    if (isTold) return;
    isTold = true;
    session.out().flush();
    closing
        .position()
        .map(WatchPosition::resumeToken)
        .ifPresent(token -> session.err().println("To go on from here: --resume " + token));
    session.err().flush();
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook is what ends it.
    }
  }
}
