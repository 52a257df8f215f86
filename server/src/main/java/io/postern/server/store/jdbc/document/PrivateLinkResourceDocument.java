package io.postern.server.store.jdbc.document;

import io.postern.server.kernel.Kind;
import io.postern.server.kernel.Meta;
import io.postern.server.kernel.ResourceName;
import io.postern.server.link.model.PrivateLinkResource;
import io.postern.server.link.model.PrivateLinkResource.PublicName;
import io.postern.server.link.model.PrivateLinkResource.PublicNetworkAccess;

final class PrivateLinkResourceDocument implements Document<PrivateLinkResource> {
  @Override
  public Kind<PrivateLinkResource> kind() {
    return PrivateLinkResource.KIND;
  }

  @Override
  public void write(PrivateLinkResource resource, JsonOut body) {
    body.text("type", resource.type())
        .text("variant", resource.variant())
        .text("region", resource.region())
        .texts("replicaRegions", resource.replicaRegions())
        .map("parameters", resource.parameters())
        .text("publicNetworkAccess", resource.publicNetworkAccess())
        .objects("publicNames", resource.publicNames(), PrivateLinkResourceDocument::publicName)
        .objects("publicRecords", resource.publicRecords(), LinkDocuments::record)
        .object("connectionPolicy", resource.connectionPolicy(), LinkDocuments::policy)
        .objects("members", resource.members(), LinkDocuments::member)
        .map("tags", resource.tags());
  }

  private static void publicName(PublicName name, JsonOut out) {
    out.text("fqdn", name.fqdn())
        .text("groupId", name.groupId())
        .text("memberName", name.memberName())
        .objects("records", name.records(), LinkDocuments::record);
  }

  @Override
  public PrivateLinkResource read(ResourceName name, Meta meta, JsonIn body) {
    return new PrivateLinkResource(
        name,
        meta,
        body.text("type"),
        body.text("variant"),
        body.text("region"),
        body.texts("replicaRegions"),
        body.map("parameters"),
        body.constant("publicNetworkAccess", PublicNetworkAccess.ENABLED),
        body.objects("publicNames", PrivateLinkResourceDocument::publicName),
        body.objects("publicRecords", LinkDocuments::record),
        body.object("connectionPolicy", LinkDocuments::policy),
        body.objects("members", LinkDocuments::member),
        body.map("tags"));
  }

  private static PublicName publicName(JsonIn in) {
    return new PublicName(
        in.text("fqdn"),
        in.text("groupId"),
        in.text("memberName"),
        in.objects("records", LinkDocuments::record));
  }
}
