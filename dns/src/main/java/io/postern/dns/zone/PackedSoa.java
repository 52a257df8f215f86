package io.postern.dns.zone;

import io.postern.dns.name.DnsName;
import io.postern.dns.name.NameOctets;
import java.util.Arrays;

/**
 * The SOA of a zone's denials, its names taken apart so that they can be compressed.
 *
 * @param ttlSeconds the negative TTL (RFC 2308 §5)
 * @param timers what follows the names in the record's data: serial, refresh, retry, expire,
 *     minimum; not to be written to
 */
public record PackedSoa(
    NameOctets owner, NameOctets mname, NameOctets rname, int ttlSeconds, byte[] timers) {

  private static final int TIMERS_LENGTH = 5 * Integer.BYTES;

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
}
