/**
 * A small HTTP server over TLS, by HTTP/2 and HTTP/1.1: whole requests in, whole responses out, and
 * everything that a client could make large or slow has an end. Knows nothing of DNS but the
 * greatest length of its messages. The only user of Netty; imports {@code tls} and {@code view}.
 */
@NullMarked
package io.postern.dns.http;

import org.jspecify.annotations.NullMarked;
