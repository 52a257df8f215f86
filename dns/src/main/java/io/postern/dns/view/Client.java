package io.postern.dns.view;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a transport knows of who asks.
 *
 * @param source the address of the machine at the other end; that of the client behind it if this
 *     is a proxy whose word is taken
 * @param proxied whether a proxy told the source
 * @param networkKey the network the listener is bound to; null if it is bound to none
 * @param introduction what an encrypted connection says of its network
 */
public record Client(
    InetAddress source, boolean proxied, @Nullable String networkKey, Introduction introduction) {

  /** A client whose connection says nothing. */
  public Client(InetAddress source, boolean proxied, @Nullable String networkKey) {
    this(source, proxied, networkKey, Introduction.NONE);
  }

  /** The same client by a connection that says something. */
  public Client with(Introduction other) {
    return new Client(source, proxied, networkKey, other);
  }
}
