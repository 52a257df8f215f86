package io.postern.server.rpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.postern.server.kernel.ControlError;

/** How an interceptor ends a call that reaches no service. */
final class Refusals {
  private Refusals() {}

  static void close(ServerCall<?, ?> call, ControlError error) {
    var refusal = ErrorMapper.map(error);
    var trailers = refusal.getTrailers();
    call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
  }
}
