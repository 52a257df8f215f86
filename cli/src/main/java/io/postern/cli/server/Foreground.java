package io.postern.cli.server;

import io.postern.cli.session.ExitCode;
import io.postern.cli.session.Terminal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a command has open in this process and puts away at its end, however it ends: by itself, by
 * Ctrl-C or by SIGTERM. What was opened last goes first.
 */
public final class Foreground implements AutoCloseable {
  private final Terminal terminal;
  private final Deque<Runnable> open = new ArrayDeque<>();
  private final Thread atSignal = new Thread(this::stop, "postern-stop");
  private volatile boolean isServing;

  private Foreground(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Begins to look out for signals. */
  public static Foreground begin(Terminal terminal) {
    var foreground = new Foreground(terminal);
    Runtime.getRuntime().addShutdownHook(foreground.atSignal);
    return foreground;
  }

  /** Opens something that is closed at the end. A signal meanwhile waits until it is open. */
  public synchronized <T> T open(Supplier<T> opening, Consumer<T> closing) {
    var opened = opening.get();
    open.push(() -> closing.accept(opened));
    return opened;
  }

  /**
   * Waits for Ctrl-C or SIGTERM. They end the process with exit code 0 then: a stop that was asked
   * for is no failure, but the JVM would report 128 plus the number of the signal.
   */
  public int untilStopped() {
    isServing = true;
    return untilTheProcessEnds();
  }

  private void stop() {
    closeAll();
    terminal.out().flush();
    terminal.err().println(isServing ? "postern: stopped" : "postern: interrupted");
    if (isServing) Runtime.getRuntime().halt(ExitCode.OK.code());
  }

  private synchronized void closeAll() {
    while (!open.isEmpty()) open.pop().run();
  }

  /**
   * Puts everything away. While a signal already does, this does not return: what the command would
   * say next, such as that its server is gone, is of no use to anybody.
   */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atSignal);
    } catch (IllegalStateException e) {
      untilTheProcessEnds();
    }
    closeAll();
  }

  private static int untilTheProcessEnds() {
    while (true) LockSupport.park();
  }
}
