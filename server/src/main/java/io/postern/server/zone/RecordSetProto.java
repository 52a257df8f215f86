package io.postern.server.zone;

import static io.postern.server.rpc.Protos.timestamp;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.IpAddress;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.Protos;
import io.postern.server.zone.RecordSetEntry.ShownClaim;
import io.postern.server.zone.model.DerivedRecord;
import io.postern.server.zone.model.DnsStatus;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.RecordData;
import io.postern.server.zone.model.RecordSet;
import io.postern.server.zone.model.RecordType;
import io.postern.server.zone.model.Soa;
import java.util.Optional;

/** Between the API's record sets and what the model has of them. */
final class RecordSetProto {
  private RecordSetProto() {}

  static io.postern.v1.RecordSet of(RecordSetEntry entry) {
    var message = begin(entry.name());
    if (entry.isSoa()) soa(entry, message);
    else if (entry.handMade().isPresent()) handMade(entry.handMade().get(), message);
    else derived(entry, message);
    for (var claim : entry.claims()) message.addClaims(claim(claim));
    return message.build();
  }

  /** Only what was made by hand: what an update starts from. */
  static io.postern.v1.RecordSet of(RecordSet recordSet) {
    var message = begin(recordSet.name());
    handMade(recordSet, message);
    return message.build();
  }

  private static io.postern.v1.RecordSet.Builder begin(ResourceName name) {
    return io.postern.v1.RecordSet.newBuilder()
        .setName(name.text())
        .setType(type(RecordSet.type(name)))
        .setFqdn(RecordSet.fqdn(name).text());
  }

  private static void handMade(RecordSet recordSet, io.postern.v1.RecordSet.Builder message) {
    bookkeeping(recordSet.meta(), message);
    message.setTtlSeconds(recordSet.ttlSeconds()).putAllMetadata(recordSet.metadata());
    for (var data : recordSet.records()) RecordDataProto.add(message, data);
  }

  private static void soa(RecordSetEntry entry, io.postern.v1.RecordSet.Builder message) {
    bookkeeping(entry.zone().meta(), message);
    message.setTtlSeconds(entry.zone().soa().ttlSeconds()).setSoaRecord(SoaProto.of(entry.zone()));
  }

  private static void bookkeeping(Meta meta, io.postern.v1.RecordSet.Builder message) {
    message
        .setUid(meta.uid())
        .setEtag(meta.etag())
        .setCreateTime(timestamp(meta.createTime()))
        .setUpdateTime(timestamp(meta.updateTime()));
  }

  /** Shows the addresses that are answered; a dormant or shadowed one stands among the claims. */
  private static void derived(RecordSetEntry entry, io.postern.v1.RecordSet.Builder message) {
    message.setTtlSeconds(DerivedRecord.TTL_SECONDS);
    entry.claims().stream()
        .findFirst()
        .ifPresent(oldest -> message.putMetadata("creator", oldest.claim().creator()));
    entry.claims().stream()
        .filter(shown -> shown.status() == DnsStatus.PUBLISHED)
        .flatMap(shown -> shown.claim().record().addresses().stream())
        .distinct()
        .forEach(address -> RecordDataProto.add(message, RecordData.address(address)));
  }

  private static io.postern.v1.RecordSet.Claim claim(ShownClaim shown) {
    var claim = shown.claim();
    return io.postern.v1.RecordSet.Claim.newBuilder()
        .setPrivateEndpoint(claim.endpoint().text())
        .setMemberName(claim.record().memberName())
        .addAllIpAddresses(claim.record().addresses().stream().map(IpAddress::toString).toList())
        .setVirtualNetwork(claim.virtualNetwork().text())
        .setDnsStatus(status(shown.status()))
        .build();
  }

  private static io.postern.v1.DnsStatus status(DnsStatus status) {
    return switch (status) {
      case PUBLISHED -> io.postern.v1.DnsStatus.DNS_STATUS_PUBLISHED;
      case DORMANT -> io.postern.v1.DnsStatus.DNS_STATUS_DORMANT;
      case SHADOWED -> io.postern.v1.DnsStatus.DNS_STATUS_SHADOWED;
    };
  }

  static io.postern.v1.RecordType type(RecordType type) {
    return switch (type) {
      case A -> io.postern.v1.RecordType.RECORD_TYPE_A;
      case AAAA -> io.postern.v1.RecordType.RECORD_TYPE_AAAA;
      case CNAME -> io.postern.v1.RecordType.RECORD_TYPE_CNAME;
      case MX -> io.postern.v1.RecordType.RECORD_TYPE_MX;
      case PTR -> io.postern.v1.RecordType.RECORD_TYPE_PTR;
      case SOA -> io.postern.v1.RecordType.RECORD_TYPE_SOA;
      case SRV -> io.postern.v1.RecordType.RECORD_TYPE_SRV;
      case TXT -> io.postern.v1.RecordType.RECORD_TYPE_TXT;
    };
  }

  /** The type a request says; empty when it says none. */
  static Optional<RecordType> type(io.postern.v1.RecordType type, String field) {
    return switch (Protos.known(type, field)) {
      case RECORD_TYPE_UNSPECIFIED -> Optional.empty();
      case RECORD_TYPE_A -> Optional.of(RecordType.A);
      case RECORD_TYPE_AAAA -> Optional.of(RecordType.AAAA);
      case RECORD_TYPE_CNAME -> Optional.of(RecordType.CNAME);
      case RECORD_TYPE_MX -> Optional.of(RecordType.MX);
      case RECORD_TYPE_PTR -> Optional.of(RecordType.PTR);
      case RECORD_TYPE_SOA -> Optional.of(RecordType.SOA);
      case RECORD_TYPE_SRV -> Optional.of(RecordType.SRV);
      case RECORD_TYPE_TXT -> Optional.of(RecordType.TXT);
      case UNRECOGNIZED -> throw new IllegalStateException("refused above");
    };
  }

  static RecordSet model(ResourceName name, Meta meta, io.postern.v1.RecordSet message) {
    if (message.hasSoaRecord()) {
      throw ControlException.invalid(
          Reason.RECORD_INVALID,
          RecordType.SOA.field(),
          "A record set of type " + RecordSet.type(name) + " holds no SOA record.");
    }
    return new RecordSet(
        name,
        meta,
        message.getTtlSeconds() == 0 ? RecordSet.TTL_SECONDS : message.getTtlSeconds(),
        RecordDataProto.all(message),
        message.getMetadataMap());
  }

  /** A changed record set; its type cannot change. */
  static RecordSet model(RecordSet current, io.postern.v1.RecordSet message) {
    requireType(message, current.type());
    return model(current.name(), current.meta(), message);
  }

  private static void requireType(io.postern.v1.RecordSet message, RecordType current) {
    if (type(message.getType(), "record_set.type").orElse(current) == current) return;
    throw ControlException.invalid(
        Reason.FIELD_IMMUTABLE,
        "record_set.type",
        "A record set keeps its type, which is part of its name; create another one.");
  }

  /**
   * The changed values of a zone's SOA. Its TTL stands in the message twice: that of the set counts
   * if it differs from what it was, else that of the record.
   */
  static Soa soa(PrivateDnsZone zone, io.postern.v1.RecordSet message) {
    requireType(message, RecordType.SOA);
    if (message.getMetadataCount() > 0) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "record_set.metadata",
          "The SOA has no metadata; put tags on its zone instead.");
    }
    for (var data : RecordDataProto.all(message)) {
      throw ControlException.invalid(
          Reason.RECORD_INVALID,
          data.type().field(),
          "A record set of type SOA holds no " + data.type() + " records.");
    }
    var record = message.getSoaRecord();
    int ttlSeconds = message.getTtlSeconds();
    if (ttlSeconds == zone.soa().ttlSeconds() && record.getTtlSeconds() != 0)
      ttlSeconds = record.getTtlSeconds();
    return SoaProto.model(
        zone.apex(), record.toBuilder().setTtlSeconds(ttlSeconds).build(), RecordType.SOA.field());
  }
}
