package io.postern.server.dnsview;

import io.postern.server.kernel.ResourceName;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Small numbers for the names of resources of one sort, as the DNS engine wants them. A number is
 * never given twice. Written by one thread, read by any.
 */
final class Ids {
  private final Map<ResourceName, Integer> ids = new ConcurrentHashMap<>();
  private int next;

  int of(ResourceName name) {
    return ids.computeIfAbsent(name, absent -> next++);
  }

  /** Empty for a name that has none. */
  OptionalInt find(ResourceName name) {
    var id = ids.get(name);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  void forget(ResourceName name) {
    ids.remove(name);
  }
}
