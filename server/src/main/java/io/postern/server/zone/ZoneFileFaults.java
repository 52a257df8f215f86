package io.postern.server.zone;

import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What is wrong with a zone file, collected so that the caller is told all of it at once. */
final class ZoneFileFaults {
  private static final String FIELD = "zone_file";

  /** How many an error tells. */
  static final int SHOWN = 100;

  private final List<Fault> faults = new ArrayList<>();

  private record Fault(int line, String message) {}

  /** The same to begin with, for what is found later. */
  ZoneFileFaults copy() {
    var copy = new ZoneFileFaults();
    copy.faults.addAll(faults);
    return copy;
  }

  void add(int line, String message) {
    faults.add(new Fault(line, message));
  }

  /** The value, or nothing but a fault in this line if the model refuses it. */
  <T> Optional<T> unlessRefused(int line, Supplier<T> value) {
    try {
      return Optional.of(value.get());
    } catch (ControlException e) {
      var message = e.error().problem().message();
      add(line, message.endsWith(".") ? message.substring(0, message.length() - 1) : message);
      return Optional.empty();
    }
  }

  /**
   * Refuses the file when there are any.
   *
   * @throws ControlException {@code InvalidArgument} with reason ZONE_FILE_INVALID
   */
  void requireNone() {
    if (faults.isEmpty()) return;
    faults.sort(Comparator.comparingInt(Fault::line));
    var first = faults.getFirst();
    var others = faults.size() - 1;
    var problem =
        Problem.of(
                Reason.ZONE_FILE_INVALID,
                "The zone file has a fault in line "
                    + first.line()
                    + ": "
                    + first.message()
                    + (others == 0 ? "" : ", and " + others + " more")
                    + "; nothing was imported.")
            .with("faults", Integer.toString(faults.size()))
            .with("line", Integer.toString(first.line()));
    for (var fault : faults.subList(0, Math.min(faults.size(), SHOWN)))
      problem = problem.alsoInField(FIELD, "line " + fault.line() + ": " + fault.message() + ".");
    throw ControlException.of(new ControlError.InvalidArgument(problem));
  }
}
