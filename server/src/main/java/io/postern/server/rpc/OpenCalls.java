package io.postern.server.rpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.postern.server.auth.Identity;
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
}
