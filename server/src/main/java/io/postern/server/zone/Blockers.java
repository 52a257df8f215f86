package io.postern.server.zone;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tells a caller what keeps a zone from being deleted. */
final class Blockers {
  /** How many an error names. */
  static final int SHOWN = 10;

  private Blockers() {}

  /**
   * Refuses when there are any.
   *
   * @param names up to one more than are shown
   * @param readable whether the caller may read one, and so is told its name
   */
  static void requireNone(
      List<ResourceName> names,
      Predicate<ResourceName> readable,
      Reason reason,
      ResourceName zone,
      String relation) {
    if (names.isEmpty()) return;
    var named = names.stream().filter(readable).limit(SHOWN).toList();
    var shown = named.stream().map(ResourceName::text).collect(Collectors.joining(", "));
    var more = named.size() == names.size() ? "" : named.isEmpty() ? "others" : " and others";
    throw ControlException.of(
        new ControlError.InUse(
            Problem.of(
                    reason,
                    "The private DNS zone '"
                        + zone
                        + "' is "
                        + relation
                        + " "
                        + shown
                        + more
                        + "; delete those first, or delete the zone with cascade.")
                .with("resource", zone.text())
                .with("blockers", shown)));
  }
}
