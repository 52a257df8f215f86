package io.postern.server.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets one thread of several run at a time, from one of its pauses to the next. */
final class Turns {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<Thread, Actor> actors = new ConcurrentHashMap<>();

  /** A thread that runs when it is told to. */
  static final class Actor {
    private final Thread thread;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore paused = new Semaphore(0);
    private volatile boolean free;
    private volatile boolean ended;

    private Actor(Thread thread) {
      this.thread = thread;
    }

    boolean ended() {
      return ended;
    }
  }

  /** A new thread, which does nothing before its first turn. */
  Actor begin(String name, Runnable work) {
    var thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> firstTurn(work));
    var actor = new Actor(thread);
    actors.put(thread, actor);
    thread.start();
    return actor;
  }

  private void firstTurn(Runnable work) {
    var actor = join();
    actor.turn.acquireUninterruptibly();
    try {
      work.run();
    } finally {
      actors.remove(actor.thread);
      actor.ended = true;
      actor.paused.release();
    }
  }

  /** The calling thread as an actor: it has been one, or becomes one with its next pause. */
  Actor join() {
    return actors.computeIfAbsent(Thread.currentThread(), Actor::new);
  }

  /** Null for a thread that nobody directs. */
  @Nullable Actor current() {
    return actors.get(Thread.currentThread());
  }

  /** Ends the turn of the calling thread and returns with its next one. */
  void pause() throws InterruptedException {
    var actor = join();
    if (actor.free) return;
    actor.paused.release();
    actor.turn.acquire();
  }

  /** Returns once a thread has come to its first pause. */
  void awaitPause(Actor actor) {
    try {
      if (actor.paused.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) return;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    var stuck = new AssertionError(actor.thread.getName() + " does not come to its next pause");
    stuck.setStackTrace(actor.thread.getStackTrace());
    throw stuck;
  }

  /** Lets an actor run up to its next pause, or to its end. */
  void step(Actor actor) {
    actor.turn.release();
    awaitPause(actor);
  }

  /** Lets an actor go; it does not pause again. */
  void free(Actor actor) {
    actor.free = true;
    actors.remove(actor.thread);
    actor.turn.release();
  }
}
