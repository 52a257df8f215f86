package io.postern.server.rpc;

import java.util.concurrent.ConcurrentHashMap;

/** How many of something each subject has at a time; who has none needs no memory. Thread-safe. */
final class PlacesTaken {
  private final int most;
  private final ConcurrentHashMap<String, Integer> taken = new ConcurrentHashMap<>();

  /**
   * @param most how many a subject may have; 0 for any number
   */
  PlacesTaken(int most) {
    this.most = most;
  }

  /** Takes a place; false when the subject has all that it may have. */
  boolean take(String subject) {
    if (most == 0 || taken.merge(subject, 1, Integer::sum) <= most) return true;
    giveBack(subject);
    return false;
  }

  /** Gives a place back that was taken. */
  void giveBack(String subject) {
    if (most > 0) taken.computeIfPresent(subject, (key, now) -> now == 1 ? null : now - 1);
  }

  /** Gives all places back, for places that are those of a while. */
  void clear() {
    taken.clear();
  }

  /** How many have a place. */
  int subjects() {
    return taken.size();
  }
}
