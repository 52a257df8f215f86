package io.postern.server.access.model;

import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The roles that every tenant has, with Azure's names and meaning as far as there is something here
 * that they are about. They are part of the program and not stored.
 */
public enum BuiltInRole {
  OWNER("Owner", "Does everything, and gives roles to others.", List.of("*"), List.of()),
  CONTRIBUTOR(
      "Contributor",
      "Does everything but give roles, deny assignments and locks.",
      List.of("*"),
      List.of("Microsoft.Authorization/*/Delete", "Microsoft.Authorization/*/Write")),
  READER("Reader", "Sees everything, and changes nothing.", List.of("*/read"), List.of()),
  NETWORK_CONTRIBUTOR(
      "Network Contributor",
      "Manages networks, endpoints, services and zones, but not the access to them.",
      List.of(
          "Microsoft.Authorization/*/read",
          "Microsoft.Network/*",
          "Microsoft.Resources/subscriptions/read"),
      List.of()),
  PRIVATE_DNS_ZONE_CONTRIBUTOR(
      "Private DNS Zone Contributor",
      "Manages private DNS zones, but not the networks they are linked to.",
      List.of(
          "Microsoft.Authorization/*/read",
          "Microsoft.Network/privateDnsZones/*",
          "Microsoft.Network/virtualNetworks/read",
          "Microsoft.Network/virtualNetworks/join/action",
          "Microsoft.Resources/subscriptions/read"),
      List.of()),
  USER_ACCESS_ADMINISTRATOR(
      "User Access Administrator",
      "Sees everything, and gives roles, deny assignments and locks.",
      List.of("*/read", "Microsoft.Authorization/*"),
      List.of()),
  PRIVATE_ENDPOINT_CONNECTION_APPROVER(
      "Private Endpoint Connection Approver",
      "Sees requests for connections, and approves or rejects them, whatever the type of the"
          + " target. The server's own role.",
      List.of(
          "*/privateEndpointConnections/read",
          "*/privateEndpointConnections/write",
          "*/privateEndpointConnectionsApproval/action"),
      List.of());

  private final String displayName;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> actions;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> notActions;

  BuiltInRole(
      String displayName, String description, List<String> actions, List<String> notActions) {
    this.displayName = displayName;
    this.description = description;
    this.actions = actions;
    this.notActions = notActions;
  }

  /** The last segment of its name: the display name without spaces. */
  public String id() {
    return displayName.replace(" ", "");
  }

  /** Its name in a tenant. */
  public ResourceName in(ResourceName tenant) {
    return RoleDefinition.KIND.name(tenant, id(), "role");
  }

  /** What it is in a tenant, as if it had been made there. */
  public RoleDefinition definition(ResourceName tenant) {
    return new RoleDefinition(
        in(tenant), Meta.NEW, displayName, description, actions, notActions, List.of(tenant));
  }

  /** The built-in role that a name is of. */
  public static Optional<BuiltInRole> of(ResourceName role) {
    return Arrays.stream(values()).filter(it -> it.id().equalsIgnoreCase(role.id())).findFirst();
  }
}
