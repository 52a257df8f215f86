package io.postern.dns.view;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a transport knows of who asks.
 *
 * @param networkKey the network the listener is bound to; null if it is bound to none
 */
public record Client(InetAddress source, @Nullable String networkKey) {

  /**
   * The view this client's queries are answered from, null for a client that is refused. The first
   * of these that says anything decides:
   *
   * <ol>
   *   <li>the listener's network; one that the index does not know is refused, never guessed at
   *   <li>the source address, by longest prefix
   *   <li>{@code unknownServed}: the public view, or none
   * </ol>
   */
  public @Nullable NetworkView viewIn(ZoneIndex index, boolean unknownServed) {
    if (networkKey != null) {
      return viewOf(index, networkKey);
    }
    var network = index.prefixes().networkOf(source);
    if (network.isPresent()) {
      return index.view(network.getAsInt());
    }
    return unknownServed ? index.publicView() : null;
  }

  /** The view of the network called {@code networkKey}, null if there is none. */
  public static @Nullable NetworkView viewOf(ZoneIndex index, String networkKey) {
    var network = index.networkId(networkKey);
    return network.isPresent() ? index.view(network.getAsInt()) : null;
  }
}
