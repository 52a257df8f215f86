package io.postern.dns.forward;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A resolver and how it is asked.
 *
 * @param tls how it proves itself over TLS (RFC 7858); null to ask in the clear, over UDP and, for
 *     what does not fit, over TCP
 */
public record UpstreamServer(InetSocketAddress address, @Nullable TlsIdentity tls) {
  public UpstreamServer {
    if (address.isUnresolved() || address.getPort() == 0) {
      throw new IllegalArgumentException("upstream " + address + " is not an address and port");
    }
  }

  public static UpstreamServer plain(InetSocketAddress address) {
    return new UpstreamServer(address, null);
  }
}
