package io.postern.dns.master;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordType;

/** Takes the records of a master file in their order. What it cannot take is a wrong entry. */
interface RecordSink {
  void soa(Place place, DnsName owner, int ttlSeconds, Soa soa);

  /** A record of any type but SOA. */
  void record(Place place, DnsName owner, RecordType type, int ttlSeconds, Rdata rdata);
}
