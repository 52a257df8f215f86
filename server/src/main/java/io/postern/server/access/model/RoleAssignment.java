package io.postern.server.access.model;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.Resource;
import io.postern.server.kernel.ResourceName;
import java.util.List;

/**
 * A role that a caller of a tenant has, at the scope its name stands under and below.
 *
 * @param tenant whose caller it is, and whose scope
 * @param principal the caller's id, or that of everyone
 * @param role the name of the role
 */
public record RoleAssignment(
    ResourceName name,
    Meta meta,
    String tenant,
    String principal,
    ResourceName role,
    String description)
    implements Resource {
  public static final Kind<RoleAssignment> KIND =
      Kind.underAnyScope(
          "roleAssignment",
          RoleAssignment.class,
          "role assignment",
          "Microsoft.Authorization/roleAssignments/*");

  /** What the tenant is to an assignment. */
  public static final String TENANT = "tenant";

  /** What the role is to an assignment. */
  public static final String ROLE = "role";

  /** Most of them in a tenant: each decision may have to look at all of a caller's. */
  public static final int MAX_IN_TENANT = 2000;

  private static final String FIELD = "role_assignment.";

  public RoleAssignment {
    AccessChecks.id(name, "role_assignment_id");
    AccessChecks.scope(name.parent(), "parent");
    AccessChecks.principal(principal, FIELD + "principal");
    AccessChecks.text(description, FIELD + "description");
  }

  /** What it counts towards. */
  public static Tally in(String tenant) {
    return new Tally("roleAssignments", ResourceName.ofTenant(tenant));
  }

  public ResourceName scope() {
    return name.parent();
  }

  /** Whether it makes somebody Owner of the whole tenant. */
  public boolean ownsTenant() {
    return scope().isTenant() && BuiltInRole.of(role).filter(BuiltInRole.OWNER::equals).isPresent();
  }

  @Override
  public Kind<?> kind() {
    return KIND;
  }

  @Override
  public RoleAssignment withMeta(Meta other) {
    return new RoleAssignment(name, other, tenant, principal, role, description);
  }

  @Override
  public List<Reference> references() {
    return List.of(
        Reference.loose(TENANT, ResourceName.ofTenant(tenant)), Reference.blocking(ROLE, role));
  }

  @Override
  public List<Tally> tallies() {
    return List.of(in(tenant));
  }
}
