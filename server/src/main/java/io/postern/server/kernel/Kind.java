package io.postern.server.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A kind of resource: its model class, the shape its names have, and what people call it.
 *
 * @param id the stable word it is stored under, such as {@code privateEndpoint}
 * @param label what error messages call it, such as {@code private endpoint}
 * @param pattern the shape of its names, {@code *} for each id
 */
public record Kind<T extends Resource>(String id, Class<T> type, String label, String pattern) {
  private static final String IN_GROUP = "subscriptions/*/resourceGroups/*/providers/";
  private static final String PROVIDERS = "providers";

  /** Stands at the beginning of a pattern for the name of anything. */
  private static final String ANY_SCOPE = "scopes/*";

  /** A kind that stands directly in a resource group, or under a resource that does. */
  public static <T extends Resource> Kind<T> inGroup(
      String id, Class<T> type, String label, String path) {
    return new Kind<>(id, type, label, IN_GROUP + path);
  }

  /**
   * A kind that stands under a scope of any sort: a tenant, a subscription, a group or a resource.
   *
   * @param path from the provider on, such as {@code Microsoft.Authorization/locks/*}
   */
  public static <T extends Resource> Kind<T> underAnyScope(
      String id, Class<T> type, String label, String path) {
    return new Kind<>(id, type, label, ANY_SCOPE + "/" + PROVIDERS + "/" + path);
  }

  /**
   * Parses the name of a resource of this kind.
   *
   * @throws ControlException {@code InvalidArgument} with reason NAME_MALFORMED, showing the shape
   *     that was expected
   */
  public ResourceName parse(String text, String field) {
    return require(ResourceName.parse(text, field), field);
  }

  /** Returns the name when it has this kind's shape. */
  public ResourceName require(ResourceName name, String field) {
    if (matches(name)) return name;
    throw ControlException.invalid(
        Reason.NAME_MALFORMED,
        field,
        "'"
            + name
            + "' is not the name of a "
            + label
            + "; it must look like "
            + pattern.replace(ANY_SCOPE, "{scope}").replace("*", "{id}")
            + ".");
  }

  /** Whether a name has this kind's shape; both are walked along, for this is asked often. */
  public boolean matches(ResourceName name) {
    var text = name.text();
    if (!pattern.startsWith(ANY_SCOPE)) return matches(text, 0, 0);
    // What comes before the provider is the name of anything.
    int provider = ANY_SCOPE.length() + 1;
    int from = lastAsMany(text, provider);
    return text.lastIndexOf('/', from - 2) > 0 && matches(text, from, provider);
  }

  /** Where the last segments of a text begin, as many as the pattern has from a place on. */
  private int lastAsMany(String text, int patternFrom) {
    int from = text.lastIndexOf('/');
    for (int at = pattern.indexOf('/', patternFrom); at >= 0; at = pattern.indexOf('/', at + 1))
      from = text.lastIndexOf('/', from - 1);
    return from + 1;
  }

  private boolean matches(String text, int textFrom, int patternFrom) {
    int from = textFrom;
    int at = patternFrom;
    while (true) {
      int end = segmentEnd(text, from);
      int shapeEnd = segmentEnd(pattern, at);
      if (!isAny(at, shapeEnd) && !is(at, shapeEnd, text, from, end)) return false;
      boolean last = end == text.length();
      if (last != (shapeEnd == pattern.length())) return false;
      if (last) return true;
      from = end + 1;
      at = shapeEnd + 1;
    }
  }

  private static int segmentEnd(String text, int from) {
    int slash = text.indexOf('/', from);
    return slash < 0 ? text.length() : slash;
  }

  private boolean isAny(int from, int to) {
    return to - from == 1 && pattern.charAt(from) == '*';
  }

  private boolean is(int at, int shapeEnd, String text, int from, int end) {
    return end - from == shapeEnd - at && pattern.regionMatches(true, at, text, from, end - from);
  }

  /** The name of the collection its names end in, such as {@code virtualNetworks}. */
  public String collection() {
    var shape = shape();
    return shape.get(shape.size() - 2);
  }

  /**
   * The name of the resource with this id under this parent: a child of a resource group or of a
   * scope stands under its provider.
   */
  public ResourceName name(ResourceName parent, String id, String field) {
    var shape = shape();
    int size = shape.size();
    boolean underProvider = size >= 6 && shape.get(size - 4).equals(PROVIDERS);
    var path =
        underProvider ? PROVIDERS + "/" + shape.get(size - 3) + "/" + collection() : collection();
    return parse(parent.text() + "/" + path + "/" + id, field);
  }

  /**
   * The action a caller needs, in Azure's form: {@code Microsoft.Network/virtualNetworks/write}.
   */
  public String action(String verb) {
    var type = ResourceName.of(pattern).armType();
    return (type.isEmpty() ? "Microsoft.Resources/" + collection().toLowerCase(Locale.ROOT) : type)
        + "/"
        + verb;
  }

  /** The same on one resource: of a kind with several types in Azure, that of its name. */
  public String action(String verb, ResourceName name) {
    var type = name.armType();
    return type.isEmpty() ? action(verb) : type + "/" + verb;
  }

  private List<String> shape() {
    return Arrays.asList(pattern.split("/"));
  }

  @Override
  public String toString() {
    return id;
  }
}
