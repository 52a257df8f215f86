package io.postern.server.zone.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A DNS name as people write it: in lower case, without a trailing dot; {@code .} is the root.
 *
 * <p>Labels are letters, digits, hyphens and underscores. The first one may be {@code *} in a name
 * that owns records.
 */
public record DomainName(String text) implements Comparable<DomainName> {
  /** The name that an SRV record gives for a service that is not there (RFC 2782). */
  public static final DomainName ROOT = new DomainName(".");

  /** RFC 1035 §2.3.4 allows 255 octets on the wire, which is 253 characters of text. */
  private static final int MAX_LENGTH = 253;

  private static final int MAX_LABEL_LENGTH = 63;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?");

  public DomainName {
    text = text.toLowerCase(Locale.ROOT);
    var fault = text.equals(".") ? Optional.<String>empty() : faultOf(text);
    if (fault.isPresent()) throw refused(text, fault.get(), Reason.NAME_MALFORMED, "name");
  }

  /**
   * Parses a name other than the root.
   *
   * @throws ControlException {@code InvalidArgument} with this reason
   */
  public static DomainName parse(String text, Reason reason, String field) {
    var lower = text.toLowerCase(Locale.ROOT);
    var fault = lower.startsWith("*") ? Optional.of("is a wildcard") : faultOf(lower);
    if (fault.isPresent()) throw refused(text, fault.get(), reason, field);
    return new DomainName(lower);
  }

  public static DomainName parse(String text, String field) {
    return parse(text, Reason.NAME_MALFORMED, field);
  }

  private static ControlException refused(String text, String fault, Reason reason, String field) {
    var shown = text.length() <= 80 ? text : text.substring(0, 77) + "...";
    return ControlException.invalid(
        reason,
        field,
        "The DNS name '" + shown + "' " + fault + "; write one such as contoso.com.");
  }

  /** What keeps a text from being a name. */
  private static Optional<String> faultOf(String lower) {
    if (lower.isEmpty()) return Optional.of("is empty");
    if (lower.endsWith(".")) return Optional.of("ends in a dot");
    if (lower.length() > MAX_LENGTH)
      return Optional.of("is longer than " + MAX_LENGTH + " characters");
    var labels = lower.split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      if (i == 0 && labels[i].equals("*")) continue;
      var fault = faultOfLabel(labels[i]);
      if (fault.isPresent()) return fault;
    }
    return Optional.empty();
  }

  private static Optional<String> faultOfLabel(String label) {
    if (label.isEmpty()) return Optional.of("has an empty label");
    if (label.length() > MAX_LABEL_LENGTH)
      return Optional.of("has a label longer than " + MAX_LABEL_LENGTH + " characters");
    if (LABEL.matcher(label).matches()) return Optional.empty();
    return Optional.of(
        "has the label '"
            + label
            + "', which may be letters, digits, '_' and inner hyphens only (other scripts in their"
            + " xn-- form)");
  }

  /**
   * The name that a relative name stands for below this one: {@code @} is this one.
   *
   * @throws ControlException {@code InvalidArgument} with reason NAME_MALFORMED
   */
  public DomainName resolve(String relative, String field) {
    if (relative.equals("@")) return this;
    var full = relative.toLowerCase(Locale.ROOT) + "." + text;
    var fault = faultOf(full);
    if (fault.isPresent()) throw refused(full, fault.get(), Reason.NAME_MALFORMED, field);
    return new DomainName(full);
  }

  /** Whether a relative name stands for a valid name below this one. */
  public boolean canHold(String relative) {
    return relative.equals("@")
        || faultOf(relative.toLowerCase(Locale.ROOT) + "." + text).isEmpty();
  }

  /** This name relative to one it lies in: {@code @} for that name itself. */
  public Optional<String> within(DomainName apex) {
    if (equals(apex)) return Optional.of("@");
    return text.endsWith("." + apex.text)
        ? Optional.of(text.substring(0, text.length() - apex.text.length() - 1))
        : Optional.empty();
  }

  /** Whether one of the two lies in the other, or they are the same. */
  public boolean overlaps(DomainName other) {
    return within(other).isPresent() || other.within(this).isPresent();
  }

  public int labelCount() {
    return text.split("\\.", -1).length;
  }

  @Override
  public int compareTo(DomainName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
