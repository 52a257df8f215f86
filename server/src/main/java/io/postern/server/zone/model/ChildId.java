package io.postern.server.zone.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.regex.Pattern;

/** The rule for the ids of links and zone groups. */
final class ChildId {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,79}");

  private ChildId() {}

  static void require(ResourceName name, String field) {
    if (VALID.matcher(name.id()).matches()) return;
    throw ControlException.invalid(
        Reason.NAME_MALFORMED,
        field,
        "'"
            + name.id()
            + "' is no valid id here: 1-80 letters, digits, '-', '_' and '.', the first a letter or"
            + " digit.");
  }
}
