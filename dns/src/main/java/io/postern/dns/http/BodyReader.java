package io.postern.dns.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;

/** Puts requests together with their bodies, as long as those may be. */
final class BodyReader extends HttpObjectAggregator {
  BodyReader() {
    super(HttpLimits.MAX_BODY, true);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    var told = "A DNS message has 65535 octets at most; send one that is shorter.";
    // The rest is passed over: a client that finds the connection closed may not read the response.
    var _ = Responses.send(context, Response.text(413, told), true);
  }
}
