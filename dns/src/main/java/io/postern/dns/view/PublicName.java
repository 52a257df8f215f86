package io.postern.dns.view;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Node;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.SoaSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registered resource's public name and what the public side answers for it.
 *
 * <p>While the resource has an endpoint anywhere, the public name is a CNAME to its private-link
 * name, and the records stand there; a network with the private zone linked leaves the public side
 * at that hop. The private-link name itself is answered publicly whether or not the hop is there:
 * it grants nothing, and a client that still has the hop in its cache is not told that the name is
 * gone.
 *
 * @param records the owner's public records: A, AAAA, or one CNAME; may be empty
 * @param privateLinkName the name of the hop's target, null for a name without private link
 * @param hasEndpoint whether the hop is there
 */
public record PublicName(
    DnsName fqdn, Node records, @Nullable DnsName privateLinkName, boolean hasEndpoint) {

  /** TTL of the hop, the same as that of an endpoint's addresses, so both turn over together. */
  public static final int HOP_TTL_SECONDS = 10;

  public PublicName {
    if (hasEndpoint && privateLinkName == null) {
      throw new IllegalArgumentException(fqdn + " has an endpoint but no private-link name");
    }
    if (privateLinkName != null && fqdn.equals(privateLinkName)) {
      throw new IllegalArgumentException(fqdn + " would be a CNAME to itself");
    }
  }

  /** A public name without a private-link name. */
  public static PublicName of(DnsName fqdn, List<RecordSet> records) {
    return new PublicName(fqdn, new Node(records, List.of()), null, false);
  }

  public PublicName withPrivateLink(DnsName name, boolean endpoint) {
    return new PublicName(fqdn, records, name, endpoint);
  }

  /** What the public side holds at {@code name}, which is the public or the private-link name. */
  public Node nodeAt(DnsName name) {
    if (hasEndpoint && privateLinkName != null && name.equals(fqdn)) {
      return Node.of(RecordSet.cname(HOP_TTL_SECONDS, privateLinkName));
    }
    return records;
  }

  /** The SOA of a public denial: owned by the domain the name stands in. */
  public static OwnedSet negativeSoa(DnsName name, long revision) {
    var domain = name.isRoot() ? name : name.parent();
    var soa = SoaSettings.DEFAULT;
    var records = soa.toRecordSet(domain, (int) revision).withTtl(soa.negativeTtlSeconds());
    return new OwnedSet(domain, records);
  }
}
