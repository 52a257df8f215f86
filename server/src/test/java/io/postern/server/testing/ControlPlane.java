package io.postern.server.testing;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.postern.server.app.PosternServer;
import io.postern.server.config.AuthSettings;
import io.postern.server.config.DnsServerSettings;
import io.postern.server.config.DnsServerSettings.ListenerSettings;
import io.postern.server.config.GrpcSettings;
import io.postern.server.config.RuleSettings;
import io.postern.server.config.ServerSettings;
import io.postern.server.identity.AdministratorToken;
import io.postern.server.kernel.IdSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A whole server on free ports of loopback, with a real database in a folder, and a channel to it.
 */
public final class ControlPlane implements AutoCloseable {
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final PosternServer server;
  private final ManagedChannel channel;
  private final FakeClock clock;

  private ControlPlane(PosternServer server, FakeClock clock, ClientInterceptor... interceptors) {
    this.server = server;
    this.clock = clock;
    this.channel =
        NettyChannelBuilder.forAddress(server.grpcAddress())
            .usePlaintext()
            .intercept(interceptors)
            .build();
  }

  public static ControlPlane start(Path folder) {
    return start(folder, UnaryOperator.identity());
  }

  /** Starts a server with other settings than the tests' usual ones. */
  public static ControlPlane start(Path folder, UnaryOperator<ServerSettings> changes) {
    return start(folder, changes, new SequentialIds());
  }

  /** The same with ids of the test's own choice. */
  public static ControlPlane start(
      Path folder, UnaryOperator<ServerSettings> changes, IdSource ids) {
    var clock = new FakeClock();
    var settings = changes.apply(settings(folder));
    try {
      EmptyDatabase.putInto(settings.dataDirectory());
      return new ControlPlane(PosternServer.start(settings, clock, ids), clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A server whose callers have to prove who they are. Calls by its channel show the token that the
   * server has made for its first administrator.
   */
  public static ControlPlane proven(Path folder, AuthSettings auth) {
    var clock = new FakeClock();
    var settings = settings(folder).with(auth);
    try {
      EmptyDatabase.putInto(settings.dataDirectory());
      var server = PosternServer.start(settings, clock, new SequentialIds());
      var token = Files.readString(settings.dataDirectory().resolve(AdministratorToken.FILE));
      return new ControlPlane(server, clock, showing(token.strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has calls show a token. */
  public static ClientInterceptor showing(String token) {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  /** Without limits by the minute: the clock stands, and a test does a minute's work in none. */
  private static ServerSettings settings(Path folder) {
    var dns = DnsServerSettings.DEFAULT;
    return ServerSettings.in(folder)
        .with(AuthSettings.DECLARED)
        .with(new RuleSettings(RuleSettings.DEFAULT.provenDomains(), false))
        .with(GrpcSettings.DEFAULT.withAddress(freePort()))
        .with(
            new DnsServerSettings(
                List.of(new ListenerSettings(freePort(), Optional.empty())),
                dns.upstreams(),
                dns.upstreamTimeout(),
                dns.refuseUnknownClients(),
                dns.publicRecursion()));
  }

  private static InetSocketAddress freePort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public PosternServer server() {
    return server;
  }

  /** A channel whose calls are the administrator's. */
  public ManagedChannel channel() {
    return channel;
  }

  public FakeClock clock() {
    return clock;
  }

  /** Returns once so many calls wait for a revision, and fails when that does not come about. */
  public void awaitWaitingCalls(int count) {
    long begun = System.nanoTime();
    while (server.waitingCalls() != count) {
      if (System.nanoTime() - begun > LONGEST_WAIT_NANOS)
        throw new AssertionError(server.waitingCalls() + " calls wait, not " + count);
      Thread.onSpinWait();
    }
  }

  /**
   * A stub that calls as the administrator: {@code
   * plane.stub(SubscriptionServiceGrpc::newBlockingStub)}.
   */
  public <S> S stub(Function<ManagedChannel, S> maker) {
    return maker.apply(channel);
  }

  /** A stub that calls as somebody, such as {@code alice@contoso}. */
  public <S extends AbstractStub<S>> S stubAs(String principal, Function<ManagedChannel, S> maker) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("postern-principal", Metadata.ASCII_STRING_MARSHALLER), principal);
    return maker
        .apply(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
  }
}
