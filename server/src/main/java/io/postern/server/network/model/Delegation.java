package io.postern.server.network.model;

import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Reason;
import java.util.regex.Pattern;

/**
 * A service that a subnet is handed to; no private endpoint can be made in it then.
 *
 * @param serviceName such as {@code Microsoft.Web/serverFarms}
 */
public record Delegation(String name, String serviceName) {
  private static final Pattern SERVICE =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z0-9]+)+(/[A-Za-z0-9]+)+");

  void requireService(String field) {
    if (serviceName.length() <= 128 && SERVICE.matcher(serviceName).matches()) return;
    throw ControlException.invalid(
        Reason.INVALID_FIELD,
        field,
        "'"
            + serviceName
            + "' is not the name of a service; write one such as Microsoft.Web/serverFarms.");
  }
}
