package io.postern.dns.snapshot;

import java.util.List;

/** What a record says; its number in the format is its place here, so new ones come last. */
enum RecordKind {
  /** Begins a unit: the revision it is applied to, or that it is a whole index. */
  BEGIN,
  /** A zone's head. The names that follow are this zone's. */
  ZONE,
  /** A name of the zone, and what stands there. */
  NODE,
  /** A name that the zone has no more. */
  NODE_GONE,
  ZONE_GONE,
  NETWORK_GONE,
  /** Forwarding rules that networks behind it may share. */
  RULES,
  NETWORK,
  PUBLIC_NAME,
  PUBLIC_NAME_GONE,
  /** To which public name a private-link name leads. */
  PRIVATE_LINK_NAME,
  /** What clients of no network may do. */
  PUBLIC_VIEW,
  /** Ends a unit: the revision that the index is complete through. */
  END;

  private static final List<RecordKind> ALL = List.of(values());

  int number() {
    return ALL.indexOf(this);
  }

  static RecordKind of(int number) throws DamagedStateException {
    if (number >= ALL.size()) {
      throw new DamagedStateException("a record of the unknown kind " + number);
    }
    return ALL.get(number);
  }
}
