package io.postern.server.store.jdbc.document;

import io.postern.server.access.model.RoleAssignment;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;

final class RoleAssignmentDocument implements Document<RoleAssignment> {
  @Override
  public Kind<RoleAssignment> kind() {
    return RoleAssignment.KIND;
  }

  @Override
  public void write(RoleAssignment roleAssignment, JsonOut body) {
    body.text("tenant", roleAssignment.tenant())
        .text("principal", roleAssignment.principal())
        .text("role", roleAssignment.role())
        .text("description", roleAssignment.description());
  }

  @Override
  public RoleAssignment read(ResourceName name, Meta meta, JsonIn body) {
    return new RoleAssignment(
        name,
        meta,
        body.text("tenant"),
        body.text("principal"),
        body.name("role"),
        body.text("description"));
  }
}
