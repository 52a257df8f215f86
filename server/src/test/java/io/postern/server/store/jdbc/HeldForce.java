package io.postern.server.store.jdbc;

import io.postern.server.kernel.Revision;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A real file whose forces to disk begin, and can fail, when a test says so. */
final class HeldForce {
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore allowed = new Semaphore(0);
  private volatile boolean holding;
  private volatile Consumer<Revision> after = reached -> {};
  private volatile @Nullable UncheckedIOException failure;

  /** Something that is done after each force, before anybody is answered. */
  void after(Consumer<Revision> action) {
    after = action;
  }

  /** The file as an engine. */
  Engine of(Path file) {
    var real = new H2File(file);
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, arguments) -> {
              try {
                var result = method.invoke(real, arguments);
                return result instanceof WrittenOut pages ? held(pages) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private WrittenOut held(WrittenOut pages) {
    return reached -> {
      pass();
      pages.force(reached);
      after.accept(reached);
    };
  }

  private void pass() {
    if (!holding) return;
    begun.release();
    allowed.acquireUninterruptibly();
    var why = failure;
    failure = null;
    if (why != null) throw why;
  }

  /** From now on a force waits. */
  void hold() {
    holding = true;
  }

  /** Returns when one waits. */
  void awaitBegun() throws InterruptedException {
    begun.acquire();
  }

  /** Lets all of them go. */
  void letGo() {
    holding = false;
    allowed.release();
  }

  /** Lets all of them go, the one that waits to fail. */
  void fail(UncheckedIOException why) {
    failure = why;
    letGo();
  }
}
