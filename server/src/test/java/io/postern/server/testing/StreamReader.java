package io.postern.server.testing;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The reading end of a server stream, for tests that wait for messages and never for time. It can
 * stop reading, so that the server meets a slow reader.
 */
public final class StreamReader<Q, R> implements ClientResponseObserver<Q, R>, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int initially;
  private final BlockingQueue<Event<R>> events = new LinkedBlockingQueue<>();
  private volatile @Nullable ClientCallStreamObserver<Q> call;

  private StreamReader(int initially) {
    this.initially = initially;
  }

  /** Opens a stream that reads as fast as it can. */
  public static <Q, R> StreamReader<Q, R> open(BiConsumer<Q, StreamObserver<R>> rpc, Q request) {
    return open(rpc, request, Integer.MAX_VALUE);
  }

  /**
   * Opens a stream that takes a few messages and then no more until it is told.
   *
   * @param initially how many messages to take
   */
  public static <Q, R> StreamReader<Q, R> open(
      BiConsumer<Q, StreamObserver<R>> rpc, Q request, int initially) {
    var reader = new StreamReader<Q, R>(initially);
    rpc.accept(request, reader);
    return reader;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> requests) {
    call = requests;
    requests.disableAutoRequestWithInitial(initially);
  }

  /** Takes more messages. */
  public void request(int messages) {
    Objects.requireNonNull(call).request(messages);
  }

  /** The next message; an error or the end of the stream fails the test. */
  public R next() {
    var event = take();
    if (event.message != null) return event.message;
    throw new AssertionError("The stream ended instead", event.error);
  }

  /** The messages up to and with the first that is such. */
  public List<R> until(Predicate<R> such) {
    var messages = new ArrayList<R>();
    do messages.add(next());
    while (!such.test(messages.getLast()));
    return messages;
  }

  /** How the stream ended, whatever came before. */
  public StatusRuntimeException error() {
    while (true) {
      var event = take();
      if (event.message == null) return Objects.requireNonNull(event.error);
    }
  }

  private Event<R> take() {
    try {
      var event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (event != null) return event;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("No message within " + PATIENCE);
  }

  @Override
  public void onNext(R message) {
    events.add(new Event<>(message, null));
  }

  @Override
  public void onError(Throwable error) {
    events.add(new Event<>(null, (StatusRuntimeException) error));
  }

  @Override
  public void onCompleted() {
    events.add(new Event<>(null, Status.OK.asRuntimeException()));
  }

  /** Leaves. */
  @Override
  public void close() {
    Objects.requireNonNull(call).cancel("The test has read enough", null);
  }

  private record Event<R>(@Nullable R message, @Nullable StatusRuntimeException error) {}
}
