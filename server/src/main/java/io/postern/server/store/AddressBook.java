package io.postern.server.store;

import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.ResourceName;
import java.util.Optional;

/**
 * The addresses of one subnet as the store keeps them: ranges that are free, addresses that are
 * held or resting.
 */
public interface AddressBook {
  /** The free range with the lowest address of a family. */
  Optional<Range> lowestFree(boolean v4);

  /** The free range that an address lies in. */
  Optional<Range> freeAround(IpAddress address);

  /** Who holds an address now. */
  Optional<ResourceName> holder(IpAddress address);

  /** How many addresses of a family are in use. */
  Usage usage(boolean v4);

  /** A run of addresses, both ends included. */
  record Range(IpAddress first, IpAddress last) {}

  /**
   * @param held addresses that belong to an interface
   * @param quarantined addresses that were freed and rest before they are given out again
   */
  record Usage(long held, long quarantined) {}
}
