package io.postern.cli.topology;

import io.postern.client.error.FieldViolation;
import io.postern.client.error.PosternException;
import java.util.List;
import java.util.Map;

/** The server has refused what a topology declares. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What a file sets by verbs of a subscription, by the fields of their requests. */
  private static final Map<String, String> OF_VERBS =
      Map.of("provider", "registeredProviders", "quota", "quotas", "limit", "quotas");

  private final transient Declaration<?> declaration;
  private final PosternException refusal;

  RefusedException(Declaration<?> declaration, PosternException refusal) {
    super(refusal);
    this.declaration = declaration;
    this.refusal = refusal;
  }

  PosternException refusal() {
    return refusal;
  }

  /** Whether the file has to be corrected: as it is, it would be refused again. */
  boolean isFileAtFault() {
    return refusal instanceof PosternException.InvalidArgument
        || !refusal.fieldViolations().isEmpty();
  }

  /** The fields at fault, as the file spells them. */
  List<String> fields() {
    return refusal.fieldViolations().stream()
        .map(FieldViolation::field)
        .map(this::spelledAsInTheFile)
        .distinct()
        .toList();
  }

  /** Where and what it is about: the beginning of the sentence that says what was refused. */
  String subject() {
    var fields = fields();
    var place = declaration.place();
    int line = fields.isEmpty() ? place.line() : place.line(fields.getFirst());
    return line + ": " + declaration.type().singular() + " " + declaration.shortName() + ": ";
  }

  /** A request has the resource below a field of its own: {@code subnet.address_prefixes[0]}. */
  private String spelledAsInTheFile(String field) {
    var path = new StringBuilder();
    boolean isUpper = false;
    for (int i = 0; i < field.length(); i++) {
      char each = field.charAt(i);
      if (each != '_') path.append(isUpper ? Character.toUpperCase(each) : each);
      isUpper = each == '_';
    }
    var verb = OF_VERBS.get(path.toString());
    if (verb != null && declaration.type().equals(ResourceType.SUBSCRIPTION)) return verb;
    var resource = declaration.type().singular() + ".";
    return path.indexOf(resource) == 0 ? path.substring(resource.length()) : path.toString();
  }
}
