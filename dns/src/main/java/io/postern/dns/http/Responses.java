package io.postern.dns.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.SslHandler;

/** Writes responses. */
final class Responses {
  private Responses() {}

  private static FullHttpResponse message(Response response, boolean withBody) {
    var body = withBody ? Unpooled.wrappedBuffer(response.body()) : Unpooled.EMPTY_BUFFER;
    var status = HttpResponseStatus.valueOf(response.status());
    var message = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response.headers().forEach((name, value) -> message.headers().set(name, value));
    message.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.body().remaining());
    return message;
  }

  /**
   * Answers a request.
   *
   * @param withBody false for HEAD, which is told the length of a body that does not come
   */
  static ChannelFuture send(ChannelHandlerContext context, Response response, boolean withBody) {
    return context.writeAndFlush(message(response, withBody));
  }

  /**
   * Answers what is no request; there is no telling where the next one would begin. By HTTP/1.1 the
   * client closes the connection: while it still sends, a connection that is closed here takes the
   * response back.
   */
  static void refuse(ChannelHandlerContext context, Response response) {
    var message = message(response, true);
    if (context.channel() instanceof Http2StreamChannel) {
      context.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    message.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    var pipeline = context.pipeline();
    pipeline.remove(HttpServerKeepAliveHandler.class);
    var secured = pipeline.get(SslHandler.class);
    context
        .writeAndFlush(message)
        .addListener(_ -> {
          var _ = secured.closeOutbound();
        });
  }
}
