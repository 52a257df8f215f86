package io.postern.server.kernel;

import java.time.Instant;

/**
 * What a use case knows about the call it serves.
 *
 * @param now the time of the call; use cases read no clock
 */
public record RequestContext(Principal principal, Instant now) {}
