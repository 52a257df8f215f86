package io.postern.dns.transport;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.net.InetAddress;
import java.util.Set;
import java.util.stream.IntStream;

/** A name whose answer has about 24,000 octets. */
final class ManyAddresses {
  static final String NAME = "many.example";
  static final int COUNT = 1_500;

  private ManyAddresses() {}

  /** An index with the name, for the network {@code vnet-a}. */
  static ZoneIndex index() {
    var apex = DnsName.parse("example");
    var addresses =
        IntStream.range(0, COUNT)
            .mapToObj(i -> Rdata.address(InetAddress.ofLiteral("10.0." + i / 250 + "." + i % 250)))
            .toArray(Rdata[]::new);
    var zone =
        Zone.empty(apex, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1)
            .withNode(DnsName.parse(NAME), Node.of(RecordSet.of(RecordType.A, 60, addresses)));
    var view = NetworkView.of(1, false).withLink(apex, new Link(1, false));
    return ZoneIndex.empty().withZone(1, zone).withNetwork("vnet-a", view, Set.of());
  }
}
