package io.postern.dns.zone;

import io.postern.dns.name.DnsName;
import io.postern.dns.name.NameOctets;
import java.util.Arrays;

/** The SOA of a zone's denials, its names taken apart so that they can be compressed. Immutable. */
public final class PackedSoa {
  private static final int TIMERS_LENGTH = 5 * Integer.BYTES;

  private final NameOctets owner;
  private final NameOctets mname;
  private final NameOctets rname;
  private final int ttlSeconds;
  private final byte[] timers;

  private PackedSoa(
      NameOctets owner, NameOctets mname, NameOctets rname, int ttlSeconds, byte[] timers) {
    this.owner = owner;
    this.mname = mname;
    this.rname = rname;
    this.ttlSeconds = ttlSeconds;
    this.timers = timers;
  }

  static PackedSoa of(DnsName apex, SoaSettings settings, int serial) {
    var wire = settings.toRecordSet(apex, serial).rdata().getFirst();
    var octets = new byte[wire.length()];
    wire.toBuffer().get(octets);
    return new PackedSoa(
        NameOctets.of(apex),
        NameOctets.of(settings.mname() == null ? apex : settings.mname()),
        NameOctets.of(settings.rname()),
        settings.negativeTtlSeconds(),
        Arrays.copyOfRange(octets, octets.length - TIMERS_LENGTH, octets.length));
  }

  public NameOctets owner() {
    return owner;
  }

  public NameOctets mname() {
    return mname;
  }

  public NameOctets rname() {
    return rname;
  }

  /** The negative TTL (RFC 2308 §5). */
  public int ttlSeconds() {
    return ttlSeconds;
  }

  /** Octets of what follows the names in the record's data. */
  public int timersLength() {
    return timers.length;
  }

  /** Copies what follows the names: serial, refresh, retry, expire, minimum. */
  public void copyTimers(byte[] target, int at) {
    System.arraycopy(timers, 0, target, at, timers.length);
  }
}
