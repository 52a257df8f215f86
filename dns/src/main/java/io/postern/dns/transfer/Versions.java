package io.postern.dns.transfer;

import io.postern.dns.name.DnsName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions of zones that secondaries have: those they were sent. A few of each zone are kept,
 * and of the zones those asked for last. Versions share what did not change, so that one more costs
 * what has changed since. Thread-safe.
 */
final class Versions {
  static final int OF_ONE_ZONE = 32;
  private static final int ZONES = 10_000;

  private record Key(String networkKey, DnsName apex) {}

  private final Map<Key, Deque<ViewedZone>> kept = new LinkedHashMap<>(16, 0.75f, true);

  private static Key key(ViewedZone zone) {
    return new Key(zone.networkKey(), zone.zone().apex());
  }

  synchronized void keep(ViewedZone zone) {
    var versions = kept.computeIfAbsent(key(zone), absent -> new ArrayDeque<>());
    versions.removeIf(version -> version.serial() == zone.serial());
    versions.addFirst(zone);
    if (versions.size() > OF_ONE_ZONE) {
      versions.removeLast();
    }
    if (kept.size() > ZONES) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  /** The version that a secondary has of a zone; null if it is not known. */
  synchronized @Nullable ViewedZone of(ViewedZone zone, int serial) {
    var versions = kept.get(key(zone));
    if (versions != null) {
      for (var version : versions) {
        if (version.serial() == serial) {
          return version;
        }
      }
    }
    return null;
  }
}
