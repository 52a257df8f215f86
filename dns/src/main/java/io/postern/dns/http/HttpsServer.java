package io.postern.dns.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.postern.dns.tls.ServerTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One address served over HTTPS. A thread takes connections, a few others read and write; what
 * handshakes compute is done beside them, on virtual threads.
 */
public final class HttpsServer implements AutoCloseable {
  private static final int BACKLOG = 1_024;
  private static final int MAX_THREADS = 4;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

  private final EventLoopGroup acceptor =
      new MultiThreadIoEventLoopGroup(
          1,
          Thread.ofPlatform().name("dns-https-accept").daemon().factory(),
          NioIoHandler.newFactory());
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS),
          Thread.ofPlatform().name("dns-https-", 0).daemon().factory(),
          NioIoHandler.newFactory());
  private final ExecutorService handshakes =
      Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("dns-https-handshake-", 0).factory());
  private final ChannelGroup open = new DefaultChannelGroup(acceptor.next());
  private final ServerTls tls;
  private final HttpLimits limits;
  private final Channel server;

  private volatile @Nullable Site site;

  private HttpsServer(InetSocketAddress address, ServerTls tls, HttpLimits limits)
      throws IOException {
    this.tls = tls;
    this.limits = limits;
    var binding =
        new ServerBootstrap()
            .group(acceptor, loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.AUTO_READ, false)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Beginning())
            .bind(address)
            .awaitUninterruptibly();
    this.server = binding.channel();
    if (!binding.isSuccess()) {
      close();
      var cause = binding.cause();
      throw cause instanceof IOException refused ? refused : new IOException(cause);
    }
  }

  /**
   * Takes an address; nobody is served there yet.
   *
   * @throws IOException if the address cannot be had
   */
  public static HttpsServer bind(InetSocketAddress address, ServerTls tls, HttpLimits limits)
      throws IOException {
    return new HttpsServer(address, tls, limits);
  }

  /** Serves. */
  public void start(Site served) {
    site = served;
    var period = limits.checkedEvery().toMillis();
    var _ = loops.scheduleAtFixedRate(served::closeStalled, period, period, TimeUnit.MILLISECONDS);
    server.config().setAutoRead(true);
  }

  /** The address served, with the port that was found. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /** What a connection begins with. */
  private final class Beginning extends ChannelInitializer<SocketChannel> {
    @Override
    protected void initChannel(SocketChannel channel) {
      var served = Objects.requireNonNull(site, "no connection comes before the start");
      var connection = new Connection(served);
      var peer = channel.remoteAddress().getAddress();
      if (!connection.enter(channel, served.isProxy(peer) ? null : peer)) {
        var _ = channel.close();
        return;
      }
      open.add(channel);
      channel.pipeline().addLast(new ClientHandler(connection, tls, limits, handshakes));
    }
  }

  /**
   * Takes no more connections and closes those there are; by HTTP/2 what is being answered ends.
   */
  @Override
  public void close() {
    server.close().awaitUninterruptibly();
    open.close().awaitUninterruptibly(CLOSE_WAIT.toMillis());
    var _ = acceptor.shutdownGracefully(0, CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    var ended = loops.shutdownGracefully(0, CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    ended.awaitUninterruptibly(CLOSE_WAIT.toMillis());
    handshakes.shutdownNow();
  }
}
