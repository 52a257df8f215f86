package io.postern.server.access;

import io.postern.server.access.model.BuiltInRole;
import io.postern.server.access.model.RoleAssignment;
import io.postern.server.access.model.RoleDefinition;
import io.postern.server.auth.Policy;
import io.postern.server.kernel.ControlError;
import io.postern.server.kernel.ControlException;
import io.postern.server.kernel.Grant;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Principal;
import io.postern.server.kernel.Problem;
import io.postern.server.kernel.Reason;
import io.postern.server.kernel.RequestContext;
import io.postern.server.kernel.ResourceName;
import io.postern.server.rpc.PermittedResources;
import io.postern.server.store.WriteTx;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * The use cases that give roles and take them away.
 *
 * <p>From its first role assignment on, only what is assigned counts in a tenant. So that nobody is
 * left outside by it, the caller who makes the first one becomes Owner of the tenant, and the last
 * assignment that makes an Owner of the tenant goes last. An administrator of the server may do
 * without both: it is never left outside.
 */
final class RoleAssignments {
  private static final String FIELD = "role_assignment.role";
  private static final String FIRST_OWNER = "first-owner";

  private final Policy policy;
  private final PermittedResources permitted;

  @Inject
  RoleAssignments(Policy policy, PermittedResources permitted) {
    this.policy = policy;
    this.permitted = permitted;
  }

  /**
   * @param owner the assignment by which the caller became Owner, when this was the first one
   */
  record Created(RoleAssignment assignment, Optional<RoleAssignment> owner) {}

  /**
   * @param role the role's name, or its last segment alone
   */
  Created create(
      WriteTx tx,
      RequestContext context,
      ResourceName name,
      String principal,
      String role,
      String description) {
    policy.require(tx, context, RoleAssignment.KIND, "write", name);
    var tenant =
        tx.ownerOf(name)
            .orElseThrow(() -> ControlException.notFound(RoleAssignment.KIND.label(), name));
    var definition = role(tx, ResourceName.ofTenant(tenant), role);
    var wanted =
        new RoleAssignment(name, Meta.NEW, tenant, principal, definition.name(), description);
    RoleDefinitions.requireAssignable(definition, wanted.scope(), FIELD);
    Limits.requireRoom(tx, RoleAssignment.in(tenant), RoleAssignment.MAX_IN_TENANT - 1);
    boolean first = tx.grantsOf(tenant).isOpen();
    var created = tx.create(wanted, "assigned " + definition.name().id());
    return new Created(
        created, first ? ownerFor(tx, context.principal(), created) : Optional.empty());
  }

  private static Optional<RoleAssignment> ownerFor(
      WriteTx tx, Principal caller, RoleAssignment first) {
    boolean owns =
        first.ownsTenant() && List.of(Grant.EVERYONE, caller.id()).contains(first.principal());
    if (caller.isAdministrator() || owns) return Optional.empty();
    var tenant = ResourceName.ofTenant(first.tenant());
    var id = first.name().id().equalsIgnoreCase(FIRST_OWNER) ? FIRST_OWNER + "-2" : FIRST_OWNER;
    var owner =
        new RoleAssignment(
            RoleAssignment.KIND.name(tenant, id, "role_assignment_id"),
            Meta.NEW,
            first.tenant(),
            caller.id(),
            BuiltInRole.OWNER.in(tenant),
            "Made the tenant's first role assignment.");
    return Optional.of(tx.create(owner, "owns the tenant as its first"));
  }

  private static RoleDefinition role(WriteTx tx, ResourceName tenant, String role) {
    if (role.isEmpty())
      throw ControlException.invalid(Reason.INVALID_FIELD, FIELD, "'" + FIELD + "' is required.");
    var name =
        role.contains("/")
            ? RoleDefinition.KIND.parse(role, FIELD)
            : RoleDefinition.KIND.name(tenant, role, FIELD);
    var found =
        name.tenant().equals(tenant.tenant())
            ? BuiltInRole.of(name)
                .map(it -> it.definition(tenant))
                .or(() -> tx.find(RoleDefinition.KIND, name))
            : Optional.<RoleDefinition>empty();
    return found.orElseThrow(() -> noRole(name));
  }

  private static ControlException noRole(ResourceName name) {
    return ControlException.of(
        new ControlError.NotFound(
            Problem.inField(
                    Reason.RESOURCE_NOT_FOUND,
                    FIELD,
                    "The tenant has no role '" + name + "'; list its roles for those there are.")
                .with("resource", name.text())));
  }

  void delete(WriteTx tx, RequestContext context, ResourceName name, String etag) {
    var current = permitted.get(tx, context, RoleAssignment.KIND, "delete", name, etag);
    if (!context.principal().isAdministrator()) requireOwnerLeft(tx, current);
    tx.delete(current, "took " + current.role().id() + " away");
  }

  /** When the last one goes, the tenant is open again: that is for who owns it to say. */
  private static void requireOwnerLeft(WriteTx tx, RoleAssignment gone) {
    var others =
        tx
            .referrers(
                RoleAssignment.KIND,
                RoleAssignment.TENANT,
                ResourceName.ofTenant(gone.tenant()),
                RoleAssignment.MAX_IN_TENANT + 1)
            .stream()
            .filter(it -> it.tenant().equals(gone.tenant()) && !it.name().equals(gone.name()))
            .toList();
    boolean fits =
        others.isEmpty() ? gone.ownsTenant() : others.stream().anyMatch(RoleAssignment::ownsTenant);
    if (fits) return;
    throw ControlException.precondition(
        Problem.of(
                Reason.LAST_OWNER,
                "Without '"
                    + gone.name()
                    + "' nobody would be Owner of the tenant; make somebody that first, or have an"
                    + " administrator of the server call.")
            .with("tenant", gone.tenant()));
  }
}
