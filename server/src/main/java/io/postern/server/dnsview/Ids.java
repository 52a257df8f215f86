package io.postern.server.dnsview;

import io.postern.server.kernel.ResourceName;
import java.util.HashMap;
import java.util.Map;

/**
 * Small numbers for the names of resources of one sort, as the DNS engine wants them. A number is
 * never given twice.
 */
final class Ids {
  private final Map<ResourceName, Integer> ids = new HashMap<>();
  private int next;

  int of(ResourceName name) {
    return ids.computeIfAbsent(name, absent -> next++);
  }

  void forget(ResourceName name) {
    ids.remove(name);
  }
}
