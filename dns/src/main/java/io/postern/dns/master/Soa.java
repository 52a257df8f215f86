package io.postern.dns.master;

import io.postern.dns.name.DnsName;
import io.postern.dns.zone.SoaSettings;

/**
 * The data of an SOA record (RFC 1035 §3.3.13).
 *
 * @param serial unsigned, 32 bits
 */
record Soa(
    DnsName primary,
    DnsName mailbox,
    long serial,
    int refreshSeconds,
    int retrySeconds,
    int expireSeconds,
    int minimumSeconds) {

  SoaSettings settings(int ttlSeconds) {
    return new SoaSettings(
        primary, mailbox, ttlSeconds, refreshSeconds, retrySeconds, expireSeconds, minimumSeconds);
  }
}
