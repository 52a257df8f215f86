package io.postern.server.kernel;

import java.util.Optional;

/**
 * Who makes a call.
 *
 * @param id the name that histories and change rows show
 * @param tenant the tenant it belongs to; empty for an administrator of the whole server
 */
public record Principal(String id, Optional<String> tenant) {
  /** The operator of the server: may do everything. */
  public static final Principal ADMINISTRATOR = new Principal("administrator", Optional.empty());

  /** The server itself, for changes that no caller asked for, such as an expiry. */
  public static final Principal SYSTEM = new Principal("postern", Optional.empty());

  public static Principal of(String id, String tenant) {
    return new Principal(id, Optional.of(tenant));
  }

  public boolean isAdministrator() {
    return tenant.isEmpty();
  }
}
