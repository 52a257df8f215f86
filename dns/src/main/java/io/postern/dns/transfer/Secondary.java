package io.postern.dns.transfer;

import io.postern.dns.codec.TsigKey;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server that keeps copies of a network's zones and is told when they change.
 *
 * @param address where it takes NOTIFY
 * @param networkKey the network whose zones it has
 * @param key what it is told with; null for word that is not signed
 */
public record Secondary(InetSocketAddress address, String networkKey, @Nullable TsigKey key) {
  public Secondary {
    if (address.isUnresolved() || address.getPort() == 0) {
      throw new IllegalArgumentException("secondary " + address + " is not an address and port");
    }
  }
}
