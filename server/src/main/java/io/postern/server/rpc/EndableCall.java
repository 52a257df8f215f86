package io.postern.server.rpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.postern.server.kernel.ControlError;

/** A call that somebody else than its service may end. */
final class EndableCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
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
  public synchronized void close(Status status, Metadata trailers) {
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
