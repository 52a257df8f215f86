package io.postern.server.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.postern.server.auth.Identity;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The streams whose callers have proven who they are, so that they end with what proved it.
 * Thread-safe.
 */
public final class OpenCalls {
  private final Map<EndableCall<?, ?>, Proof> open = new ConcurrentHashMap<>();

  /**
   * What a stream was opened with.
   *
   * @param check throws the refusal when it proves nothing any more
   */
  private record Proof(Identity identity, Runnable check) {}

  @Inject
  OpenCalls() {}

  /**
   * Starts a stream, unless its caller is nobody's any more.
   *
   * @param check throws the refusal then
   */
  <Q, R> ServerCall.Listener<Q> start(
      Identity identity,
      ServerCall<Q, R> call,
      Metadata headers,
      ServerCallHandler<Q, R> next,
      Runnable check) {
    var endable = new EndableCall<>(call);
    open.put(endable, new Proof(identity, check));
    try {
      check.run();
      return endable.told(next.startCall(endable, headers), () -> open.remove(endable));
    } catch (RuntimeException e) {
      open.remove(endable);
      throw e;
    }
  }

  /** Ends the streams of a credential that prove nothing any more. */
  public void recheck(String credential) {
    recheck(identity -> identity.credential().equals(credential));
  }

  /** Ends the streams whose callers' proof is over. */
  public void recheckExpired(Instant now) {
    recheck(identity -> identity.expires().map(until -> !now.isBefore(until)).orElse(false));
  }

  private void recheck(Predicate<Identity> which) {
    open.forEach((call, proof) -> {
      if (!which.test(proof.identity())) return;
      try {
        proof.check().run();
      } catch (ControlException e) {
        call.end(e.error());
      }
    });
  }

  /** A call that somebody else than its service may end. */
  private static final class EndableCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private boolean ended;
    private volatile boolean cutOff;

    EndableCall(ServerCall<Q, R> call) {
      super(call);
    }

    synchronized void end(ControlError error) {
      if (ended) return;
      ended = true;
      cutOff = true;
      Refusals.close(delegate(), error);
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!ended) super.sendHeaders(headers);
    }

    @Override
    public synchronized void sendMessage(R message) {
      if (!ended) super.sendMessage(message);
    }

    @Override
    public synchronized void close(io.grpc.Status status, Metadata trailers) {
      if (ended) return;
      ended = true;
      super.close(status, trailers);
    }

    @Override
    public boolean isCancelled() {
      return cutOff || super.isCancelled();
    }

    /** The service is told of an end that it has not made as of a caller who left. */
    ServerCall.Listener<Q> told(ServerCall.Listener<Q> listener, Runnable over) {
      return new SimpleForwardingServerCallListener<>(listener) {
        @Override
        public void onComplete() {
          over.run();
          if (cutOff) super.onCancel();
          else super.onComplete();
        }

        @Override
        public void onCancel() {
          over.run();
          super.onCancel();
        }
      };
    }
  }
}
