package io.postern.server.dnsview;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.Rdata;
import io.postern.dns.zone.RecordSet;
import io.postern.dns.zone.RecordType;
import io.postern.dns.zone.SoaSettings;
import io.postern.server.kernel.IpAddress;
import io.postern.server.link.model.PublicRecord;
import io.postern.server.zone.model.ClaimPolicy;
import io.postern.server.zone.model.DomainName;
import io.postern.server.zone.model.RecordData;
import io.postern.server.zone.model.Soa;

/** From the model's records to the DNS engine's. */
final class DnsRecords {
  private DnsRecords() {}

  static DnsName name(DomainName name) {
    return DnsName.parse(name.text());
  }

  static RecordSet recordSet(io.postern.server.zone.model.RecordSet set) {
    var data = set.records().stream().map(DnsRecords::data).toArray(Rdata[]::new);
    return RecordSet.of(RecordType.parse(set.type().name()), set.ttlSeconds(), data);
  }

  private static Rdata data(RecordData data) {
    return switch (data) {
      case RecordData.A a -> Rdata.address(a.address().toInetAddress());
      case RecordData.Aaaa aaaa -> Rdata.address(aaaa.address().toInetAddress());
      case RecordData.Cname cname -> Rdata.name(name(cname.target()));
      case RecordData.Mx mx -> Rdata.mx(mx.preference(), name(mx.exchange()));
      case RecordData.Ptr ptr -> Rdata.name(name(ptr.target()));
      case RecordData.Srv srv ->
          Rdata.srv(srv.priority(), srv.weight(), srv.port(), name(srv.target()));
      case RecordData.Txt txt -> Rdata.txt(txt.values());
    };
  }

  static RecordSet recordSet(PublicRecord record) {
    var data =
        record.values().stream()
            .map(value ->
                record.type() == PublicRecord.Type.CNAME
                    ? Rdata.name(DnsName.parse(value))
                    : address(value))
            .toArray(Rdata[]::new);
    return RecordSet.of(RecordType.parse(record.type().name()), record.ttlSeconds(), data);
  }

  private static Rdata address(String text) {
    return Rdata.address(IpAddress.of(text).toInetAddress());
  }

  static SoaSettings soa(Soa soa) {
    return new SoaSettings(
        name(soa.host()),
        name(soa.email()),
        soa.ttlSeconds(),
        soa.refreshSeconds(),
        soa.retrySeconds(),
        soa.expireSeconds(),
        soa.minimumTtlSeconds());
  }

  static io.postern.dns.zone.ClaimPolicy policy(ClaimPolicy policy) {
    return switch (policy) {
      case PER_VNET -> io.postern.dns.zone.ClaimPolicy.PER_NETWORK;
      case FIRST_WINS, ERROR -> io.postern.dns.zone.ClaimPolicy.FIRST_WINS;
      case ALL -> io.postern.dns.zone.ClaimPolicy.ALL;
    };
  }
}
