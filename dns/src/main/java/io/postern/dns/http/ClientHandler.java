package io.postern.dns.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.postern.dns.tls.Peer;
import io.postern.dns.tls.ServerTls;
import io.postern.dns.view.Client;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who a connection is from: first by the header of a proxy, if it is one's, then by the
 * handshake. Then the protocol that was agreed on takes over.
 */
final class ClientHandler extends ByteToMessageDecoder {
  private static final String HTTP_2 = "h2";
  private static final List<String> PROTOCOLS = List.of(HTTP_2, "http/1.1");
  private static final long GRACE_MILLIS = 1_000;
  private static final int MAX_CHUNK = 16_384;

  private final Connection connection;
  private final ServerTls tls;
  private final HttpLimits limits;
  private final ExecutorService handshakes;

  ClientHandler(
      Connection connection, ServerTls tls, HttpLimits limits, ExecutorService handshakes) {
    this.connection = connection;
    this.tls = tls;
    this.limits = limits;
    this.handshakes = handshakes;
  }

  private static InetSocketAddress address(ChannelHandlerContext context) {
    return (InetSocketAddress) context.channel().remoteAddress();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) throws Exception {
    super.channelActive(context);
    if (!connection.site().isProxy(address(context).getAddress())) {
      decode(context, Unpooled.EMPTY_BUFFER, List.of());
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    try {
      var octets = in.nioBuffer();
      var client = connection.site().client(address(context).getAddress(), octets);
      if (client == null) {
        return;
      }
      in.skipBytes(octets.position());
      if (connection.site().identify(connection, client.source())) {
        begin(context, client);
      } else {
        end(context, in);
      }
    } catch (ProtocolException e) {
      connection.site().nobodyNamed();
      end(context, in);
    }
  }

  private static void end(ChannelHandlerContext context, ByteBuf in) {
    in.skipBytes(in.readableBytes());
    var _ = context.close();
  }

  private void begin(ChannelHandlerContext context, Client client) {
    var engine = tls.engine(address(context), PROTOCOLS);
    var secured = new SslHandler(engine, handshakes);
    secured.setHandshakeTimeoutMillis(limits.handshake().toMillis());
    secured.setCloseNotifyFlushTimeoutMillis(GRACE_MILLIS);
    context.pipeline().addLast(secured, new Agreed(secured, client));
    context.pipeline().remove(this);
  }

  /** Waits for the end of the handshake. */
  private final class Agreed extends ChannelInboundHandlerAdapter {
    private final SslHandler secured;
    private final Client client;

    Agreed(SslHandler secured, Client client) {
      this.secured = secured;
      this.client = client;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        var peer = handshake.isSuccess() ? peer() : null;
        if (peer == null) {
          connection.site().handshakeFailed();
          var _ = context.close();
        } else {
          speak(context.pipeline(), peer);
          context.pipeline().remove(this);
        }
      }
      super.userEventTriggered(context, event);
    }

    /** What is no TLS, or a client that has gone. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close();
    }

    private @Nullable Peer peer() {
      try {
        return tls.peer(secured.engine());
      } catch (SSLPeerUnverifiedException e) {
        return null;
      }
    }

    private void speak(ChannelPipeline pipeline, Peer peer) {
      if (HTTP_2.equals(secured.engine().getApplicationProtocol())) {
        speakHttp2(pipeline, peer);
      } else {
        speakHttp1(pipeline, peer);
      }
    }

    private void speakHttp2(ChannelPipeline pipeline, Peer peer) {
      var settings =
          Http2Settings.defaultSettings()
              .maxConcurrentStreams(limits.maxStreams())
              .maxHeaderListSize(HttpLimits.MAX_HEADERS_READ);
      pipeline.addLast(
          new FlushConsolidationHandler(limits.maxStreams(), true),
          Http2FrameCodecBuilder.forServer()
              .initialSettings(settings)
              .gracefulShutdownTimeoutMillis(GRACE_MILLIS)
              .build(),
          new Http2MultiplexHandler(new StreamInitializer(connection, client, peer)),
          new Ending());
    }

    private void speakHttp1(ChannelPipeline pipeline, Peer peer) {
      var decoding =
          new HttpDecoderConfig()
              .setMaxInitialLineLength(HttpLimits.MAX_LINE)
              .setMaxHeaderSize(HttpLimits.MAX_HEADERS)
              .setMaxChunkSize(MAX_CHUNK);
      pipeline.addLast(
          new HttpServerCodec(decoding),
          new HttpServerKeepAliveHandler(),
          new BodyReader(),
          new FlowControlHandler(),
          new RequestHandler(connection, client, peer));
    }
  }
}
