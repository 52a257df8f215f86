package io.postern.server.kernel;

import java.util.UUID;

/** Where new ids come from; tests give a source that counts. */
public interface IdSource {
  UUID nextUuid();

  /** A number that a connection may carry as its link identifier: four bytes, none of them zero. */
  int nextLinkIdentifier();
}
