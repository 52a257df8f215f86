package io.postern.server.zone;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.zone.model.DomainName;
import io.postern.server.zone.model.PrivateDnsZone;
import io.postern.server.zone.model.Soa;
import io.postern.v1.SoaRecord;

/** Between the API's SOA records and the values that the model has of them. */
final class SoaProto {
  private SoaProto() {}

  static SoaRecord of(PrivateDnsZone zone) {
    var soa = zone.soa();
    return SoaRecord.newBuilder()
        .setHost(soa.host().text())
        .setEmail(soa.email().text())
        .setSerial((int) zone.meta().updated().number())
        .setRefreshSeconds(soa.refreshSeconds())
        .setRetrySeconds(soa.retrySeconds())
        .setExpireSeconds(soa.expireSeconds())
        .setMinimumTtlSeconds(soa.minimumTtlSeconds())
        .setTtlSeconds(soa.ttlSeconds())
        .build();
  }

  /**
   * The values of a message, with defaults for those that it leaves out.
   *
   * @param field the path of the message in the request
   */
  static Soa model(DomainName apex, SoaRecord message, String field) {
    return new Soa(
        message.getHost().isEmpty() ? apex : name(message.getHost(), field + ".host"),
        message.getEmail().isEmpty() ? Soa.NOBODY : mailbox(message.getEmail(), field + ".email"),
        seconds(message.getRefreshSeconds(), Soa.REFRESH_SECONDS, field + ".refresh_seconds"),
        seconds(message.getRetrySeconds(), Soa.RETRY_SECONDS, field + ".retry_seconds"),
        seconds(message.getExpireSeconds(), Soa.EXPIRE_SECONDS, field + ".expire_seconds"),
        seconds(
            message.getMinimumTtlSeconds(),
            Soa.MINIMUM_TTL_SECONDS,
            field + ".minimum_ttl_seconds"),
        seconds(message.getTtlSeconds(), Soa.TTL_SECONDS, field + ".ttl_seconds"));
  }

  private static DomainName name(String text, String field) {
    return DomainName.parse(text, Reason.RECORD_INVALID, field);
  }

  private static DomainName mailbox(String text, String field) {
    if (text.contains("@")) {
      throw ControlException.invalid(
          Reason.RECORD_INVALID,
          field,
          "A mailbox is written as a DNS name here: '" + text.replace('@', '.') + "'.");
    }
    return name(text, field);
  }

  private static int seconds(int given, int standard, String field) {
    if (given < 0) throw Soa.notPositive(field);
    return given == 0 ? standard : given;
  }
}
