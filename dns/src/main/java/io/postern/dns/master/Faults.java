package io.postern.dns.master;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a zone, as it is found, up to {@link MasterFileException#LIMIT}. What comes
 * after that is not looked for: by then the file is probably none.
 */
final class Faults {
  private final List<Fault> faults = new ArrayList<>();

  void add(Place place, String reason) {
    if (!isFull()) faults.add(new Fault(place, reason));
  }

  boolean isFull() {
    return faults.size() >= MasterFileException.LIMIT;
  }

  boolean isEmpty() {
    return faults.isEmpty();
  }

  List<Fault> all() {
    return List.copyOf(faults);
  }
}
