package io.postern.dns.transport;

import io.postern.dns.name.DnsName;
import io.postern.dns.view.Link;
import io.postern.dns.view.NetworkView;
import io.postern.dns.view.Prefix;
import io.postern.dns.view.PublicName;
import io.postern.dns.view.ZoneIndex;
import io.postern.dns.zone.ClaimPolicy;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.dns.zone.Zone;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** A name that tells which network a query was taken to belong to. */
final class Who {
  static final String NAME = "who.example";

  /** What the public view says. */
  static final String PUBLIC = "203.0.113.1";

  private static final DnsName APEX = DnsName.parse("example");

  private Who() {}

  /** An index without networks. */
  static ZoneIndex index() {
    return ZoneIndex.empty()
        .withPublicName(PublicName.of(DnsName.parse(NAME), List.of(address(PUBLIC))));
  }

  /** Adds the network {@code net-id}, which is answered 10.0.0.id. */
  static ZoneIndex with(ZoneIndex index, int id, String... prefixes) {
    var zone =
        Zone.empty(APEX, SoaSettings.DEFAULT, ClaimPolicy.PER_NETWORK, 1)
            .withNode(DnsName.parse(NAME), Node.of(address("10.0.0." + id)));
    var view = NetworkView.of(id, true).withLink(APEX, new Link(id, false));
    var space = Stream.of(prefixes).map(Prefix::parse).collect(Collectors.toSet());
    return index.withZone(id, zone).withNetwork("net-" + id, view, Set.copyOf(space));
  }

  private static RecordSet address(String address) {
    return RecordSet.of(RecordType.A, 10, Rdata.address(InetAddress.ofLiteral(address)));
  }

  /** The address of the answer, or the response code. */
  static String said(Message response) {
    var answers = response.getSection(Section.ANSWER);
    return answers.isEmpty()
        ? Rcode.string(response.getRcode())
        : answers.getFirst().rdataToString();
  }
}
