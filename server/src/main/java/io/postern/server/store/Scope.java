package io.postern.server.store;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.Locale;
import java.util.Optional;

/**
 * The part of the name space a list or a watch covers.
 *
 * @param prefix in lower case, ends in a slash; empty for everything
 */
public record Scope(String prefix) {
  private static final String SUBSCRIPTIONS = "subscriptions/";

  public static final Scope EVERYTHING = new Scope("");

  public static Scope under(ResourceName parent) {
    return new Scope(parent.key() + "/");
  }

  /**
   * Parses a parent as requests give it. {@code -} stands for any id, as the last id only: {@code
   * subscriptions/-} is everything, {@code subscriptions/s/resourceGroups/-} is the subscription.
   */
  public static Scope parse(String parent, String field) {
    var text = parent.startsWith("/") ? parent.substring(1) : parent;
    if (text.isEmpty() || text.equals("-") || text.equalsIgnoreCase("subscriptions/-"))
      return EVERYTHING;
    if (!text.endsWith("/-")) {
      if (text.contains("/-/")) {
        throw ControlException.invalid(
            Reason.NAME_MALFORMED,
            field,
            "'-' may stand only for the last id of a parent, not inside '" + parent + "'.");
      }
      return under(ResourceName.parse(text, field));
    }
    var collection = text.substring(0, text.length() - 2);
    int slash = collection.lastIndexOf('/');
    if (slash < 0)
      throw ControlException.invalid(
          Reason.NAME_MALFORMED,
          field,
          "'-' may stand for the id of a subscription or of what lies in one, not in '"
              + parent
              + "'.");
    ResourceName.parse(collection.substring(0, slash), field);
    boolean groups = collection.substring(slash + 1).equalsIgnoreCase("resourceGroups");
    return new Scope(
        (groups ? collection.substring(0, slash) : collection).toLowerCase(Locale.ROOT) + "/");
  }

  /** The one subscription that all of it lies in, if there is one. */
  public Optional<ResourceName> subscription() {
    if (!prefix.startsWith(SUBSCRIPTIONS)) return Optional.empty();
    int end = prefix.indexOf('/', SUBSCRIPTIONS.length());
    return Optional.of(ResourceName.of(prefix.substring(0, end)));
  }

  public boolean covers(ResourceName name) {
    return name.key().startsWith(prefix);
  }
}
