package io.postern.dns.transport;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a message, as far as its way tells.
 *
 * @param address null for a query asked in process
 */
record Sender(@Nullable InetAddress address, Transport transport, Reply reply) {}
