package io.postern.server.access.model;

import io.postern.server.kernel.Actions;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Grant;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.ResourceName;
import java.util.List;
import java.util.regex.Pattern;

/** What the fields of roles, assignments and locks must be. */
final class AccessChecks {
  private static final int MAX_TEXT = 512;
  private static final int MAX_PRINCIPAL = 256;
  private static final Pattern ID =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,78}[A-Za-z0-9_])?");
  private static final Pattern PRINCIPAL = Pattern.compile("[^\\s\\p{Cntrl}]+");

  private AccessChecks() {}

  static void id(ResourceName name, String field) {
    if (!ID.matcher(name.id()).matches())
      throw ControlException.invalid(
          Reason.NAME_MALFORMED,
          field,
          "'"
              + name.id()
              + "' must be 1 to 80 letters, digits, '-', '_' and '.', from a letter or digit on.");
  }

  static void text(String text, String field) {
    if (text.length() > MAX_TEXT)
      throw ControlException.invalid(
          Reason.INVALID_FIELD, field, "A text has at most " + MAX_TEXT + " characters.");
  }

  static void principal(String principal, String field) {
    if (principal.length() > MAX_PRINCIPAL || !PRINCIPAL.matcher(principal).matches())
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          field,
          "Name a caller by its id, such as alice@contoso, or all of the tenant by "
              + Grant.EVERYONE
              + ".");
  }

  static Actions actions(List<String> patterns, List<String> but, String field) {
    if (patterns.isEmpty())
      throw ControlException.invalid(
          Reason.INVALID_FIELD, field, "Name at least one action; * is every one.");
    try {
      return new Actions(patterns, but);
    } catch (IllegalArgumentException e) {
      throw ControlException.invalid(
          Reason.INVALID_FIELD, field, "The actions cannot be: " + e.getMessage() + ".");
    }
  }

  /**
   * Something stands under a scope: a tenant, a subscription, a group or a resource that is no
   * assignment or lock itself.
   */
  static void scope(ResourceName scope, String field) {
    boolean fits =
        scope.isTenant()
            || scope.subscription().filter(scope::equals).isPresent()
            || scope.resourceGroup().filter(scope::equals).isPresent()
            || scope.subscription().isPresent()
                && !scope.armType().isEmpty()
                && !scope
                    .armType()
                    .toLowerCase(java.util.Locale.ROOT)
                    .startsWith("microsoft.authorization/");
    if (!fits)
      throw ControlException.invalid(
          Reason.NAME_MALFORMED,
          field,
          "'" + scope + "' is no tenant, subscription, resource group or resource.");
  }
}
