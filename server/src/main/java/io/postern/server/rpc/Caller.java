package io.postern.server.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthGrpc;
import io.postern.server.auth.Authenticator;
import io.postern.server.auth.Credentials;
import io.postern.server.auth.Identity;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Reason;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out who makes each call, and refuses those that nobody can be found for. Whether the server
 * is healthy may be asked by anybody.
 */
public final class Caller implements ServerInterceptor {
  /** The header in which a caller says who it is. */
  public static final Metadata.Key<String> HEADER =
      Metadata.Key.of("postern-principal", Metadata.ASCII_STRING_MARSHALLER);

  /** The header in which a caller limits itself to some actions. */
  public static final Metadata.Key<String> ACTIONS_HEADER =
      Metadata.Key.of("postern-actions", Metadata.ASCII_STRING_MARSHALLER);

  /** The header with a token (RFC 6750 section 2.1). */
  public static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final Context.Key<Identity> IDENTITY = Context.key("postern-identity");

  private final Authenticator authenticator;
  private final OpenCalls open;

  @Inject
  Caller(Authenticator authenticator, OpenCalls open) {
    this.authenticator = authenticator;
    this.open = open;
  }

  /** Who makes the call being served, and how that is known. */
  public static Identity identity() {
    var identity = IDENTITY.get();
    if (identity == null)
      throw new IllegalStateException("A call reached a service without a caller.");
    return identity;
  }

  /** The same, but empty for a call that nobody has to make, such as one that asks for health. */
  static Optional<Principal> known() {
    return Optional.ofNullable(IDENTITY.get()).map(Identity::principal);
  }

  static Principal current() {
    return identity().principal();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (HealthGrpc.SERVICE_NAME.equals(call.getMethodDescriptor().getServiceName()))
      return next.startCall(call, headers);
    try {
      var shown = credentials(call, headers);
      var identity = authenticator.authenticate(shown);
      var context = Context.current().withValue(IDENTITY, identity);
      ServerCallHandler<Q, R> known =
          (served, its) -> Contexts.interceptCall(context, served, its, next);
      if (call.getMethodDescriptor().getType().serverSendsOneMessage()
          || identity.expires().isEmpty()) return known.startCall(call, headers);
      // Looked at again once it is known as open: nothing comes between.
      return open.start(identity, call, headers, known, () -> authenticator.authenticate(shown));
    } catch (ControlException e) {
      Refusals.close(call, e.error());
      return new ServerCall.Listener<>() {};
    }
  }

  private static Credentials credentials(ServerCall<?, ?> call, Metadata headers) {
    return new Credentials(
        only(headers, AUTHORIZATION),
        only(headers, HEADER),
        only(headers, ACTIONS_HEADER),
        ClientCertificate.of(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION)));
  }

  /** Of two, a proxy might have looked at the one and this server at the other. */
  private static Optional<String> only(Metadata headers, Metadata.Key<String> key) {
    var values = headers.getAll(key);
    if (values == null) return Optional.empty();
    List<String> all = new ArrayList<>();
    values.forEach(all::add);
    if (all.size() == 1) return Optional.of(all.getFirst());
    throw ControlException.unauthenticated(
        Reason.UNAUTHENTICATED,
        "The header " + key.name() + " is there " + all.size() + " times; send it once.");
  }
}
