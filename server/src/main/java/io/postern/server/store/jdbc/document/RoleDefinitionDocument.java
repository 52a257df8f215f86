package io.postern.server.store.jdbc.document;

import io.postern.server.access.model.RoleDefinition;
import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;

final class RoleDefinitionDocument implements Document<RoleDefinition> {
  @Override
  public Kind<RoleDefinition> kind() {
    return RoleDefinition.KIND;
  }

  @Override
  public void write(RoleDefinition roleDefinition, JsonOut body) {
    body.text("displayName", roleDefinition.displayName())
        .text("description", roleDefinition.description())
        .texts("actions", roleDefinition.actions())
        .texts("notActions", roleDefinition.notActions())
        .texts("assignableScopes", roleDefinition.assignableScopes());
  }

  @Override
  public RoleDefinition read(ResourceName name, Meta meta, JsonIn body) {
    return new RoleDefinition(
        name,
        meta,
        body.text("displayName"),
        body.text("description"),
        body.texts("actions"),
        body.texts("notActions"),
        body.texts("assignableScopes", ResourceName::of));
  }
}
