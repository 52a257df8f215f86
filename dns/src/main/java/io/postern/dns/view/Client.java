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
 */
public record Client(InetAddress source, boolean proxied, @Nullable String networkKey) {}
