package io.postern.server.connection.model;

import io.postern.server.kernel.ControlError;

/** What a command does to a state. */
public sealed interface Decision {
  record Moved(ConnectionState next) implements Decision {}

  /** A harmless repeat. */
  record Unchanged() implements Decision {}

  record Refused(ControlError error) implements Decision {}
}
