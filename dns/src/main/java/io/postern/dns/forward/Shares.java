package io.postern.dns.forward;

import java.util.concurrent.ConcurrentHashMap;

/** How much of something each holder has, and that none has more than its share. Thread-safe. */
public final class Shares<K> {
  private final int most;
  private final ConcurrentHashMap<K, Integer> taken = new ConcurrentHashMap<>();

  /**
   * @param most what one holder may have at one time
   */
  public Shares(int most) {
    this.most = most;
  }

  /** Takes one, which has to be given back; false if the holder has its share. */
  public boolean tryTake(K holder) {
    if (taken.merge(holder, 1, Integer::sum) <= most) {
      return true;
    }
    giveBack(holder);
    return false;
  }

  public void giveBack(K holder) {
    taken.computeIfPresent(holder, (it, count) -> count == 1 ? null : count - 1);
  }
}
