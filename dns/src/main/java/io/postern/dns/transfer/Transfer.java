package io.postern.dns.transfer;

/** What a secondary is sent: records in an order that says what they are. */
public sealed interface Transfer {

  /** Gives the records in their order. All of them are of one version of the zone. */
  void forEachRecord(RecordSink sink);

  /** All of the zone between two of its SOA (RFC 5936 §2.2); an answer to IXFR as well. */
  record Whole(ViewedZone zone) implements Transfer {
    @Override
    public void forEachRecord(RecordSink sink) {
      sink.put(zone.soa());
      zone.forEachSet(sink::put);
      sink.put(zone.soa());
    }
  }

  /** What leads from the secondary's version to this one (RFC 1995 §4). */
  record Changes(ViewedZone from, ViewedZone to, Difference difference) implements Transfer {
    @Override
    public void forEachRecord(RecordSink sink) {
      sink.put(to.soa());
      sink.put(from.soa());
      difference.removed().forEach(sink::put);
      sink.put(to.soa());
      difference.added().forEach(sink::put);
      sink.put(to.soa());
    }
  }

  /** The SOA alone: nothing has changed, or the rest is to be asked for over TCP (RFC 1995 §2). */
  record SoaOnly(ViewedZone zone) implements Transfer {
    @Override
    public void forEachRecord(RecordSink sink) {
      sink.put(zone.soa());
    }
  }
}
