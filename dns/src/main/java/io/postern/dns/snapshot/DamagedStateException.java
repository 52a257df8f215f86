package io.postern.dns.snapshot;

import java.io.IOException;

/** Octets are no index, or not all of one, or of a format that this version does not know. */
public final class DamagedStateException extends IOException {
  private static final long serialVersionUID = 1;

  DamagedStateException(String message) {
    super(message);
  }

  DamagedStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
