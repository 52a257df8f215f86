package io.postern.dns.zone;

import io.postern.dns.name.DnsName;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a zone's SOA that its owner sets; the serial comes from the revision.
 *
 * @param mname primary server; null names the zone itself, as RFC 6303 §3 does for zones that no
 *     server list leads to
 * @param rname mailbox of the person responsible
 * @param minimumSeconds TTL of negative answers, together with {@code ttlSeconds} (RFC 2308 §5)
 */
public record SoaSettings(
    @Nullable DnsName mname,
    DnsName rname,
    int ttlSeconds,
    int refreshSeconds,
    int retrySeconds,
    int expireSeconds,
    int minimumSeconds) {

  private static final DnsName NOBODY = DnsName.parse("nobody.invalid");

  /** TTL 3600, refresh 3600, retry 300, expire 2419200, minimum 10. */
  public static final SoaSettings DEFAULT =
      new SoaSettings(null, NOBODY, 3600, 3600, 300, 2_419_200, 10);

  public SoaSettings {
    var smallest =
        Math.min(
            Math.min(ttlSeconds, refreshSeconds),
            Math.min(retrySeconds, Math.min(expireSeconds, minimumSeconds)));
    if (smallest < 0) {
      throw new IllegalArgumentException("an SOA timer is not negative: " + smallest);
    }
  }

  /** The SOA record set of the zone {@code apex} at {@code serial}. */
  public RecordSet toRecordSet(DnsName apex, int serial) {
    var rdata = Rdata.soa(mname == null ? apex : mname, rname, serial, this);
    return RecordSet.of(RecordType.SOA, ttlSeconds, rdata);
  }

  /** How long a denial may be kept: the smaller of TTL and minimum (RFC 2308 §5). */
  public int negativeTtlSeconds() {
    return Math.min(ttlSeconds, minimumSeconds);
  }
}
