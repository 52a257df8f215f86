package io.postern.server.reach;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import java.util.Optional;

/** What a caller says that traffic shall go to. */
sealed interface Goal {
  /** A DNS name. */
  record Name(String name) implements Goal {}

  /** A private endpoint: its first address. */
  record Endpoint(ResourceName name) implements Goal {}

  /**
   * An address.
   *
   * @param network the one it is in; empty for the one the source finds there
   */
  record Address(IpAddress address, Optional<ResourceName> network) implements Goal {}
}
