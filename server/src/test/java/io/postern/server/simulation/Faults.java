package io.postern.server.simulation;

import io.postern.server.store.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What fails, by a seed, from the beginning to the end. Asked by whoever has the turn. */
final class Faults {
  private volatile Random random = new Random();
  private volatile boolean begun;
  private volatile boolean losing;

  void begin(Random seeded) {
    random = seeded;
    begun = true;
  }

  /** From now on changes get lost between the store and who follows it, as they never may. */
  void plantLoss() {
    losing = true;
  }

  void end() {
    begun = false;
  }

  private boolean oneIn(int count) {
    return begun && random.nextInt(count) == 0;
  }

  boolean beforeCommit() {
    return oneIn(15);
  }

  boolean afterCommit() {
    return oneIn(10);
  }

  boolean whileWaiting() {
    return oneIn(30);
  }

  boolean signalLost() {
    return oneIn(4);
  }

  boolean reading() {
    return oneIn(15);
  }

  /** The changes, of which one is lost now and then, though never the last. */
  List<Change> losing(List<Change> changes) {
    if (!losing || changes.size() < 2 || !oneIn(3)) return changes;
    var left = new ArrayList<>(changes);
    left.remove(random.nextInt(left.size() - 1));
    return left;
  }
}
