package io.postern.dns.transfer;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.OwnedSet;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;

/** Takes the records of a transfer, one after the other. */
@FunctionalInterface
public interface RecordSink {
  /** Takes one record of a set. */
  void put(DnsName owner, RecordSet set, Rdata record);

  /** Takes all records of a set. */
  default void put(OwnedSet set) {
    for (var record : set.records().rdata()) {
      put(set.owner(), set.records(), record);
    }
  }
}
