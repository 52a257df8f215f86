package io.postern.server.auth;

import io.postern.server.kernel.Actions;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Reason;
import java.util.regex.Pattern;

/** What callers write of themselves, in headers, tokens and settings. */
public final class Headers {
  private static final Pattern FORM =
      Pattern.compile("([^@\\s\\p{Cntrl}]{1,128})@([A-Za-z0-9][A-Za-z0-9._-]{0,63})");

  private Headers() {}

  /** Whether a name is that of somebody of a tenant, {@code NAME@TENANT}. */
  public static boolean isPrincipal(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * Reads {@code alice@contoso}: Alice of the tenant contoso.
   *
   * @param field where it stands, for the error
   * @throws ControlException {@code InvalidArgument} when it is none
   */
  public static Principal principal(String text, String field) {
    var match = FORM.matcher(text);
    if (match.matches()) return Principal.of(text, match.group(2));
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        field,
        "'" + field + "' must look like alice@contoso: a name, an @ and a tenant.");
  }

  /**
   * Reads a list of actions.
   *
   * @param field where it stands, for the error
   * @throws ControlException {@code InvalidArgument} when it is none
   */
  public static Actions actions(String list, String field) {
    try {
      return Actions.parse(list);
    } catch (IllegalArgumentException e) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field,
          "'"
              + field
              + "' lists actions, * for any characters and ! before what is taken out: "
              + e.getMessage()
              + ".");
    }
  }
}
