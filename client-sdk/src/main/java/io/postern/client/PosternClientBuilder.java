package io.postern.client;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.postern.client.call.RetryPolicy;
import io.postern.client.error.PosternException;
import io.postern.client.internal.Connection;
import io.postern.client.internal.Freshness;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings a {@link PosternClient} is made from. Without any, it talks to {@code
 * 127.0.0.1:7443}.
 */
public final class PosternClientBuilder {
  /** Where a server listens unless it is told otherwise. */
  public static final String DEFAULT_TARGET = "127.0.0.1:7443";

  /** How long a call may take unless the client is told otherwise. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  /** A page of 1000 large resources, or a message of a watch, can be larger than gRPC's 4 MB. */
  private static final int LARGEST_ANSWER_BYTES = 64 << 20;

  /**
   * A connection on which nothing has come for so long is asked for a sign of life as soon as a
   * call uses it. Without, calls would go into a connection whose other end is gone until TCP gives
   * up.
   */
  private static final Duration SILENCE_BEFORE_PING = Duration.ofSeconds(30);

  /** How long that sign of life may take: less than the usual deadline, so that a retry fits in. */
  private static final Duration LONGEST_PING = Duration.ofSeconds(5);

  private static final Pattern LOOPBACK =
      Pattern.compile("(?:[a-z0-9]+:/*)?(?:localhost|127(?:\\.[0-9]+){3}|\\[::1\\])(?::[0-9]+)?");

  private String target = DEFAULT_TARGET;
  private @Nullable ChannelCredentials credentials;
  private @Nullable ManagedChannel channel;
  private TlsFiles tlsFiles = TlsFiles.NONE;
  private Supplier<String> token = () -> "";
  private boolean hasToken;
  private String principal = "";
  private String actions = "";
  private Duration deadline = DEFAULT_DEADLINE;
  private RetryPolicy retries = RetryPolicy.DEFAULT;
  private Freshness freshness = Freshness.any();

  PosternClientBuilder() {}

  /** The server: {@code host:port}, or a target of gRPC's such as {@code dns:///postern:7443}. */
  public PosternClientBuilder target(String newTarget) {
    target = newTarget;
    return this;
  }

  /** The server by host and port; an IPv6 address goes without brackets. */
  public PosternClientBuilder address(String host, int port) {
    return target((host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  /** No encryption. The default when the target is the loopback interface. */
  public PosternClientBuilder plaintext() {
    return credentials(InsecureChannelCredentials.create());
  }

  /** TLS, trusting what Java trusts. The default when the target is another machine. */
  public PosternClientBuilder tls() {
    return credentials(TlsChannelCredentials.create());
  }

  /**
   * TLS with files in PEM: whom to trust, and the client's own certificate. They are read when the
   * client is built.
   */
  public PosternClientBuilder tls(TlsFiles files) {
    tlsFiles = files;
    return this;
  }

  /**
   * An API token, or a JSON Web Token of an issuer that the server knows, sent as {@code
   * authorization: Bearer}. Without encryption it is sent to the loopback interface only.
   */
  public PosternClientBuilder token(String newToken) {
    return token(() -> newToken);
  }

  /** The same, asked for at each call: for one that is replaced while the client lives. */
  public PosternClientBuilder token(Supplier<String> newToken) {
    token = newToken;
    hasToken = true;
    return this;
  }

  /** Encryption and identity as gRPC has them: own trust, client certificates and so on. */
  public PosternClientBuilder credentials(ChannelCredentials newCredentials) {
    credentials = newCredentials;
    return this;
  }

  /**
   * Whom the call is made for, such as {@code alice@contoso}: sent as the header {@code
   * postern-principal}. It proves nothing: an administrator may act as somebody so, and servers
   * with {@code auth.mode: declared} believe everybody. Default: not sent.
   */
  public PosternClientBuilder principal(String newPrincipal) {
    principal = newPrincipal;
    return this;
  }

  /**
   * What the caller limits itself to, by Azure's names: {@code
   * Microsoft.Network/privateEndpoints/read}, with {@code *} for any characters and {@code !}
   * before what is taken out. Sent as the header {@code postern-actions}. To try out what a role
   * needs, or to be safe from one's own mistakes; like the principal it proves nothing. Default:
   * all actions.
   */
  public PosternClientBuilder actions(String... newActions) {
    actions = String.join(",", newActions);
    return this;
  }

  /** How long a call may take, retries included; positive. Default: 10 s. Watches have no end. */
  public PosternClientBuilder deadline(Duration newDeadline) {
    deadline = newDeadline;
    return this;
  }

  /** When and how often calls are repeated. Default: {@link RetryPolicy#DEFAULT}. */
  public PosternClientBuilder retries(RetryPolicy newRetries) {
    retries = newRetries;
    return this;
  }

  /**
   * Every get and list sees at least what this client has written, and so have the clients that are
   * made from it, even when another server of the same store answers. The client keeps the newest
   * revision token of its writes and asks for it; a server that is behind waits, and a read that
   * waited in vain throws {@link PosternException.Unavailable}. Writes whose answer did not arrive
   * are not counted. Default: reads see what the server has.
   */
  public PosternClientBuilder readYourWrites() {
    freshness = Freshness.ofOwnWrites();
    return this;
  }

  /**
   * A channel to use in place of one of the client's own. Target and credentials are then ignored,
   * and {@link PosternClient#close} leaves the channel open.
   */
  public PosternClientBuilder channel(ManagedChannel newChannel) {
    channel = newChannel;
    return this;
  }

  /**
   * Makes the client. Nothing is connected yet: whether the server is there shows at the first
   * call.
   *
   * @throws IllegalArgumentException when the target is not one, the deadline is not positive, the
   *     files of TLS cannot be used, or a token would be sent to another machine in the clear
   */
  public PosternClient build() {
    var connection =
        channel == null
            ? new Connection(newChannel(), principal, actions, token, true)
            : new Connection(channel, principal, actions, token, false);
    return new PosternClient(connection, deadline, retries, freshness);
  }

  private ManagedChannel newChannel() {
    var chosen = chosenCredentials();
    if (hasToken && chosen instanceof InsecureChannelCredentials && !isLoopback(target)) {
      throw new IllegalArgumentException(
          "a token is not sent to another machine without encryption; use tls()");
    }
    var builder = Grpc.newChannelBuilder(target, chosen);
    tlsFiles.serverName().ifPresent(builder::overrideAuthority);
    return builder
        .maxInboundMessageSize(LARGEST_ANSWER_BYTES)
        .keepAliveTime(SILENCE_BEFORE_PING.toSeconds(), TimeUnit.SECONDS)
        .keepAliveTimeout(LONGEST_PING.toSeconds(), TimeUnit.SECONDS)
        .userAgent("postern-client-java")
        .build();
  }

  private ChannelCredentials chosenCredentials() {
    if (!tlsFiles.equals(TlsFiles.NONE)) {
      return tlsFiles.credentials();
    }
    if (credentials != null) {
      return credentials;
    }
    return isLoopback(target)
        ? InsecureChannelCredentials.create()
        : TlsChannelCredentials.create();
  }

  static boolean isLoopback(String target) {
    return LOOPBACK.matcher(target).matches();
  }
}
