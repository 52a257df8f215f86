package io.postern.server.kernel;

import java.util.List;
import java.util.Optional;

/**
 * Who makes a call.
 *
 * @param id the name that histories and change rows show
 * @param tenant the tenant it belongs to; empty for an administrator of the whole server
 * @param actions what it may do of what its tenant may
 * @param networks the virtual networks that it may have DNS nodes for; empty for all that it may
 *     otherwise
 */
public record Principal(
    String id, Optional<String> tenant, Actions actions, List<ResourceName> networks) {
  /** The operator of the server: may do everything. */
  public static final Principal ADMINISTRATOR =
      new Principal("administrator", Optional.empty(), Actions.ALL);

  /** The server itself, for changes that no caller asked for, such as an expiry. */
  public static final Principal SYSTEM = new Principal("postern", Optional.empty(), Actions.ALL);

  public Principal {
    networks = List.copyOf(networks);
  }

  /** Somebody who is not limited to any networks. */
  public Principal(String id, Optional<String> tenant, Actions actions) {
    this(id, tenant, actions, List.of());
  }

  /** Somebody of a tenant who may do all that its tenant may. */
  public static Principal of(String id, String tenant) {
    return new Principal(id, Optional.of(tenant), Actions.ALL);
  }

  /** The same caller, but for these actions only, of those that it has. */
  public Principal limitedTo(Actions some) {
    return new Principal(id, tenant, actions.and(some), networks);
  }

  /** The same caller, with nodes for these networks only. */
  public Principal limitedTo(List<ResourceName> some) {
    return new Principal(id, tenant, actions, some);
  }

  /** Those who share one part of what the server can do: a tenant, or the administrators. */
  public String party() {
    return tenant.orElse("");
  }

  public boolean isAdministrator() {
    return tenant.isEmpty();
  }
}
