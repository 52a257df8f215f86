package io.postern.dns.lookup;

/**
 * Response codes this server gives (RFC 1035 §4.1.1, RFC 6672 §2.2, RFC 6891 §9, RFC 8945 §3, RFC
 * 7873 §8).
 */
public enum Rcode {
  NOERROR(0),
  FORMERR(1),
  SERVFAIL(2),
  NXDOMAIN(3),
  NOTIMP(4),
  REFUSED(5),
  YXDOMAIN(6),
  NOTAUTH(9),
  BADVERS(16),
  BADCOOKIE(23);

  private final int code;

  Rcode(int code) {
    this.code = code;
  }

  /** The code as it stands in the message; above 15 the upper bits are in the OPT record. */
  public int code() {
    return code;
  }
}
