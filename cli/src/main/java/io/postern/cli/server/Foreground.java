package io.postern.cli.server;

import io.postern.server.app.PosternServer;
import java.util.concurrent.CountDownLatch;

/** Keeps the process up while a server runs in it. */
public final class Foreground {
  private Foreground() {}

  /**
   * Waits for Ctrl-C or SIGTERM, closes the server and ends the process with exit code 0: a stop
   * that was asked for is no failure, but the JVM would report 128 plus the number of the signal.
   *
   * @param alsoClosed what has to go after the server, in this order
   */
  public static int untilStopped(PosternServer server, Runnable... alsoClosed)
      throws InterruptedException {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  for (var next : alsoClosed) next.run();
                  Runtime.getRuntime().halt(0);
                },
                "postern-stop"));
    new CountDownLatch(1).await();
    throw new IllegalStateException("Nothing counts this latch down.");
  }
}
