package io.postern.server.auth;

import io.postern.server.kernel.Actions;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes the caller's word: {@code alice@contoso} is Alice of the tenant contoso, no word is the
 * administrator. A caller may limit itself to some actions, as a role would. Right for one person's
 * lab on loopback, where whoever reaches the port may read the database file too; the server
 * refuses to listen elsewhere with it.
 */
public final class DeclaredIdentity implements Authenticator {
  private static final Pattern FORM =
      Pattern.compile("([^@\\s\\p{Cntrl}]{1,128})@([A-Za-z0-9][A-Za-z0-9._-]{0,63})");

  @Override
  public Principal authenticate(Optional<String> declared, Optional<String> actions) {
    var principal = declared.map(DeclaredIdentity::principal).orElse(Principal.ADMINISTRATOR);
    return actions.map(list -> principal.limitedTo(actions(list))).orElse(principal);
  }

  private static Principal principal(String declared) {
    var match = FORM.matcher(declared);
    if (!match.matches()) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "postern-principal",
          "The header postern-principal must look like alice@contoso: a name, an @ and a tenant.");
    }
    return Principal.of(declared, match.group(2));
  }

  private static Actions actions(String list) {
    try {
      return Actions.parse(list);
    } catch (IllegalArgumentException e) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "postern-actions",
          "The header postern-actions lists actions with commas, * for any characters and ! before"
              + " what is taken out: "
              + e.getMessage()
              + ".");
    }
  }
}
