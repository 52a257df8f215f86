package io.postern.cli.identity;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.postern.cli.print.Table;
import io.postern.v1.ApiToken;
import io.postern.v1.WhoAmIResponse;
import java.util.List;
import java.util.Locale;

/** Tokens and callers as people read them. */
final class TokenText {
  private static final List<String> COLUMNS =
      List.of("NAME", "PRINCIPAL", "ACTIONS", "EXPIRES", "LAST USED", "DESCRIPTION");

  private TokenText() {}

  /** A table without rows. */
  static Table table() {
    return new Table(COLUMNS);
  }

  static List<String> row(ApiToken token) {
    return List.of(
        token.getName(),
        token.getPrincipal(),
        actions(token.getActionsList()),
        time(token.hasExpireTime(), token.getExpireTime()),
        time(token.hasLastUsedTime(), token.getLastUsedTime()),
        token.getDescription());
  }

  static String actions(List<String> actions) {
    return actions.isEmpty() ? "all" : String.join(",", actions);
  }

  static String time(boolean isSet, Timestamp time) {
    return isSet ? Timestamps.toString(time) : "";
  }

  static String words(WhoAmIResponse.Method method) {
    return method.name().replace("METHOD_", "").replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
