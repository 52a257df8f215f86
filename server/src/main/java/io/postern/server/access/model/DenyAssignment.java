package io.postern.server.access.model;

import io.postern.server.kernel.Actions;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Grant;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.util.List;
import java.util.Set;

/**
 * Actions that callers of a tenant may not perform, at the scope its name stands under and below,
 * whatever roles they have.
 *
 * @param tenant whose callers they are, and whose scope
 * @param principal a caller's id, or that of everyone
 * @param excludedPrincipals callers it is not for, where it is for everyone
 */
public record DenyAssignment(
    ResourceName name,
    Meta meta,
    String tenant,
    String principal,
    List<String> excludedPrincipals,
    List<String> actions,
    List<String> notActions,
    String description)
    implements Resource {
  public static final Kind<DenyAssignment> KIND =
      Kind.underAnyScope(
          "denyAssignment",
          DenyAssignment.class,
          "deny assignment",
          "Microsoft.Authorization/denyAssignments/*");

  /** What the tenant is to an assignment. */
  public static final String TENANT = "tenant";

  /** Most of them in a tenant. */
  public static final int MAX_IN_TENANT = 500;

  private static final int MAX_EXCLUDED = 100;
  private static final String FIELD = "deny_assignment.";

  public DenyAssignment {
    excludedPrincipals = List.copyOf(excludedPrincipals);
    actions = List.copyOf(actions);
    notActions = List.copyOf(notActions);
    AccessChecks.id(name, "deny_assignment_id");
    AccessChecks.scope(name.parent(), "parent");
    AccessChecks.principal(principal, FIELD + "principal");
    AccessChecks.text(description, FIELD + "description");
    var _ = AccessChecks.actions(actions, notActions, FIELD + "actions");
    requireExcluded(principal, excludedPrincipals);
  }

  private static void requireExcluded(String principal, List<String> excluded) {
    var field = FIELD + "excluded_principals";
    if (excluded.size() > MAX_EXCLUDED)
      throw ControlException.invalid(
          Reason.INVALID_FIELD, field, "At most " + MAX_EXCLUDED + " callers can be excluded.");
    if (!excluded.isEmpty() && !principal.equals(Grant.EVERYONE))
      throw ControlException.invalid(
          Reason.INVALID_FIELD, field, "Callers are excluded only from what is for everyone, '*'.");
    for (int i = 0; i < excluded.size(); i++)
      AccessChecks.principal(excluded.get(i), field + "[" + i + "]");
  }

  /** What it counts towards. */
  public static Tally in(String tenant) {
    return new Tally("denyAssignments", ResourceName.ofTenant(tenant));
  }

  /** What it says, as permissions are decided by it. */
  public Grant denial() {
    Actions denied = AccessChecks.actions(actions, notActions, FIELD + "actions");
    return new Grant(name, name.parent(), principal, Set.copyOf(excludedPrincipals), denied);
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public DenyAssignment withMeta(Meta other) {
    return new DenyAssignment(
        name, other, tenant, principal, excludedPrincipals, actions, notActions, description);
  }

  @Override
  public List<Reference> references() {
    return List.of(Reference.loose(TENANT, ResourceName.ofTenant(tenant)));
  }

  @Override
  public List<Tally> tallies() {
    return List.of(in(tenant));
  }
}
