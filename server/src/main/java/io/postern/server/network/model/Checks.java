package io.postern.server.network.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The checks that several kinds of networks and of what is in them need. */
public final class Checks {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9_])?");

  private Checks() {}

  /** Refuses an id that Azure would not take for this kind of resource. */
  public static void id(ResourceName name, int shortest, int longest, String field) {
    var id = name.id();
    if (id.length() >= shortest && id.length() <= longest && ID.matcher(id).matches()) return;
    throw ControlException.invalid(
        Reason.NAME_MALFORMED,
        field,
        "The id '"
            + id
            + "' must be "
            + shortest
            + "-"
            + longest
            + " letters, digits, '.', '_' or '-', start with a letter or digit and not end with"
            + " '.' or '-'.");
  }

  public static void atMost(int limit, Collection<?> values, String field, String what) {
    if (values.size() > limit)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field,
          "There are " + values.size() + " " + what + ", at most " + limit + " are possible.");
  }

  /** Refuses names that are equal without regard to case. */
  public static void distinct(List<String> names, String list, String what) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      var field = list + "[" + i + "].name";
      if (names.get(i).isEmpty())
        throw ControlException.invalid(
            Reason.INVALID_FIELD, field, "Each " + what + " needs a name.");
      if (!seen.add(names.get(i).toLowerCase(Locale.ROOT)))
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            field,
            "There are two of the name '" + names.get(i) + "'; give each " + what + " its own.");
    }
  }

  /** Refuses a name of another type of resource, where the type is not one of this server's. */
  public static void type(ResourceName name, String type, String field) {
    if (name.armType().equalsIgnoreCase(type)) return;
    throw ControlException.invalid(
        Reason.NAME_MALFORMED,
        field,
        "'" + name + "' is not the name of a resource of type " + type + ".");
  }
}
