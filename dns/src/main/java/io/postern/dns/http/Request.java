package io.postern.dns.http;

import io.postern.dns.tls.Peer;
import io.postern.dns.view.Client;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A request, with all of its body.
 *
 * @param target the path and query, as the client wrote them
 * @param contentType what the body is said to be; null if nothing is said
 * @param client who asks
 * @param peer what the client's handshake told
 */
public record Request(
    String method,
    String target,
    @Nullable String contentType,
    ByteBuffer body,
    Client client,
    Peer peer) {}
