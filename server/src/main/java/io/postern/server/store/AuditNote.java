package io.postern.server.store;

import io.postern.server.kernel.Principal;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.kernel.Revision;
import java.time.Instant;
import java.util.List;

/**
 * What an entry of the audit says, before it has a number. Texts are cut to what the audit keeps,
 * and control characters in them become spaces: some of them come from whoever was refused.
 *
 * @param time when the call was made, for a write; when it was refused, for a refusal
 * @param principal who; empty for a caller that nobody could be found for
 * @param tenant of the principal; empty for administrators and unknown callers
 * @param peer the address and port the call came from; empty for the server itself
 * @param method the full name of the RPC; empty for what the server does by itself
 * @param requestId the caller's id for the request; empty for none
 * @param outcome {@code OK}, the name of a gRPC status code, or {@code LEFT_OUT}
 * @param reason the machine-readable reason of a refusal; empty for none
 * @param message what the refused caller was told
 * @param resources what was changed, or what the refused request named; the first of them
 * @param resourceCount how many there were
 * @param tenants whose the changed resources were
 * @param revision of a write; zero for none
 * @param changesHash the SHA-256 of the changes of the write, in hexadecimal digits; empty for none
 */
public record AuditNote(
    Instant time,
    String principal,
    String tenant,
    String peer,
    String method,
    String requestId,
    String outcome,
    String reason,
    String message,
    List<String> resources,
    int resourceCount,
    List<String> tenants,
    Revision revision,
    String changesHash) {
  /** The outcome of a write. */
  public static final String OK = "OK";

  /** The outcome of an entry that stands for refusals that were not written one by one. */
  public static final String LEFT_OUT = "LEFT_OUT";

  /** How many resources, and how many tenants, an entry names. */
  public static final int NAMED = 16;

  public AuditNote {
    time = Instant.ofEpochMilli(time.toEpochMilli());
    principal = kept(principal, 256);
    tenant = kept(tenant, 64);
    peer = kept(peer, 128);
    method = kept(method, 128);
    requestId = kept(requestId, 128);
    outcome = kept(outcome, 32);
    reason = kept(reason, 64);
    message = kept(message, 1024);
    resources = resources.stream().limit(NAMED).map(name -> kept(name, 1024)).toList();
    tenants = tenants.stream().limit(NAMED).map(name -> kept(name, 64)).toList();
  }

  /** What a write did. */
  public static AuditNote written(
      RequestContext context, Revision revision, List<Change> changes, String changesHash) {
    var origin = context.origin();
    return new AuditNote(
        context.now(),
        context.principal().id(),
        context.principal().tenant().orElse(""),
        origin.peer(),
        origin.method(),
        origin.requestId(),
        OK,
        "",
        "",
        changes.stream().limit(NAMED).map(Change::name).map(ResourceName::text).toList(),
        changes.size(),
        changes.stream().flatMap(change -> change.tenant().stream()).distinct().toList(),
        revision,
        changesHash);
  }

  /** So many refusals came faster than they could be written. */
  public static AuditNote leftOut(Instant time, long count) {
    return new AuditNote(
        time,
        Principal.SYSTEM.id(),
        "",
        "",
        "",
        "",
        LEFT_OUT,
        "",
        count + " refusals came too fast to be written one by one.",
        List.of(),
        0,
        List.of(),
        Revision.ZERO,
        "");
  }

  private static String kept(String text, int most) {
    var cut = text.length() <= most ? text : text.substring(0, wholeCharacters(text, most));
    return isFit(cut) ? cut : withSpaces(cut);
  }

  /** No half of a surrogate pair is left at the end. */
  private static int wholeCharacters(String text, int most) {
    return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
  }

  /** A loop, for every text of every write comes by here. */
  private static boolean isFit(String text) {
    for (int i = 0; i < text.length(); i++) if (isUnfit(text.charAt(i))) return false;
    return true;
  }

  private static boolean isUnfit(int character) {
    return Character.isISOControl(character);
  }

  private static String withSpaces(String text) {
    var fit = new StringBuilder(text);
    for (int i = 0; i < fit.length(); i++) if (isUnfit(fit.charAt(i))) fit.setCharAt(i, ' ');
    return fit.toString();
  }
}
