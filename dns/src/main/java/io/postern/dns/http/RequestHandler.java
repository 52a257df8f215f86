package io.postern.dns.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.postern.dns.tls.Peer;
import io.postern.dns.view.Client;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands whole requests to the site and writes what it answers. Of one HTTP/1.1 connection the next
 * request is taken when the one before is answered, and the answer read.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Response TOO_MANY_HEADERS =
      Response.text(
          431,
          "The path and the header fields have %d octets at most; leave some out."
              .formatted(HttpLimits.MAX_HEADERS));

  private final Connection connection;
  private final Client client;
  private final Peer peer;

  RequestHandler(Connection connection, Client client, Peer peer) {
    this.connection = connection;
    this.client = client;
    this.peer = peer;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      Responses.refuse(context, fault(request.decoderResult().cause()));
      return;
    }
    if (size(request) > HttpLimits.MAX_HEADERS) {
      var _ = Responses.send(context, TOO_MANY_HEADERS, true);
      return;
    }
    connection.asked();
    context.channel().config().setAutoRead(false);
    var withBody = !request.method().equals(HttpMethod.HEAD);
    connection
        .site()
        .answer(asked(request), response -> answerByItsThread(context, response, withBody));
  }

  private void answerByItsThread(
      ChannelHandlerContext context, Response response, boolean withBody) {
    if (context.executor().inEventLoop()) {
      answer(context, response, withBody);
      return;
    }
    try {
      context.executor().execute(() -> answer(context, response, withBody));
    } catch (RejectedExecutionException e) {
      // The server is closing.
    }
  }

  private static int size(FullHttpRequest request) {
    int octets = request.uri().length();
    for (var field : request.headers()) {
      octets += field.getKey().length() + field.getValue().length();
    }
    return octets;
  }

  private Request asked(FullHttpRequest request) {
    return new Request(
        request.method().name(),
        request.uri(),
        request.headers().get(HttpHeaderNames.CONTENT_TYPE),
        ByteBuffer.wrap(ByteBufUtil.getBytes(request.content())),
        client,
        peer);
  }

  private void answer(ChannelHandlerContext context, Response response, boolean withBody) {
    connection.answered();
    Responses.send(context, response, withBody)
        .addListener(_ -> context.channel().config().setAutoRead(true));
  }

  private static Response fault(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ ->
          Response.text(414, "The path is too long; send a message as long as this by POST.");
      case TooLongHttpHeaderException _ -> TOO_MANY_HEADERS;
      default -> Response.text(400, "This is no request of HTTP; send GET or POST.");
    };
  }

  /** What is broken in a stream ends it, and what is broken in a connection ends that. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
