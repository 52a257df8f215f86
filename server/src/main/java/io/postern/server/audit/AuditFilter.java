package io.postern.server.audit;

import io.postern.server.store.AuditEntry;
import io.postern.server.store.AuditNote;
import java.time.Instant;
import java.util.Locale;

/**
 * What a list of entries lets through.
 *
 * @param from the first time
 * @param to the first time that is too late
 * @param principal empty for any, and so on
 */
record AuditFilter(
    Instant from,
    Instant to,
    String principal,
    String resourcePrefix,
    String method,
    String outcome) {
  private static final String REFUSED = "REFUSED";

  AuditFilter {
    resourcePrefix = resourcePrefix.toLowerCase(Locale.ROOT);
    if (resourcePrefix.startsWith("/")) resourcePrefix = resourcePrefix.substring(1);
  }

  boolean lets(AuditEntry entry) {
    var note = entry.note();
    return !note.time().isBefore(from)
        && note.time().isBefore(to)
        && (principal.isEmpty() || note.principal().equals(principal))
        && (method.isEmpty() || isMethod(note.method()))
        && (outcome.isEmpty() || isOutcome(note.outcome()))
        && (resourcePrefix.isEmpty() || note.resources().stream().anyMatch(this::isBelow));
  }

  private boolean isMethod(String full) {
    return full.equals(method) || full.endsWith("/" + method);
  }

  private boolean isOutcome(String found) {
    return outcome.equals(REFUSED) ? !found.equals(AuditNote.OK) : found.equals(outcome);
  }

  private boolean isBelow(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(resourcePrefix);
  }

  /** What a page token is bound to. */
  String text() {
    return String.join(
        "\n", from.toString(), to.toString(), principal, resourcePrefix, method, outcome);
  }
}
