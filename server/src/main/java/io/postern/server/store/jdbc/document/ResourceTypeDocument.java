package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.CatalogueGroup;
import io.postern.server.link.model.ResourceType;

final class ResourceTypeDocument implements Document<ResourceType> {
  @Override
  public Kind<ResourceType> kind() {
    return ResourceType.KIND;
  }

  @Override
  public void write(ResourceType type, JsonOut body) {
    body.text("type", type.type())
        .text("displayName", type.displayName())
        .objects("groups", type.groups(), ResourceTypeDocument::group)
        .text("approvalAction", type.approvalAction())
        .texts("regions", type.regions())
        .map("tags", type.tags());
  }

  private static void group(CatalogueGroup group, JsonOut out) {
    out.text("type", group.type())
        .text("groupId", group.groupId())
        .text("displayName", group.displayName())
        .texts("zones", group.zones())
        .texts("publicSuffixes", group.publicSuffixes())
        .texts("members", group.members())
        .texts("names", group.names());
  }

  @Override
  public ResourceType read(ResourceName name, Meta meta, JsonIn body) {
    return new ResourceType(
        name,
        meta,
        body.text("type"),
        body.text("displayName"),
        body.objects("groups", ResourceTypeDocument::group),
        body.text("approvalAction"),
        body.texts("regions"),
        body.map("tags"));
  }

  private static CatalogueGroup group(JsonIn in) {
    return new CatalogueGroup(
        in.text("type"),
        in.text("groupId"),
        in.text("displayName"),
        in.texts("zones"),
        in.texts("publicSuffixes"),
        in.texts("members"),
        in.texts("names"));
  }
}
