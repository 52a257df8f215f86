package io.postern.server.network;

import io.postern.server.kernel.Cidr;
import io.postern.server.network.model.LoadBalancer;
import io.postern.server.network.model.NetworkInterface;
import io.postern.server.network.model.Subnet;
import io.postern.server.store.AddressPool;
import io.postern.server.store.ReadTx;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What has become of the addresses of one prefix of a subnet. Counts too large for a long stop at
 * its largest value.
 */
record AddressCounts(
    Cidr prefix, long total, long reserved, long used, long quarantined, long free) {
  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int MAX_HOLDERS = 20_000;

  /** One entry for each prefix, in their order. */
  static List<AddressCounts> of(ReadTx tx, Subnet subnet) {
    var usage = tx.addresses(subnet.name()).usage();
    long v6 = heldV6(tx, subnet);
    return subnet.addressPrefixes().stream()
        .map(prefix ->
            prefix.isV4()
                ? count(prefix, usage.held() - v6, usage.quarantined())
                : count(prefix, v6, 0))
        .toList();
  }

  /**
   * The store's running totals are for both IP versions together, so in a subnet with both the IPv6
   * addresses are counted where they are held, which costs what there is to count. Addresses that
   * rest show as IPv4 there, for the seconds they do.
   */
  private static long heldV6(ReadTx tx, Subnet subnet) {
    if (subnet.addressPrefixes().stream().allMatch(Cidr::isV4)) return 0;
    long interfaces =
        tx.referrers(NetworkInterface.KIND, "subnet", subnet.name(), MAX_HOLDERS).stream()
            .flatMap(holder -> holder.ipConfigurations().stream())
            .filter(configuration -> !configuration.address().isV4())
            .count();
    long frontends =
        tx.referrers(LoadBalancer.KIND, "subnet", subnet.name(), MAX_HOLDERS).stream()
            .flatMap(holder -> holder.frontends().stream())
            .filter(frontend -> frontend.subnet().equals(Optional.of(subnet.name())))
            .flatMap(frontend -> frontend.privateAddress().stream())
            .filter(address -> !address.isV4())
            .count();
    return interfaces + frontends;
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
