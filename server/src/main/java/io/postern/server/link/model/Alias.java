package io.postern.server.link.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The alias of a private link service: {@code {prefix}.{guid}.{region}.azure.privatelinkservice}.
 * It shows nothing of its owner.
 */
public final class Alias {
  private static final String SUFFIX = ".azure.privatelinkservice";
  private static final Pattern FORM =
      Pattern.compile(
          "[a-z0-9][a-z0-9_.-]{0,79}\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.[a-z0-9]+\\.azure\\.privatelinkservice");

  private Alias() {}

  public static String of(String prefix, UUID guid, String region) {
    return prefix.toLowerCase(Locale.ROOT) + "." + guid + "." + region + SUFFIX;
  }

  /** The alias in the form it is held under. */
  public static String parse(String text, String field) {
    var alias = text.strip().toLowerCase(Locale.ROOT);
    if (FORM.matcher(alias).matches()) return alias;
    throw ControlException.invalid(
        Reason.PRIVATE_LINK_SERVICE_ID_NOT_VALID,
        field,
        "'"
            + text
            + "' is not an alias; it looks like {prefix}.{guid}.{region}"
            + SUFFIX
            + ", as its owner handed it out.");
  }
}
