package io.postern.dns.transport;

import io.postern.dns.view.Client;
import io.postern.dns.view.PrefixSet;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Tells who asks at one listener: the machine at the other end, or the client behind it if that is
 * a listed proxy. Nobody else's messages are looked at for a header.
 *
 * @param networkKey the network the listener is bound to; null if it is bound to none
 */
record ListenerClients(@Nullable String networkKey, PrefixSet proxies) {

  /** The same clients where those who come by one connection are of a network at the least. */
  ListenerClients boundAtLeastTo(String network) {
    return networkKey == null ? new ListenerClients(network, proxies) : this;
  }

  boolean isProxy(InetAddress peer) {
    return proxies.contains(peer);
  }

  /**
   * Who sent a datagram, whose message begins where the buffer stands then.
   *
   * @throws ProtocolException if it came from a proxy and does not begin with a header
   */
  Client of(InetAddress peer, ByteBuffer datagram) throws ProtocolException {
    return isProxy(peer) ? behind(peer, ProxyHeader.read(datagram)) : direct(peer);
  }

  /**
   * Who began a connection, whose first message comes next then.
   *
   * @throws ProtocolException if it came from a proxy and does not begin with a header
   */
  Client of(InetAddress peer, DataInputStream in) throws IOException {
    return isProxy(peer) ? behind(peer, ProxyHeader.read(in)) : direct(peer);
  }

  private Client direct(InetAddress peer) {
    return new Client(peer, false, networkKey);
  }

  private Client behind(InetAddress proxy, ProxyHeader header) {
    var source = header.source();
    return source == null ? direct(proxy) : new Client(source, true, networkKey);
  }
}
