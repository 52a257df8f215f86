package io.postern.server.auth;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Reason;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Takes the caller's word: {@code alice@contoso} is Alice of the tenant contoso, no word is the
 * administrator. Right for one person's lab on loopback, where whoever reaches the port may read
 * the database file too; the server refuses to listen elsewhere with it.
 */
public final class DeclaredIdentity implements Authenticator {
  private static final Pattern FORM =
      Pattern.compile("([^@\\s\\p{Cntrl}]{1,128})@([A-Za-z0-9][A-Za-z0-9._-]{0,63})");

  @Override
  public Principal authenticate(Optional<String> declared) {
    if (declared.isEmpty()) return Principal.ADMINISTRATOR;
    var match = FORM.matcher(declared.get());
    if (!match.matches()) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          "postern-principal",
          "The header postern-principal must look like alice@contoso: a name, an @ and a tenant.");
    }
    return Principal.of(declared.get(), match.group(2));
  }
}
