package io.postern.server.access.model;

import io.postern.server.kernel.Actions;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.util.List;

/**
 * A role of a tenant's own: actions that are given to callers together.
 *
 * @param actions what it permits, as it was written
 * @param notActions what it does not permit of that
 * @param assignableScopes where it can be assigned, there and below
 */
public record RoleDefinition(
    ResourceName name,
    Meta meta,
    String displayName,
    String description,
    List<String> actions,
    List<String> notActions,
    List<ResourceName> assignableScopes)
    implements Resource {
  public static final Kind<RoleDefinition> KIND =
      new Kind<>(
          "roleDefinition",
          RoleDefinition.class,
          "role",
          "tenants/*/providers/Microsoft.Authorization/roleDefinitions/*");

  /** Most of them in a tenant. */
  public static final int MAX_IN_TENANT = 500;

  private static final String FIELD = "role_definition.";
  private static final int MAX_DISPLAY_NAME = 128;
  private static final int MAX_SCOPES = 100;

  public RoleDefinition {
    actions = List.copyOf(actions);
    notActions = List.copyOf(notActions);
    assignableScopes = List.copyOf(assignableScopes);
    AccessChecks.id(name, "role_definition_id");
    AccessChecks.text(description, FIELD + "description");
    if (displayName.length() > MAX_DISPLAY_NAME)
      throw ControlException.invalid(
          Reason.INVALID_FIELD,
          FIELD + "display_name",
          "A display name has at most " + MAX_DISPLAY_NAME + " characters.");
    var _ = AccessChecks.actions(actions, notActions, FIELD + "actions");
    requireScopes(name, assignableScopes);
  }

  private static void requireScopes(ResourceName name, List<ResourceName> scopes) {
    var field = FIELD + "assignable_scopes";
    if (scopes.isEmpty() || scopes.size() > MAX_SCOPES)
      throw ControlException.invalid(
          Reason.INVALID_FIELD, field, "A role has 1 to " + MAX_SCOPES + " assignable scopes.");
    for (int i = 0; i < scopes.size(); i++) {
      var scope = scopes.get(i);
      AccessChecks.scope(scope, field + "[" + i + "]");
      if (scope.isTenant() && !scope.tenant().equals(name.tenant()))
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            field + "[" + i + "]",
            "A role is assigned in its own tenant, and '" + scope + "' is another.");
      if (!scope.armType().isEmpty())
        throw ControlException.invalid(
            Reason.INVALID_FIELD,
            field + "[" + i + "]",
            "An assignable scope is a tenant, a subscription or a resource group.");
    }
  }

  /** What it permits, as a set. */
  public Actions permitted() {
    return AccessChecks.actions(actions, notActions, FIELD + "actions");
  }

  /** What it counts towards. */
  public static Tally in(String tenant) {
    return new Tally("roleDefinitions", ResourceName.ofTenant(tenant));
  }

  public boolean isAssignableAt(ResourceName scope) {
    return assignableScopes.stream().anyMatch(it -> it.isTenant() || scope.isWithin(it));
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public RoleDefinition withMeta(Meta other) {
    return new RoleDefinition(
        name, other, displayName, description, actions, notActions, assignableScopes);
  }

  @Override
  public List<Tally> tallies() {
    return name.tenant().map(RoleDefinition::in).stream().toList();
  }
}
