package io.postern.client.internal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import java.util.function.Supplier;

/** The way to the server: a channel whose calls carry the identity of the caller. Thread-safe. */
public final class Connection {
  private static final Metadata.Key<String> PRINCIPAL =
      Metadata.Key.of("postern-principal", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<String> ACTIONS =
      Metadata.Key.of("postern-actions", Metadata.ASCII_STRING_MARSHALLER);

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel managed;
  private final Channel channel;
  private final boolean owned;

  /**
   * @param principal who calls; empty sends nothing
   * @param actions what it limits itself to; empty sends nothing
   * @param owned whether {@link #close} closes the channel
   */
  public Connection(ManagedChannel managed, String principal, String actions, boolean owned) {
    this(managed, principal, actions, () -> "", owned);
  }

  /**
   * A connection whose calls carry a token.
   *
   * @param token asked for at each call; empty sends nothing
   */
  public Connection(
      ManagedChannel managed,
      String principal,
      String actions,
      Supplier<String> token,
      boolean owned) {
    this.managed = managed;
    this.channel =
        ClientInterceptors.intercept(managed, identity(principal, actions), bearer(token));
    this.owned = owned;
  }

  private static ClientInterceptor bearer(Supplier<String> token) {
    return new ClientInterceptor() {
      @Override
      public <Q, A> ClientCall<Q, A> interceptCall(
          MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
          @Override
          public void start(Listener<A> listener, Metadata headers) {
            var shown = token.get();
            if (!shown.isEmpty()) {
              headers.put(AUTHORIZATION, "Bearer " + shown);
            }
            super.start(listener, headers);
          }
        };
      }
    };
  }

  private static ClientInterceptor identity(String principal, String actions) {
    var headers = new Metadata();
    if (!principal.isEmpty()) headers.put(PRINCIPAL, principal);
    if (!actions.isEmpty()) headers.put(ACTIONS, actions);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  private Connection(Connection origin) {
    this.managed = origin.managed;
    this.channel = origin.channel;
    this.owned = false;
  }

  /** This connection for one more user, who cannot close it. */
  public Connection borrowed() {
    return new Connection(this);
  }

  /** The channel to make calls on. */
  public Channel channel() {
    return channel;
  }

  /**
   * Begins to connect if there is no connection. A channel that could not connect waits by itself
   * for up to two minutes before it tries again, however long the server has been back; the pauses
   * between our attempts are the backoff that counts.
   */
  public void reconnectNow() {
    managed.resetConnectBackoff();
  }

  /** Makes new calls use a new connection; those under way stay on the old one. */
  public void abandon() {
    managed.enterIdle();
  }

  /** Whether no call can be made any more. */
  public boolean isClosed() {
    return managed.isShutdown();
  }

  /** Closes the channel if it is owned; calls under way fail. */
  public void close() {
    if (owned) {
      managed.shutdownNow();
    }
  }
}
