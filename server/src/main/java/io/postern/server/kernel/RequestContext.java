package io.postern.server.kernel;

import java.time.Instant;

/**
 * What a use case knows about the call it serves.
 *
 * @param now the time of the call; use cases read no clock
 * @param origin what the call came as; for the audit alone
 */
public record RequestContext(Principal principal, Instant now, Origin origin) {
  /** Something that no call asked for. */
  public RequestContext(Principal principal, Instant now) {
    this(principal, now, Origin.NONE);
  }

  public RequestContext with(Origin other) {
    return new RequestContext(principal, now, other);
  }
}
