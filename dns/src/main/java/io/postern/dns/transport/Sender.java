package io.postern.dns.transport;

import io.postern.dns.view.Client;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a message, as far as its way tells.
 *
 * @param client null for a query asked in process
 */
record Sender(@Nullable Client client, Transport transport, Reply reply) {

  /** Where the client is; null for a query asked in process. */
  @Nullable InetAddress address() {
    return client == null ? null : client.source();
  }
}
