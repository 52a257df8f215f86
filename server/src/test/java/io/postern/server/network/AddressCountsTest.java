package io.postern.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.server.kernel.Cidr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressCountsTest {
  @ParameterizedTest
  @CsvSource({"29, 3", "28, 11", "27, 27", "26, 59", "24, 251", "16, 65531"})
  void aSubnetHasAllItsAddressesButFive(int length, long usable) {
    assertEquals(usable, AddressCounts.count(Cidr.of("10.1.0.0/" + length), 0, 0).free());
  }

  @Test
  void everyAddressIsReservedUsedRestingOrFree() {
    var counts = AddressCounts.count(Cidr.of("10.1.0.0/24"), 7, 2);

    assertEquals(256, counts.total());
    assertEquals(5, counts.reserved());
    assertEquals(7, counts.used());
    assertEquals(2, counts.quarantined());
    assertEquals(242, counts.free());
  }

  @Test
  void countsBeyondALongShowAsTheLargestOne() {
    var counts = AddressCounts.count(Cidr.of("fd00::/64"), 7, 0);

    assertEquals(Long.MAX_VALUE, counts.total());
    assertEquals(Long.MAX_VALUE, counts.free());
  }
}
