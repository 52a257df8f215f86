package io.postern.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.Cidr;
import org.junit.jupiter.api.Test;

class AddressCountsTest {
  @Test
  void everyAddressIsReservedUsedRestingOrFree() {
    var counters = AddressCounts.count(Cidr.of("10.1.0.0/24"), 7, 2);

    assertEquals(256, counters.getTotal());
    assertEquals(5, counters.getReserved());
    assertEquals(7, counters.getUsed());
    assertEquals(2, counters.getQuarantined());
    assertEquals(242, counters.getFree());
  }

  @Test
  void countsBeyondALongShowAsTheLargestOne() {
    var counters = AddressCounts.count(Cidr.of("fd00::/64"), 7, 0);

    assertEquals(Long.MAX_VALUE, counters.getTotal());
    assertEquals(Long.MAX_VALUE, counters.getFree());
  }
}
