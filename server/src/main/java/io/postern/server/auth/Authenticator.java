package io.postern.server.auth;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import java.util.Optional;

/** Finds out who makes a call. */
@FunctionalInterface
public interface Authenticator {
  /**
   * @param declared the caller's own word, from the call's {@code postern-principal} header
   * @param actions what the caller limits itself to, from {@code postern-actions}
   * @throws ControlException {@code InvalidArgument} when what the caller sent is not an identity
   */
  Principal authenticate(Optional<String> declared, Optional<String> actions);
}
