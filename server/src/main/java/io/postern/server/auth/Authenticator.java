package io.postern.server.auth;

import io.postern.server.kernel.ControlException;

/** Finds out who makes a call. Safe for use by many threads. */
@FunctionalInterface
public interface Authenticator {
  /**
   * @throws ControlException {@code Unauthenticated} when what was shown proves nothing, {@code
   *     InvalidArgument} when it cannot be read at all
   */
  Identity authenticate(Credentials shown);
}
