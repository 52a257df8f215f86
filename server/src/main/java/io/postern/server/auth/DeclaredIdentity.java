package io.postern.server.auth;

import io.postern.server.kernel.Principal;

/**
 * Takes the caller's word: {@code alice@contoso} is Alice of the tenant contoso, no word is the
 * administrator. A caller may limit itself to some actions, as a role would. Right for tests and
 * one person's lab on loopback; the server refuses to listen elsewhere with it. What else is shown
 * is not looked at.
 */
public final class DeclaredIdentity implements Authenticator {
  @Override
  public Identity authenticate(Credentials shown) {
    var principal =
        shown
            .declared()
            .map(text -> Headers.principal(text, "postern-principal"))
            .orElse(Principal.ADMINISTRATOR);
    return Identity.declared(
        shown
            .actions()
            .map(list -> principal.limitedTo(Headers.actions(list, "postern-actions")))
            .orElse(principal));
  }
}
