package io.postern.dns.zone;

import java.util.Locale;
import java.util.Map;

/**
 * A record type by its number; any number is allowed, known ones have a name (RFC 3597 for the
 * rest).
 */
public record RecordType(int code) {
  public static final RecordType A = new RecordType(1);
  public static final RecordType NS = new RecordType(2);
  public static final RecordType CNAME = new RecordType(5);
  public static final RecordType SOA = new RecordType(6);
  public static final RecordType PTR = new RecordType(12);
  public static final RecordType MX = new RecordType(15);
  public static final RecordType TXT = new RecordType(16);
  public static final RecordType AAAA = new RecordType(28);
  public static final RecordType SRV = new RecordType(33);
  public static final RecordType DNAME = new RecordType(39);
  public static final RecordType DS = new RecordType(43);
  public static final RecordType RRSIG = new RecordType(46);
  public static final RecordType NSEC = new RecordType(47);
  public static final RecordType ANY = new RecordType(255);

  private static final Map<String, RecordType> BY_NAME =
      Map.ofEntries(
          Map.entry("A", A),
          Map.entry("NS", NS),
          Map.entry("CNAME", CNAME),
          Map.entry("SOA", SOA),
          Map.entry("PTR", PTR),
          Map.entry("MX", MX),
          Map.entry("TXT", TXT),
          Map.entry("AAAA", AAAA),
          Map.entry("SRV", SRV),
          Map.entry("DNAME", DNAME),
          Map.entry("DS", DS),
          Map.entry("RRSIG", RRSIG),
          Map.entry("NSEC", NSEC),
          Map.entry("ANY", ANY));

  public RecordType {
    if (code < 0 || code > 0xffff) {
      throw new IllegalArgumentException("record type " + code + " is not in 0..65535");
    }
  }

  /** The type named {@code text}: {@code AAAA}, {@code TYPE64}; case does not matter. */
  public static RecordType parse(String text) {
    var upper = text.toUpperCase(Locale.ROOT);
    var known = BY_NAME.get(upper);
    if (known != null) {
      return known;
    }
    if (upper.matches("TYPE[0-9]{1,5}")) {
      return new RecordType(Integer.parseInt(upper.substring(4)));
    }
    throw new IllegalArgumentException("\"" + text + "\" is no record type; others are TYPE<n>");
  }

  /** Whether records of this type hold one address: A or AAAA. */
  public boolean isAddress() {
    return equals(A) || equals(AAAA);
  }

  /** Whether an answer of this type may come from the public side: A, AAAA or CNAME. */
  public boolean mayFallBack() {
    return isAddress() || equals(CNAME);
  }

  /**
   * Whether it may stand where a CNAME does: what is said about the name itself (RFC 4035 §2.5).
   */
  public boolean mayStandBesideCname() {
    return equals(RRSIG) || equals(NSEC);
  }

  @Override
  public String toString() {
    return BY_NAME.entrySet().stream()
        .filter(entry -> entry.getValue().equals(this))
        .map(Map.Entry::getKey)
        .findAny()
        .orElse("TYPE" + code);
  }
}
