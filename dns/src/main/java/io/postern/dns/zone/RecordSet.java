package io.postern.dns.zone;

import io.postern.dns.name.DnsName;
import java.net.InetAddress;
import java.util.List;

/**
 * All records of one type at one name. The name itself is the key the set is stored under.
 *
 * @param ttlSeconds 0..2147483647 (RFC 2181 §8)
 * @param rdata at least one, none twice
 */
public record RecordSet(RecordType type, int ttlSeconds, List<Rdata> rdata) {
  public RecordSet {
    rdata = List.copyOf(rdata);
    if (ttlSeconds < 0) {
      throw new IllegalArgumentException("a TTL of " + ttlSeconds + " s is not in 0..2147483647");
    }
    if (rdata.isEmpty()) {
      throw new IllegalArgumentException("a record set has at least one record");
    }
    if (rdata.size() > 1 && rdata.stream().distinct().count() != rdata.size()) {
      throw new IllegalArgumentException("a record set has no record twice (RFC 2181 §5)");
    }
    if (type.equals(RecordType.CNAME) && rdata.size() > 1) {
      throw new IllegalArgumentException("a name has at most one CNAME (RFC 2181 §10.1)");
    }
  }

  public static RecordSet of(RecordType type, int ttlSeconds, Rdata... rdata) {
    return new RecordSet(type, ttlSeconds, List.of(rdata));
  }

  /** An A or AAAA set, by the family of the addresses, which all are of one. */
  public static RecordSet addresses(int ttlSeconds, List<InetAddress> addresses) {
    var lengths =
        addresses.stream().map(address -> address.getAddress().length).distinct().toList();
    if (lengths.size() != 1) {
      throw new IllegalArgumentException("an address set has addresses of one family");
    }
    var type = lengths.getFirst() == 4 ? RecordType.A : RecordType.AAAA;
    return new RecordSet(type, ttlSeconds, addresses.stream().map(Rdata::address).toList());
  }

  public static RecordSet cname(int ttlSeconds, DnsName target) {
    return of(RecordType.CNAME, ttlSeconds, Rdata.name(target));
  }

  public RecordSet withTtl(int seconds) {
    return seconds == ttlSeconds ? this : new RecordSet(type, seconds, rdata);
  }
}
