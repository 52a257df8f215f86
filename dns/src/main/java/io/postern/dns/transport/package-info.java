/**
 * Sockets and the way of a query between them: {@link io.postern.dns.transport.DnsServer} is what
 * the outside starts, {@link io.postern.dns.transport.Responder} answers one message. Imports all
 * of the engine; nothing in the engine imports it.
 */
@NullMarked
package io.postern.dns.transport;

import org.jspecify.annotations.NullMarked;
