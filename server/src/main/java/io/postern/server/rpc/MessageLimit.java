package io.postern.server.rpc;

import com.google.protobuf.MessageLite;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.postern.server.config.GrpcSettings;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Refuses requests that are larger than the server takes, with a reason.
 *
 * <p>The transport has a limit of its own, {@value #ROOM} times as high: what is beyond that is cut
 * off unread, with a status but without details, since nothing of ours is called.
 */
public final class MessageLimit implements ServerInterceptor {
  private static final int ROOM = 4;

  private final int maxBytes;

  @Inject
  MessageLimit(GrpcSettings settings) {
    this.maxBytes = settings.maxMessageBytes();
  }

  /** The largest message that may be read at all, in bytes. */
  int readableBytes() {
    return (int) Math.min(Integer.MAX_VALUE, (long) maxBytes * ROOM);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return new CheckedMessages<>(call, next.startCall(call, headers), this::refusal);
  }

  private Optional<ControlError> refusal(Object message) {
    int size = message instanceof MessageLite request ? request.getSerializedSize() : 0;
    return size <= maxBytes ? Optional.empty() : Optional.of(tooLarge(size));
  }

  private ControlError tooLarge(int size) {
    return new ControlError.QuotaExceeded(
        Problem.of(
                Reason.MESSAGE_TOO_LARGE,
                "The request has "
                    + size
                    + " bytes and the server takes "
                    + maxBytes
                    + "; send less at once, or raise grpc.maxMessageBytes.")
            .with("limit", Integer.toString(maxBytes))
            .with("size", Integer.toString(size)));
  }
}
