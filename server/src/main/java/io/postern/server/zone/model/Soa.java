package io.postern.server.zone.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;

/**
 * The values of a zone's SOA record (RFC 1035 §3.3.13) and its TTL. The serial is not among them:
 * it comes from the revision.
 *
 * @param minimumTtlSeconds upper bound of the negative TTL, together with {@code ttlSeconds} (RFC
 *     2308 §5)
 */
public record Soa(
    DomainName host,
    DomainName email,
    int refreshSeconds,
    int retrySeconds,
    int expireSeconds,
    int minimumTtlSeconds,
    int ttlSeconds) {
  public static final int REFRESH_SECONDS = 3600;
  public static final int RETRY_SECONDS = 300;
  public static final int EXPIRE_SECONDS = 2_419_200;
  public static final int MINIMUM_TTL_SECONDS = 10;
  public static final int TTL_SECONDS = 3600;

  /** The mailbox of nobody: a name that never resolves (RFC 2606 §2). */
  public static final DomainName NOBODY = new DomainName("nobody.invalid");

  public Soa {
    requirePositive(refreshSeconds, "refresh_seconds");
    requirePositive(retrySeconds, "retry_seconds");
    requirePositive(expireSeconds, "expire_seconds");
    requirePositive(minimumTtlSeconds, "minimum_ttl_seconds");
    requirePositive(ttlSeconds, "ttl_seconds");
  }

  /** The values of a zone whose owner said nothing; the zone itself is the host. */
  public static Soa standard(DomainName apex) {
    return new Soa(
        apex,
        NOBODY,
        REFRESH_SECONDS,
        RETRY_SECONDS,
        EXPIRE_SECONDS,
        MINIMUM_TTL_SECONDS,
        TTL_SECONDS);
  }

  private static void requirePositive(int seconds, String field) {
    if (seconds < 1) throw notPositive("private_dns_zone.soa." + field);
  }

  /** The refusal of a time in this field. */
  public static ControlException notPositive(String field) {
    return ControlException.invalid(
        Reason.RECORD_INVALID,
        field,
        "A time of the SOA is 1 to 2147483647 seconds; leave it at 0 for its default.");
  }
}
