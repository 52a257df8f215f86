package io.postern.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postern.cli.session.GlobalOptions;
import io.postern.cli.session.Session;
import io.postern.cli.session.Terminal;
import io.postern.client.watch.Watch;
import io.postern.client.watch.WatchPosition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EndingTest {
  private final CountDownLatch isPrinting = new CountDownLatch(1);
  private final CountDownLatch mayPrint = new CountDownLatch(1);
  private final StringWriter printed = new StringWriter();

  @Test
  void nobodyEndsTheProcessBeforeTheTokenIsPrinted() throws InterruptedException {
    var ending = new Ending(session(), 1);
    var main = Thread.ofPlatform().unstarted(() -> ending.await(new EndedWatch()));
    var hook = Thread.ofPlatform().unstarted(ending::close);

    main.start();
    isPrinting.await();
    hook.start();
    while (hook.getState() == Thread.State.NEW || hook.getState() == Thread.State.RUNNABLE) {
      Thread.onSpinWait();
    }
    boolean hookWaits = hook.isAlive();
    mayPrint.countDown();
    main.join();
    hook.join();

    assertTrue(hookWaits, "the hook returned while the token was being printed");
    assertEquals("To go on from here: --resume token", printed.toString().strip());
  }

  private Session session() {
    var nowhere = new PrintWriter(Writer.nullWriter());
    var terminal =
        new Terminal(nowhere, new PrintWriter(new SlowWriter()), Map.of(), Path.of("none"));
    return new Session(terminal, new GlobalOptions());
  }

  /** A terminal that takes its time. */
  private final class SlowWriter extends Writer {
    @Override
    public void write(char[] text, int offset, int length) {
      isPrinting.countDown();
      try {
        mayPrint.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      printed.write(text, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** A watch that has ended at a place. */
  private static final class EndedWatch implements Watch {
    @Override
    public Optional<WatchPosition> position() {
      return Optional.of(new WatchPosition("token", "revision"));
    }

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public void await() {}

    @Override
    public void close() {}
  }
}
