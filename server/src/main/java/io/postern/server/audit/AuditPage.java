package io.postern.server.audit;

import io.postern.server.rpc.PageToken;
import io.postern.server.store.AuditEntry;
import io.postern.server.store.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * One page of a list, the newest entries first. It ends after so many entries were looked at, even
 * if few of them are let through: what filters leave out costs no more than that.
 *
 * @param next where the next page begins: before this number; empty on the last page
 */
record AuditPage(List<AuditEntry> entries, Optional<Long> next) {
  private static final int LOOKED_AT = 10_000;
  private static final int PART = 500;

  /** A call is entered when it ends, with the time when it began. */
  private static final Duration OUT_OF_ORDER = Duration.ofHours(1);

  static AuditPage of(
      AuditTrail trail, AuditViewer viewer, AuditFilter filter, long before, int size) {
    var found = new ArrayList<AuditEntry>();
    long position = before;
    for (int looked = 0; looked < LOOKED_AT; looked += PART) {
      var part = trail.before(position, PART);
      for (var entry : part) {
        position = entry.number();
        if (entry.note().time().plus(OUT_OF_ORDER).isBefore(filter.from()))
          return new AuditPage(found, Optional.empty());
        viewer.shown(entry).filter(filter::lets).ifPresent(found::add);
        if (found.size() == size) return new AuditPage(found, Optional.of(position));
      }
      if (part.size() < PART) return new AuditPage(found, Optional.empty());
    }
    return new AuditPage(found, Optional.of(position));
  }

  /** The token for the page after this one; empty on the last. */
  String token(AuditFilter filter) {
    return next.map(number -> encoded(number + "\n" + filter.text())).orElse("");
  }

  /** Before which number the page begins that a token stands for. */
  static long begin(String token, AuditFilter filter) {
    if (token.isEmpty()) return Long.MAX_VALUE;
    try {
      var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      var parts = text.split("\n", 2);
      if (parts.length == 2 && parts[1].equals(filter.text())) return Long.parseLong(parts[0]);
    } catch (IllegalArgumentException e) {
      // falls through to the one refusal
    }
    throw PageToken.invalid();
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
