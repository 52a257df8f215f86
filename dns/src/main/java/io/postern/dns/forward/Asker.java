package io.postern.dns.forward;

import io.postern.dns.view.NetworkView;
import io.postern.dns.view.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * For whom other servers are asked: a network, or of those that belong to none the prefix that
 * asks. Each has a share of its own, so that one whose servers are dead leaves room for the others.
 *
 * @param prefix null for a network, and for who asks in process
 */
public record Asker(int networkId, @Nullable Prefix prefix) {
  /** This server itself. */
  static final Asker IN_PROCESS = new Asker(NetworkView.NO_NETWORK, null);

  private static final int IPV4_LENGTH = 24;
  private static final int IPV6_LENGTH = 56;

  /**
   * Whom a query comes from.
   *
   * @param source null for a query asked in process
   */
  public static Asker of(NetworkView view, @Nullable InetAddress source) {
    if (source == null || view.networkId() != NetworkView.NO_NETWORK) {
      return new Asker(view.networkId(), null);
    }
    var length = source instanceof Inet4Address ? IPV4_LENGTH : IPV6_LENGTH;
    return new Asker(view.networkId(), Prefix.of(source, length));
  }
}
