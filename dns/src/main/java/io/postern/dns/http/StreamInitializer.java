package io.postern.dns.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.postern.dns.tls.Peer;
import io.postern.dns.view.Client;

/** What each stream of an HTTP/2 connection begins with: one request comes by it. */
final class StreamInitializer extends ChannelInitializer<Channel> {
  private final Connection connection;
  private final Client client;
  private final Peer peer;

  StreamInitializer(Connection connection, Client client, Peer peer) {
    this.connection = connection;
    this.client = client;
    this.peer = peer;
  }

  @Override
  protected void initChannel(Channel stream) {
    stream
        .pipeline()
        .addLast(
            new Http2StreamFrameToHttpObjectCodec(true),
            new BodyReader(),
            new RequestHandler(connection, client, peer));
  }
}
