package io.postern.server.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.postern.server.auth.Authenticator;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import jakarta.inject.Inject;
import java.util.Optional;

/** Finds out who makes each call, and refuses those that nobody can be found for. */
public final class Caller implements ServerInterceptor {
  /** The header in which a caller says who it is. */
  public static final Metadata.Key<String> HEADER =
      Metadata.Key.of("postern-principal", Metadata.ASCII_STRING_MARSHALLER);

  /** The header in which a caller limits itself to some actions. */
  public static final Metadata.Key<String> ACTIONS_HEADER =
      Metadata.Key.of("postern-actions", Metadata.ASCII_STRING_MARSHALLER);

  private static final Context.Key<Principal> PRINCIPAL = Context.key("postern-principal");

  private final Authenticator authenticator;

  @Inject
  Caller(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  static Principal current() {
    var principal = PRINCIPAL.get();
    if (principal == null)
      throw new IllegalStateException("A call reached a service without a caller.");
    return principal;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    try {
      var principal =
          authenticator.authenticate(
              Optional.ofNullable(headers.get(HEADER)),
              Optional.ofNullable(headers.get(ACTIONS_HEADER)));
      return Contexts.interceptCall(
          Context.current().withValue(PRINCIPAL, principal), call, headers, next);
    } catch (ControlException e) {
      Refusals.close(call, e.error());
      return new ServerCall.Listener<>() {};
    }
  }
}
