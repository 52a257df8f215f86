package io.postern.server.rpc;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.postern.server.kernel.Origin;
import io.postern.server.kernel.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a call by the time it ends, for the audit. Safe for use by many threads. */
final class CallRecord {
  static final Context.Key<CallRecord> KEY = Context.key("postern-call-record");

  private final Origin origin;
  private volatile @Nullable Principal principal;
  private volatile @Nullable Message request;

  CallRecord(String method, String peer) {
    this.origin = new Origin(method, peer, "");
  }

  /** What the call being served came as; {@link Origin#NONE} outside of calls. */
  static Origin origin() {
    var call = KEY.get();
    return call == null ? Origin.NONE : call.origin;
  }

  void identified(Principal caller) {
    principal = caller;
  }

  void received(Object message) {
    if (request == null && message instanceof Message first) request = first;
  }

  /** Empty where nobody was found. */
  @Nullable Principal principal() {
    return principal;
  }

  /** With the request's own id. */
  Origin whole() {
    var seen = request;
    return seen == null ? origin : origin.withRequestId(RequestNames.requestId(seen));
  }

  /** What the request is about, as it has it; empty if it says nothing. */
  List<String> resources() {
    var seen = request;
    if (seen == null) return List.of();
    return RequestNames.of(seen).map(List::of).orElse(List.of());
  }
}
