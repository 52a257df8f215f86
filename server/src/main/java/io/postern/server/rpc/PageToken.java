package io.postern.server.rpc;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import io.postern.server.store.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where the next page of a list starts, bound to the list it came from. */
public final class PageToken {
  static final int DEFAULT_SIZE = 100;
  static final int MAX_SIZE = 1000;

  private PageToken() {}

  /** How many items a request that asks for this many gets. */
  public static int size(int requested) {
    if (requested < 0)
      throw ControlException.invalid(
          Reason.INVALID_FIELD, "page_size", "A page size is 0 (the default) or more.");
    return requested == 0 ? DEFAULT_SIZE : Math.min(requested, MAX_SIZE);
  }

  public static String of(Kind<?> kind, Scope scope, ResourceName last) {
    var text = kind.id() + "\n" + scope.prefix() + "\n" + last.key();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The key to start after; empty for the first page. */
  public static String parse(String token, Kind<?> kind, Scope scope) {
    if (token.isEmpty()) return "";
    try {
      var parts =
          new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split("\n", -1);
      if (parts.length == 3 && parts[0].equals(kind.id()) && parts[1].equals(scope.prefix()))
        return parts[2];
    } catch (IllegalArgumentException e) {
      // falls through to the one refusal
    }
    throw invalid();
  }

  /** The refusal of a token that this server has not made. */
  public static ControlException invalid() {
    return ControlException.invalid(
        Reason.PAGE_TOKEN_INVALID,
        "page_token",
        "The page token is not one of this list; start again without a token.");
  }
}
