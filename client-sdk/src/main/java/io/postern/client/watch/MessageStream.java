package io.postern.client.watch;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One server stream as something to read from. At most {@link #PREFETCHED} messages wait here; the
 * rest waits at the server, which is how a slow reader holds back only itself.
 *
 * @param <A> the messages
 */
final class MessageStream<A> implements AutoCloseable {
  private static final int PREFETCHED = 16;

  private final ClientCall<?, A> call;

  /** One place more than is ever asked for, so that the end always fits. */
  private final BlockingQueue<Event<A>> events = new ArrayBlockingQueue<>(PREFETCHED + 1);

  /** A message, or the end: exactly one of the two. */
  private record Event<A>(@Nullable A message, @Nullable StatusException end) {}

  private MessageStream(ClientCall<?, A> call) {
    this.call = call;
  }

  static <Q, A> MessageStream<A> open(Channel channel, MethodDescriptor<Q, A> method, Q request) {
    var call = channel.newCall(method, CallOptions.DEFAULT);
    var stream = new MessageStream<>(call);
    call.start(stream.new Receiver(), new Metadata());
    call.request(PREFETCHED);
    call.sendMessage(request);
    call.halfClose();
    return stream;
  }

  /**
   * Waits for the next message.
   *
   * @return the message, or null when there is none within {@code patience}
   * @throws StatusException when the stream has ended, with the OK status too
   */
  @Nullable A next(Duration patience) throws StatusException, InterruptedException {
    var event = events.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (event == null) {
      return null;
    }
    if (event.end() != null) {
      events.add(event);
      throw event.end();
    }
    call.request(1);
    return event.message();
  }

  /** Ends the stream; a reader that waits gets CANCELLED after what has arrived. */
  @Override
  public void close() {
    call.cancel("the watch no longer reads this stream", null);
  }

  private final class Receiver extends ClientCall.Listener<A> {
    @Override
    public void onMessage(A message) {
      events.add(new Event<>(message, null));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      events.add(new Event<>(null, status.asException(trailers)));
    }
  }
}
