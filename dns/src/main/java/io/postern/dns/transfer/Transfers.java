package io.postern.dns.transfer;

import org.jspecify.annotations.Nullable;

/** Decides what a secondary is sent of a zone, and remembers what it has then. Thread-safe. */
public final class Transfers {
  /** Records that a list of changes may have; more are not better than the whole zone. */
  private static final int MOST_CHANGES = 10_000;

  /** Records of a list of changes that may fit into a datagram. */
  private static final int MOST_IN_DATAGRAM = 200;

  private final Versions versions = new Versions();

  /**
   * What is sent of the zone as it is now.
   *
   * @param since the serial that the secondary has; null to send all of it
   */
  public Transfer overStream(ViewedZone now, @Nullable Integer since) {
    var before = since == null ? null : versions.of(now, since);
    versions.keep(now);
    if (since != null && !isNewer(now.serial(), since)) {
      return new Transfer.SoaOnly(now);
    }
    if (before == null) {
      return new Transfer.Whole(now);
    }
    var difference = Difference.between(before, now, MOST_CHANGES);
    return difference.isPresent()
        ? new Transfer.Changes(before, now, difference.get())
        : new Transfer.Whole(now);
  }

  /** The same in one datagram: never the whole zone, and few changes. */
  public Transfer inDatagram(ViewedZone now, int since) {
    var before = isNewer(now.serial(), since) ? versions.of(now, since) : null;
    // Where claims are chosen in another way, all of the zone would have to be gone through.
    if (before == null || !before.isChosenAs(now)) {
      return new Transfer.SoaOnly(now);
    }
    var difference = Difference.between(before, now, MOST_IN_DATAGRAM);
    if (difference.isEmpty()) {
      return new Transfer.SoaOnly(now);
    }
    versions.keep(now);
    return new Transfer.Changes(before, now, difference.get());
  }

  /** By the arithmetic of serials (RFC 1982 §3.2). */
  static boolean isNewer(int serial, int other) {
    return serial - other > 0;
  }
}
