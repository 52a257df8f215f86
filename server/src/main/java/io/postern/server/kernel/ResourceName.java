package io.postern.server.kernel;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The name of a resource: its Azure resource id without the leading slash. Names keep the letter
 * case they were written in and are equal without it, as resource ids are.
 *
 * <p>A name is a list of pairs, {@code collection/id}; {@code providers/Microsoft.Network} is one
 * of them. The parent of {@code …/virtualNetworks/v/subnets/s} is {@code …/virtualNetworks/v}; the
 * parent of a resource that stands directly in a group is the group.
 */
public final class ResourceName implements Comparable<ResourceName> {
  /** The longest name accepted, in characters. */
  public static final int MAX_LENGTH = 1024;

  private static final int MAX_SEGMENT_LENGTH = 253;
  private static final String PROVIDERS = "providers";
  private static final String TENANTS = "tenants";

  private static final String SUBSCRIPTIONS = "subscriptions";
  private static final String RESOURCE_GROUPS = "resourceGroups";

  // There are millions of names in memory: what can be made of the text is made when it is asked.
  private final String text;
  private final String key;

  private ResourceName(String text) {
    this(text, text.toLowerCase(Locale.ROOT));
  }

  private ResourceName(String text, String key) {
    this.text = text;
    this.key = key;
  }

  /**
   * Parses a name, with or without the leading slash.
   *
   * @param field the path of the request field the text came from, for the error
   * @throws ControlException {@code InvalidArgument} with reason NAME_MALFORMED
   */
  public static ResourceName parse(String text, String field) {
    var bare = text.startsWith("/") ? text.substring(1) : text;
    if (bare.isEmpty())
      throw malformed(
          text, field, "is empty; give a name such as subscriptions/s/resourceGroups/g");
    if (bare.length() > MAX_LENGTH)
      throw malformed(text, field, "is longer than " + MAX_LENGTH + " characters");
    int count = 0;
    for (int from = 0; from <= bare.length(); ) {
      int slash = bare.indexOf('/', from);
      int to = slash < 0 ? bare.length() : slash;
      if (!isSegment(bare, from, to)) {
        throw malformed(
            text,
            field,
            "has the part '"
                + abbreviate(bare.substring(from, to))
                + "', which is not a name: letters, digits and _ . - ( ) only");
      }
      count++;
      from = to + 1;
    }
    if (count % 2 != 0) {
      throw malformed(
          text,
          field,
          "must be pairs of collection and id, such as subscriptions/s/resourceGroups/g");
    }
    return new ResourceName(bare);
  }

  /** Parses a name this server made or stored itself. */
  public static ResourceName of(String text) {
    return parse(text, "name");
  }

  /** Written out, not a pattern: every row that is read has several names. */
  private static boolean isSegment(String text, int from, int to) {
    if (to == from || to - from > MAX_SEGMENT_LENGTH || !isPlain(text.charAt(from))) return false;
    for (int i = from + 1; i < to; i++) {
      char c = text.charAt(i);
      if (!isPlain(c) && ".()-".indexOf(c) < 0) return false;
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '@'
        || c == '*'
        || c == '_';
  }

  private static ControlException malformed(String text, String field, String why) {
    return ControlException.invalid(
        Reason.NAME_MALFORMED, field, "The name '" + abbreviate(text) + "' " + why + ".");
  }

  private static String abbreviate(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  /** The name as it was written. */
  public String text() {
    return text;
  }

  /** The name in lower case: what names are compared, stored and sorted by. */
  public String key() {
    return key;
  }

  /** The last part of the name, in the case it was written. */
  public String id() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** Collection, id, collection, id and so on. */
  public List<String> segments() {
    return List.of(text.split("/", -1));
  }

  /** The subscription the name lies in, {@code subscriptions/s}, if it lies in one. */
  public Optional<ResourceName> subscription() {
    return isSegment(0, SUBSCRIPTIONS) ? Optional.of(first(2)) : Optional.empty();
  }

  /**
   * The resource group the name lies in, {@code subscriptions/s/resourceGroups/g}, if it lies in
   * one.
   */
  public Optional<ResourceName> resourceGroup() {
    return isSegment(end(2) + 1, RESOURCE_GROUPS) ? Optional.of(first(4)) : Optional.empty();
  }

  /** The tenant that the name itself says it lies in, {@code tenants/t}, if it says so. */
  public Optional<String> tenant() {
    if (!isSegment(0, TENANTS)) return Optional.empty();
    int from = TENANTS.length() + 1;
    return Optional.of(text.substring(from, end(2)));
  }

  /** The name of a tenant: what its rights are given on as a whole. */
  public static ResourceName ofTenant(String tenant) {
    return of(TENANTS + "/" + tenant);
  }

  /** Whether this is the name of a tenant and of nothing in it. */
  public boolean isTenant() {
    return end(2) == text.length() && tenant().isPresent();
  }

  /** The name this one stands under. */
  public ResourceName parent() {
    var segments = segments();
    int size = segments.size();
    if (size <= 2) return this;
    boolean directlyUnderProvider = size >= 6 && segments.get(size - 4).equalsIgnoreCase(PROVIDERS);
    return first(directlyUnderProvider ? size - 4 : size - 2);
  }

  /**
   * The resource's type, {@code Microsoft.Network/virtualNetworks/subnets}; empty for tenants,
   * subscriptions and groups. Of a resource that stands under another by a provider of its own,
   * such as a lock, it is that provider's.
   */
  public String armType() {
    var segments = segments();
    int provider = lastProvider(segments);
    if (provider < 0) return "";
    var type = new StringBuilder(segments.get(provider + 1));
    for (int collection = provider + 2; collection < segments.size(); collection += 2) {
      type.append('/').append(segments.get(collection));
    }
    return type.toString();
  }

  /** Where the last provider with a type behind it stands; negative without one. */
  private static int lastProvider(List<String> segments) {
    for (int i = segments.size() - 4; i >= 2; i -= 2)
      if (segments.get(i).equalsIgnoreCase(PROVIDERS)) return i;
    return -1;
  }

  public ResourceName child(String collection, String id) {
    return of(text + "/" + collection + "/" + id);
  }

  /** Whether this name is the other one or lies under it. */
  public boolean isWithin(ResourceName other) {
    int end = other.key.length();
    return key.startsWith(other.key) && (key.length() == end || key.charAt(end) == '/');
  }

  /** The name of its first segments; the whole of it if it has no more. */
  private ResourceName first(int count) {
    int end = end(count);
    return end == text.length()
        ? this
        : new ResourceName(text.substring(0, end), key.substring(0, end));
  }

  /** Where so many segments end. */
  private int end(int count) {
    int end = -1;
    for (int i = 0; i < count; i++) {
      end = text.indexOf('/', end + 1);
      if (end < 0) return text.length();
    }
    return end;
  }

  /** Whether a segment that begins at a place, and has another behind it, is this word. */
  private boolean isSegment(int at, String word) {
    int end = at + word.length();
    return end < text.length()
        && text.charAt(end) == '/'
        && text.regionMatches(true, at, word, 0, word.length());
  }

  @Override
  public int compareTo(ResourceName other) {
    return key.compareTo(other.key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceName that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(key);
  }

  @Override
  public String toString() {
    return text;
  }
}
