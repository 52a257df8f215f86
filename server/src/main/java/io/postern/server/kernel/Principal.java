package io.postern.server.kernel;

import java.util.Optional;

/**
 * Who makes a call.
 *
 * @param id the name that histories and change rows show
 * @param tenant the tenant it belongs to; empty for an administrator of the whole server
 * @param actions what it may do of what its tenant may
 */
public record Principal(String id, Optional<String> tenant, Actions actions) {
  /** The operator of the server: may do everything. */
  public static final Principal ADMINISTRATOR =
      new Principal("administrator", Optional.empty(), Actions.ALL);

  /** The server itself, for changes that no caller asked for, such as an expiry. */
  public static final Principal SYSTEM = new Principal("postern", Optional.empty(), Actions.ALL);

  /** Somebody of a tenant who may do all that its tenant may. */
  public static Principal of(String id, String tenant) {
    return new Principal(id, Optional.of(tenant), Actions.ALL);
  }

  /** The same caller, but for these actions only. */
  public Principal limitedTo(Actions some) {
    return new Principal(id, tenant, some);
  }

  public boolean isAdministrator() {
    return tenant.isEmpty();
  }
}
