package io.postern.server.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.postern.server.config.GrpcSettings;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that are larger than the server takes, or that cannot be read, with a reason.
 *
 * <p>They are looked at as they come off the wire, before anything is built of them: a small
 * message may unpack to a large one, and one within the limit may make a hundred times its size of
 * objects. The refusal goes the way of all others, from where this stands among the interceptors.
 *
 * <p>The transport has a limit of its own, {@value #ROOM} times as high: what is sent beyond that
 * is cut off unread, with a status but without details, since nothing of ours is called.
 */
public final class MessageLimit implements ServerInterceptor {
  private static final int ROOM = 4;
  private static final Context.Key<Reading> READING = Context.key("postern-reading");

  private final int maxBytes;

  @Inject
  MessageLimit(GrpcSettings settings) {
    this.maxBytes = settings.maxMessageBytes();
  }

  /** The largest message that may be read at all, in bytes. */
  int readableBytes() {
    return (int) Math.min(Integer.MAX_VALUE, (long) maxBytes * ROOM);
  }

  /** A service whose requests are looked at before they are parsed; this has to intercept it. */
  ServerServiceDefinition bound(ServerServiceDefinition service) {
    return ServerInterceptors.intercept(
        ServerInterceptors.useMarshalledMessages(service, new Unparsed()), this::reading);
  }

  private <Q, R> ServerCall.Listener<Q> reading(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var wire = WireRequest.of(call.getMethodDescriptor(), maxBytes);
    var reading = new Reading();
    var context = Context.current().withValue(READING, reading);
    var parsed = Contexts.interceptCall(context, call, headers, next);
    return new SimpleForwardingServerCallListener<>(parsed) {
      @Override
      public void onMessage(Q message) {
        try {
          super.onMessage(stream(wire.checked((InputStream) message)));
        } catch (ControlException e) {
          refuse(e.error());
        } catch (StatusRuntimeException e) {
          if (!(e.getCause() instanceof InvalidProtocolBufferException fault)) throw e;
          refuse(WireRequest.malformed(fault));
        }
      }

      private void refuse(ControlError error) {
        reading.refusal = error;
        super.onMessage(stream(InputStream.nullInputStream()));
      }

      @SuppressWarnings("unchecked") // what is unparsed is a stream
      private Q stream(InputStream octets) {
        return (Q) octets;
      }
    };
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var reading = READING.get();
    if (reading == null) throw new IllegalStateException("A call whose requests nobody looks at.");
    return new CheckedMessages<>(
        call, next.startCall(call, headers), _ -> Optional.ofNullable(reading.refusal));
  }

  /** What came of reading a call's requests. Used by one thread at a time. */
  private static final class Reading {
    private @Nullable ControlError refusal;
  }

  /** Messages as they stand on the wire, in both directions. */
  private static final class Unparsed implements Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream message) {
      return message;
    }

    @Override
    public InputStream parse(InputStream message) {
      return message;
    }
  }
}
