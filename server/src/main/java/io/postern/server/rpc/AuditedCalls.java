package io.postern.server.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Revision;
import io.postern.server.store.AuditNote;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sees each call of the API begin and end: tells a write what it came as, and has each refusal
 * written down. Stands before all other interceptors, for they refuse, too.
 */
final class AuditedCalls implements ServerInterceptor {
  private static final String API = "postern.v1.";

  /** Ends that are nobody's refusal: the caller's leaving, and what went wrong here. */
  private static final Set<Status.Code> NO_REFUSALS =
      EnumSet.of(
          Status.Code.OK,
          Status.Code.CANCELLED,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNKNOWN,
          Status.Code.INTERNAL,
          Status.Code.UNAVAILABLE,
          Status.Code.DATA_LOSS);

  private final RefusedCalls refused;
  private final InstantSource clock;

  @Inject
  AuditedCalls(RefusedCalls refused, InstantSource clock) {
    this.refused = refused;
    this.clock = clock;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var method = call.getMethodDescriptor().getFullMethodName();
    if (!method.startsWith(API)) return next.startCall(call, headers);
    var record = new CallRecord(method, peer(call));
    var listener =
        Contexts.interceptCall(
            Context.current().withValue(CallRecord.KEY, record),
            watched(call, record),
            headers,
            next);
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onMessage(Q message) {
        record.received(message);
        super.onMessage(message);
      }
    };
  }

  private <Q, R> ServerCall<Q, R> watched(ServerCall<Q, R> call, CallRecord record) {
    return new SimpleForwardingServerCall<>(call) {
      @Override
      public void close(Status status, Metadata trailers) {
        if (!NO_REFUSALS.contains(status.getCode())) refused.add(refusal(record, status, trailers));
        super.close(status, trailers);
      }
    };
  }

  /** Tells the record who calls; stands after what finds that out. */
  ServerInterceptor identified() {
    return new Identified();
  }

  private static final class Identified implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      var record = CallRecord.KEY.get();
      if (record != null) record.identified(Caller.current());
      return next.startCall(call, headers);
    }
  }

  private static String peer(ServerCall<?, ?> call) {
    var address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (!(address instanceof InetSocketAddress socket) || socket.getAddress() == null) return "";
    var host = socket.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getPort();
  }

  private AuditNote refusal(CallRecord record, Status status, Metadata trailers) {
    var caller = Optional.ofNullable(record.principal());
    var origin = record.whole();
    var resources = record.resources();
    var message = status.getDescription();
    return new AuditNote(
        clock.instant(),
        caller.map(Principal::id).orElse(""),
        caller.flatMap(Principal::tenant).orElse(""),
        origin.peer(),
        origin.method(),
        origin.requestId(),
        status.getCode().name(),
        reason(status, trailers),
        message == null ? "" : message,
        resources,
        resources.size(),
        List.of(),
        Revision.ZERO,
        "");
  }

  private static String reason(Status status, Metadata trailers) {
    for (var detail : StatusProto.fromStatusAndTrailers(status, trailers).getDetailsList()) {
      if (!detail.is(ErrorInfo.class)) continue;
      try {
        return detail.unpack(ErrorInfo.class).getReason();
      } catch (InvalidProtocolBufferException e) {
        return "";
      }
    }
    return "";
  }
}
