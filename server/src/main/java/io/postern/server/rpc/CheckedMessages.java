package io.postern.server.rpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ServerCall;
import io.postern.server.kernel.ControlError;
import java.util.Optional;
import java.util.function.Function;

/** Hands a call's messages on until one is refused, which ends the call. */
final class CheckedMessages<Q> extends SimpleForwardingServerCallListener<Q> {
  private final ServerCall<Q, ?> call;
  private final Function<Q, Optional<ControlError>> check;
  private boolean refused;

  CheckedMessages(
      ServerCall<Q, ?> call,
      ServerCall.Listener<Q> next,
      Function<Q, Optional<ControlError>> check) {
    super(next);
    this.call = call;
    this.check = check;
  }

  @Override
  public void onMessage(Q message) {
    if (refused) return;
    var refusal = check.apply(message);
    if (refusal.isEmpty()) {
      super.onMessage(message);
      return;
    }
    refused = true;
    Refusals.close(call, refusal.get());
  }

  @Override
  public void onHalfClose() {
    if (!refused) super.onHalfClose();
  }
}
