package io.postern.server.store.jdbc.document;

import io.postern.server.access.model.DenyAssignment;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;

final class DenyAssignmentDocument implements Document<DenyAssignment> {
  @Override
  public Kind<DenyAssignment> kind() {
    return DenyAssignment.KIND;
  }

  @Override
  public void write(DenyAssignment denyAssignment, JsonOut body) {
    body.text("tenant", denyAssignment.tenant())
        .text("principal", denyAssignment.principal())
        .texts("excludedPrincipals", denyAssignment.excludedPrincipals())
        .texts("actions", denyAssignment.actions())
        .texts("notActions", denyAssignment.notActions())
        .text("description", denyAssignment.description());
  }

  @Override
  public DenyAssignment read(ResourceName name, Meta meta, JsonIn body) {
    return new DenyAssignment(
        name,
        meta,
        body.text("tenant"),
        body.text("principal"),
        body.texts("excludedPrincipals"),
        body.texts("actions"),
        body.texts("notActions"),
        body.text("description"));
  }
}
