package io.postern.client.testing;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** What goes wrong with the next calls to a server, one fault for each call; then nothing does. */
public final class Faults implements ServerInterceptor {
  private final Queue<Fault> next = new ConcurrentLinkedQueue<>();
  private final List<Metadata> headers = new CopyOnWriteArrayList<>();

  private interface Fault {
    <Q, A> ServerCall.Listener<Q> answer(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> handler);
  }

  /** The next call fails before the service sees it. */
  public Faults failNext(StatusRuntimeException error) {
    next.add(new Refused(error));
    return this;
  }

  /** The next call is carried out, but its answer does not arrive. */
  public Faults loseNextAnswer() {
    next.add(new AnswerLost());
    return this;
  }

  /** The next call is never answered. */
  public Faults hangNext() {
    next.add(new Hung());
    return this;
  }

  /** Nothing goes wrong with the next calls. */
  public void clear() {
    next.clear();
  }

  /** How many calls have arrived, those that failed included. */
  public int calls() {
    return headers.size();
  }

  /** The headers of each call that has arrived. */
  public List<Metadata> headers() {
    return List.copyOf(headers);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata callHeaders, ServerCallHandler<Q, A> handler) {
    headers.add(callHeaders);
    var fault = next.poll();
    return fault == null
        ? handler.startCall(call, callHeaders)
        : fault.answer(call, callHeaders, handler);
  }

  private record Refused(StatusRuntimeException error) implements Fault {
    @Override
    public <Q, A> ServerCall.Listener<Q> answer(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> handler) {
      var trailers = error.getTrailers();
      call.close(error.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
  }

  private record AnswerLost() implements Fault {
    @Override
    public <Q, A> ServerCall.Listener<Q> answer(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> handler) {
      return handler.startCall(
          new SimpleForwardingServerCall<>(call) {
            @Override
            public void sendHeaders(Metadata answerHeaders) {}

            @Override
            public void sendMessage(A message) {}

            @Override
            public void close(Status status, Metadata trailers) {
              super.close(Status.UNAVAILABLE.withDescription("the answer was lost"), trailers);
            }
          },
          headers);
    }
  }

  private record Hung() implements Fault {
    @Override
    public <Q, A> ServerCall.Listener<Q> answer(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> handler) {
      return new ServerCall.Listener<>() {};
    }
  }
}
