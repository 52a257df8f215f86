package io.postern.dns.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;

/** The end of an HTTP/2 connection's pipeline: what nobody wanted, and what went wrong. */
final class Ending extends SimpleChannelInboundHandler<Object> {
  @Override
  protected void channelRead0(ChannelHandlerContext context, Object unwanted) {
    // Frames of the connection itself, which were heeded before they came here.
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
