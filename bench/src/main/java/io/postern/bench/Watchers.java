package io.postern.bench;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many watches of one thing that is changed again and again, the number of the change in its value.
 * Every watch must get every change, once and in order: the first that does not fails the
 * measurement.
 *
 * @param <R> what a watch replies
 */
final class Watchers<R> {
  private static final long PATIENCE_SECONDS = 120;

  private final Function<R, List<Integer>> changes;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final int count;
  private final CountDownLatch ready;
  private volatile Round round = new Round(0, 0);

  private Watchers(int count, Function<R, List<Integer>> changes) {
    this.count = count;
    this.changes = changes;
    this.ready = new CountDownLatch(count);
  }

  /**
   * @param written until the call that changes was answered
   * @param everywhere until the last watch had the change
   */
  record Took(long written, long everywhere) {}

  /** How a watch is opened. */
  interface Opening<R> {
    void open(Channel channel, StreamObserver<R> replies);
  }

  /**
   * Opens watches, the channels in turns, and returns when each is ready.
   *
   * @param isReady whether a reply says that the watch sees every change from now on
   * @param changes the numbers of the changes in a reply
   */
  static <R> Watchers<R> open(
      List<? extends Channel> channels,
      int count,
      Opening<R> opening,
      Function<R, Boolean> isReady,
      Function<R, List<Integer>> changes)
      throws InterruptedException {
    var watchers = new Watchers<R>(count, changes);
    for (int i = 0; i < count; i++)
      opening.open(channels.get(i % channels.size()), watchers.new Watcher(isReady));
    watchers.await(watchers.ready);
    return watchers;
  }

  /**
   * Makes a change and returns when every watch has it.
   *
   * @return nanoseconds from the call that changes
   */
  Took change(int number, Runnable write) throws InterruptedException {
    var now = new Round(number, count);
    round = now;
    long begun = System.nanoTime();
    write.run();
    long written = System.nanoTime() - begun;
    await(now.done);
    return new Took(written, now.last - begun);
  }

  private void await(CountDownLatch latch) throws InterruptedException {
    boolean reached = latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    var failed = failure.get();
    if (failed != null) throw new IllegalStateException("A watch failed", failed);
    if (!reached) throw new IllegalStateException(latch.getCount() + " watches are behind");
  }

  private void fail(Throwable why) {
    failure.compareAndSet(null, why);
    while (ready.getCount() > 0) ready.countDown();
    round.end();
  }

  private static final class Round {
    final int number;
    final AtomicInteger left;
    final CountDownLatch done;
    volatile long last;

    Round(int number, int watches) {
      this.number = number;
      this.left = new AtomicInteger(watches);
      this.done = new CountDownLatch(1);
    }

    void arrived() {
      if (left.decrementAndGet() == 0) end();
    }

    void end() {
      last = System.nanoTime();
      done.countDown();
    }
  }

  /** Called by one thread at a time. */
  private final class Watcher implements StreamObserver<R> {
    private final Function<R, Boolean> isReady;
    private boolean open;
    private int last;

    Watcher(Function<R, Boolean> isReady) {
      this.isReady = isReady;
    }

    @Override
    public void onNext(R reply) {
      for (int number : changes.apply(reply)) take(number);
      if (!open && isReady.apply(reply)) {
        open = true;
        ready.countDown();
      }
    }

    private void take(int number) {
      var now = round;
      if (number != now.number || number == last || (last != 0 && number != last + 1)) {
        fail(new IllegalStateException(number + " came after " + last + ", not " + now.number));
        return;
      }
      last = number;
      now.arrived();
    }

    @Override
    public void onError(Throwable error) {
      fail(error);
    }

    @Override
    public void onCompleted() {
      fail(new IllegalStateException("The watch ended"));
    }
  }
}
