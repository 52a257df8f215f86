package io.postern.server.network;

import io.postern.server.kernel.Cidr;
import io.postern.server.network.model.Subnet;
import io.postern.server.store.AddressPool;
import io.postern.server.store.ReadTx;
import java.math.BigInteger;
import java.util.List;

/**
 * What has become of the addresses of one prefix of a subnet. Counts too large for a long stop at
 * its largest value.
 */
record AddressCounts(
    Cidr prefix, long total, long reserved, long used, long quarantined, long free) {
  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  /** One entry for each prefix, in their order; a subnet has at most one of each IP version. */
  static List<AddressCounts> of(ReadTx tx, Subnet subnet) {
    var book = tx.addresses(subnet.name());
    return subnet.addressPrefixes().stream()
        .map(prefix -> {
          var usage = book.usage(prefix.isV4());
          return count(prefix, usage.held(), usage.quarantined());
        })
        .toList();
  }

  static AddressCounts count(Cidr prefix, long held, long quarantined) {
    var total = BigInteger.TWO.pow((prefix.isV4() ? 32 : 128) - prefix.length());
    var free = total.subtract(BigInteger.valueOf(AddressPool.RESERVED + held + quarantined));
    return new AddressCounts(
        prefix,
        total.min(LARGEST).longValueExact(),
        AddressPool.RESERVED,
        held,
        quarantined,
        free.min(LARGEST).longValueExact());
  }
}
